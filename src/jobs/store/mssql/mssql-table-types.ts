import type { SqlTable } from '../../../database/session';
import { PRIORITIES } from '../../definition/job-definition';
import type { ClosingHold, Completion, LogLine, NewJob } from '../job-store';

/** A history row's reason is as long at most. */
const REASON_LENGTH = 200;

/** Rows for the table types of the migration. Positions keep the order in which rows were given. */
export const newJobs = (jobs: readonly NewJob[]): SqlTable => ({
  type: 'dbo.NewJobs',
  columns: {
    position: 'int',
    type: 'text',
    queue: 'text',
    priority: 'int',
    payload: 'text',
    key: 'text',
    dueAt: 'instant',
    deadline: 'instant',
    maxAttempts: 'int',
    parentId: 'bigint',
    traceParent: 'text',
  },
  rows: jobs.map((job, position) => [
    position,
    job.type,
    job.queue,
    PRIORITIES.indexOf(job.priority),
    job.payload,
    job.key,
    job.dueAt,
    job.deadline,
    job.maxAttempts,
    job.parentId,
    job.traceParent,
  ]),
});

/** The tags of `newJobs`, by the positions of those. */
export const newTags = (jobs: readonly NewJob[]): SqlTable => ({
  type: 'dbo.NewTags',
  columns: { position: 'int', name: 'text', value: 'text' },
  rows: jobs.flatMap(({ tags }, position) => tags.map(({ name, value }) => [position, name, value])),
});

export const jobKeys = (keys: readonly string[]): SqlTable => ({
  type: 'dbo.JobKeys',
  columns: { openKey: 'text' },
  rows: [...new Set(keys)].map((key) => [key]),
});

export const jobHolds = (holds: readonly ClosingHold[]): SqlTable => ({
  type: 'dbo.JobHolds',
  columns: { jobId: 'bigint', heldClaim: 'int', keepMs: 'bigint' },
  rows: holds.map(({ id, claim, keepMs }) => [id, claim, keepMs]),
});

export const jobEndings = (completions: readonly Completion[]): SqlTable => ({
  type: 'dbo.JobEndings',
  columns: {
    jobId: 'bigint',
    state: 'text',
    reason: 'text',
    data: 'text',
    attempt: 'int',
    delayMs: 'bigint',
    error: 'text',
    keepMs: 'bigint',
  },
  rows: completions.map(({ id, state, reason, data, attempt, delayMs, error, keepMs }) => [
    id,
    state,
    reason === null ? null : shortened(reason),
    data,
    attempt,
    delayMs === null ? null : Math.round(delayMs),
    error,
    keepMs,
  ]),
});

export const jobLogLines = (lines: readonly LogLine[]): SqlTable => ({
  type: 'dbo.JobLogLines',
  columns: { position: 'int', jobId: 'bigint', claim: 'int', level: 'text', message: 'text', at: 'instant' },
  rows: lines.map(({ jobId, claim, level, message, at }, position) => [position, jobId, claim, level, message, at]),
});

/** As much of a reason as its column holds. */
export const shortened = (reason: string) => reason.slice(0, REASON_LENGTH);
