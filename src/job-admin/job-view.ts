import type { JobSubject } from '../jobs/job-contributions';
import type { JobDetail, JobRecord } from '../jobs/store/job-queries';
import type { JobDetailView, JobView } from './job-admin.dto';

const timestampOf = (instant: Date | null) => instant?.toISOString() ?? null;

/** The `Job` of the contract. */
export function jobView(job: JobRecord): JobView {
  return {
    id: String(job.id),
    type: job.type,
    queue: job.queue,
    state: job.state,
    payload: job.payload as JobView['payload'], // of a schema that is an object
    key: job.key,
    priority: job.priority,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    createdAt: job.createdAt.toISOString(),
    dueAt: timestampOf(job.dueAt),
    startedAt: timestampOf(job.startedAt),
    finishedAt: timestampOf(job.finishedAt),
    deadline: timestampOf(job.deadline),
    server: job.server,
    progress: job.progress,
    lastError: job.lastError,
    expiresAt: timestampOf(job.expiresAt),
  };
}

export function jobDetailView(job: JobDetail, subjects: readonly JobSubject[]): JobDetailView {
  return {
    ...jobView(job),
    history: job.history.map(({ state, at, reason, data }) => ({ state, at: at.toISOString(), reason, data })),
    log: job.log.map(({ at, level, message }) => ({ at: at.toISOString(), level, message })),
    related: subjects.map(({ kind, id, detail, at }) => ({
      kind,
      id,
      detail: detail?.en ?? null,
      at: timestampOf(at),
    })),
  };
}
