import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The whole document of a page: `renderPage(h(OverviewPage, { shell, overview }))`. */
export function renderPage<P>(element: VNode<P>): string {
  return `<!doctype html>${renderToString(element)}`;
}
