import { dashboardLinks, type DashboardLinks } from '../dashboard-links';
import { TEXTS, type DashboardText } from '../dashboard-text';
import type { ShellView } from '../dashboard.view-model';
import { formatCount, type Count } from '../count';
import { formatFor, type Format } from '../format';

/** What a component needs to say something: the page's language, zone, moment and addresses. */
export interface PageContext {
  readonly shell: ShellView;
  readonly text: DashboardText;
  readonly format: Format;
  readonly links: DashboardLinks;
  readonly now: Date;
  count(count: Count): string;
}

export function pageContext(shell: ShellView): PageContext {
  return {
    shell,
    text: TEXTS[shell.language],
    format: formatFor(shell.language, shell.timeZone),
    links: dashboardLinks(shell.base, shell.assetVersion),
    now: shell.now,
    count: (count) => formatCount(shell.language, count),
  };
}
