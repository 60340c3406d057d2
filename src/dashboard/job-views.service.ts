import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { Config } from '../config/config';
import { JobContributions, type JobSubject } from '../jobs/job-contributions';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import {
  type HistoryEntry,
  JOB_QUERIES,
  type JobDetail,
  type JobLink,
  type JobQueries,
  type JobRecord,
} from '../jobs/store/job-queries';
import type {
  FailureView,
  HistoryView,
  JobDetailView,
  JobLinkView,
  JobView,
  RelatedView,
} from './dashboard.view-model';
import type { Language } from '../common/language';
import { dashboardLinks } from './dashboard-links';
import { actionsOn } from './actions/allowed-actions';
import { isAlive } from '../jobs/upkeep/alive';

/** Shows jobs with what stands beside them: what they concern, and whether their server lives. */
@Injectable()
export class JobViewsService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly contributions: JobContributions,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async many(jobs: readonly JobRecord[], language: Language): Promise<JobView[]> {
    const subjects = await this.contributions.subjectsOf(jobs);
    const alive = await this.aliveServers(jobs);
    return jobs.map((job) => jobView(job, alive, this.relatedOf(subjects.get(job.id), language)));
  }

  /** @throws NotFound */
  async one(id: number, language: Language): Promise<JobDetailView> {
    const job = await this.queries.find(id);
    if (!job) throw new NotFound('The job');
    const subjects = await this.contributions.subjectsOf([job]);
    const related = this.relatedOf(subjects.get(job.id), language);
    return {
      ...jobView(job, await this.aliveServers([job]), related),
      lastError: errorOf(job),
      history: job.history.map(historyView),
      failures: failuresOf(job),
      log: job.log,
      related,
      continuations: job.continuations.map(linkView),
      actions: actionsOn(job.state),
    };
  }

  /** An appointment leads to all jobs about it. */
  private relatedOf(subjects: readonly JobSubject[] = [], language: Language): RelatedView[] {
    const links = dashboardLinks(this.config.dashboardPath, '');
    return subjects.map(({ kind, id, detail, at, since = null }) => ({
      kind,
      id,
      href: kind === 'appointment' ? links.search({ q: id }) : null,
      detail: detail?.[language] ?? null,
      at,
      since,
    }));
  }

  private async aliveServers(jobs: readonly JobRecord[]): Promise<ReadonlySet<string>> {
    if (!jobs.some(({ state }) => state === 'processing')) return new Set();
    const now = this.clock.now();
    const servers = await this.figures.servers();
    return new Set(servers.filter((server) => isAlive(server, now)).map(({ id }) => id));
  }
}

const linkView = ({ id, type, state }: JobLink): JobLinkView => ({ id: String(id), type, state });

function jobView(job: JobRecord, alive: ReadonlySet<string>, related: readonly RelatedView[]): JobView {
  return {
    ...job,
    id: String(job.id),
    serverAlive: job.state === 'processing' && job.server !== null ? alive.has(job.server) : null,
    parent: job.parent && linkView(job.parent),
    concerns: related[0] ?? null,
  };
}

/** The last error with the stack that its history has. */
function errorOf({ lastError, history }: JobDetail): string | null {
  const stack = history.findLast(({ data }) => typeof data['stack'] === 'string')?.data['stack'];
  return lastError === null ? null : withStack(lastError, stack);
}

/** Each with the stack that it has. */
function failuresOf({ history }: JobDetail): FailureView[] {
  return history.toReversed().flatMap(({ at, data: { error, stack } }) => {
    if (typeof error !== 'string') return [];
    return [{ at, error: withStack(error, stack) }];
  });
}

function withStack(error: string, stack: unknown): string {
  if (typeof stack !== 'string') return error;
  return stack.startsWith(error) ? stack : `${error}\n${stack}`;
}

/** Without the error, which stands on its own. */
function historyView(entry: HistoryEntry): HistoryView {
  const data = Object.entries(entry.data).filter(([name]) => name !== 'error' && name !== 'stack');
  return { ...entry, data: Object.fromEntries(data) };
}
