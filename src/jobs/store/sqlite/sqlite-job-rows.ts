import type { SqlRow } from '../../../database/session';
import { PRIORITIES, type JobTag } from '../../definition/job-definition';
import type { JobState } from '../../job.state';
import type { JobLink, JobRecord, ShownState } from '../job-queries';

const COLUMNS = [
  'id',
  'type',
  'queue',
  'state',
  'payload',
  '"key"',
  'priority',
  'attempt',
  'maxAttempts',
  'createdAt',
  'dueAt',
  'startedAt',
  'finishedAt',
  'deadline',
  'serverId',
  'progress',
  'lastError',
  'expiresAt',
];

/**
 * Selects what `recordOf` reads from `jobs_Job AS job`, which the caller names in its FROM, with what stands beside it. As one
 * JSON value: handing over each column by itself takes the driver several times as long as reading the row.
 */
export const RECORD = `json_object(
  ${COLUMNS.map((column) => `'${column.replaceAll('"', '')}', job.${column}`).join(', ')},
  'reason', last.reason,
  'parentId', parent.id, 'parentType', parent.type, 'parentState', parent.state, 'parentDueAt', parent.dueAt,
  'tags', (SELECT json_group_array(json_array(tag.name, tag.value)) FROM jobs_Tag AS tag WHERE tag.jobId = job.id)
) AS record`;

export const BESIDE = `
  LEFT JOIN jobs_State AS last ON last.jobId = job.id AND last.seq = job.revision
  LEFT JOIN jobs_Job AS parent ON parent.id = job.parentId`;

export const instantOf = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null);

/** `dueAt` and `now` are ISO 8601 in UTC, which sorts as time does. */
export function shownState(state: JobState, dueAt: string | null, now: string): ShownState {
  if (state !== 'waiting') return state;
  return dueAt !== null && dueAt > now ? 'scheduled' : 'enqueued';
}

interface LinkRow extends SqlRow {
  id: number;
  type: string;
  state: JobState;
  dueAt: string | null;
}

export function linkOf(row: SqlRow, now: string): JobLink {
  const { id, type, state, dueAt } = row as LinkRow; // the columns that whoever links selects
  return { id, type, state: shownState(state, dueAt, now) };
}

interface RecordRow extends LinkRow {
  queue: string;
  payload: string;
  key: string | null;
  priority: number;
  attempt: number;
  maxAttempts: number;
  createdAt: string;
  serverId: string | null;
  progress: number | null;
  lastError: string | null;
  reason: string | null;
  parentId: number | null;
  parentType: string;
  parentState: JobState;
  parentDueAt: string | null;
  tags: [string, string][];
}

export function recordOf(selected: SqlRow, now: string): JobRecord {
  const row = JSON.parse(selected.record as string) as RecordRow; // what RECORD selects
  const onServer = row.state !== 'waiting' && row.state !== 'awaiting';
  return {
    ...linkOf(row, now),
    queue: row.queue,
    payload: JSON.parse(row.payload) as unknown,
    key: row.key,
    priority: PRIORITIES[row.priority] ?? 'normal',
    attempt: row.attempt,
    maxAttempts: row.maxAttempts,
    createdAt: new Date(row.createdAt),
    dueAt: instantOf(row.dueAt),
    startedAt: instantOf(row.startedAt),
    finishedAt: instantOf(row.finishedAt),
    deadline: instantOf(row.deadline),
    server: onServer ? row.serverId : null,
    progress: row.progress,
    lastError: row.lastError,
    expiresAt: instantOf(row.expiresAt),
    reason: row.reason,
    parent: row.parentId === null ? null : parentOf(row, row.parentId, now),
    tags: row.tags.map(([name, value]): JobTag => ({ name, value })),
  };
}

function parentOf(row: RecordRow, id: number, now: string): JobLink {
  return { id, type: row.parentType, state: shownState(row.parentState, row.parentDueAt, now) };
}
