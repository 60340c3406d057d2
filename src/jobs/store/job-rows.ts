import type { SqlRow } from '../../database/session';
import { PRIORITIES, type JobTag } from '../definition/job-definition';
import type { JobState } from '../job.state';
import type { HistoryEntry, JobLink, JobRecord, ShownState } from './job-queries';

/** An instant as rows have it: a Date from SQL Server, from SQLite ISO 8601 text in UTC, which sorts as time does. */
export type StoredInstant = string | Date;

/** Of a job's history and log, and of the jobs that await it, no more than this is shown: the newest. */
export const SHOWN = 1_000;
/** Of a text that should be JSON and is not, so many characters are shown. */
const SHOWN_TEXT = 200;

export function instantOf(value: unknown): Date | null {
  if (value instanceof Date) return value;
  return typeof value === 'string' ? new Date(value) : null;
}

export function shownState<T extends StoredInstant>(state: JobState, dueAt: T | null, now: T): ShownState {
  if (state !== 'waiting') return state;
  return dueAt !== null && dueAt > now ? 'scheduled' : 'enqueued';
}

/** The object that a column holds as JSON. What is none becomes one: no row, whoever wrote it, keeps others from being shown. */
export function objectOf(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { unreadable: json.slice(0, SHOWN_TEXT) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value };
  return value as Record<string, unknown>; // by the line above
}

export interface LinkRow<T extends StoredInstant> {
  id: number;
  type: string;
  state: JobState;
  dueAt: T | null;
}

/** The types and queues that the pairs of both name. */
export function namesAmong(pairs: readonly { type: string; queue: string }[]): { types: string[]; queues: string[] } {
  const distinct = (names: string[]) => [...new Set(names)].sort();
  return { types: distinct(pairs.map(({ type }) => type)), queues: distinct(pairs.map(({ queue }) => queue)) };
}

export function linkOf<T extends StoredInstant>({ id, type, state, dueAt }: LinkRow<T>, now: T): JobLink {
  return { id, type, state: shownState(state, dueAt, now) };
}

/** What `RecordRow` has of the job itself, as SQL. */
export const JOB_COLUMNS = [
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

/** A job with what stands beside it. */
export interface RecordRow<T extends StoredInstant> extends LinkRow<T> {
  queue: string;
  payload: string;
  key: string | null;
  priority: number;
  attempt: number;
  maxAttempts: number;
  createdAt: T;
  startedAt: T | null;
  finishedAt: T | null;
  deadline: T | null;
  serverId: string | null;
  progress: number | null;
  lastError: string | null;
  expiresAt: T | null;
  reason: string | null;
  parentId: number | null;
  parentType: string;
  parentState: JobState;
  parentDueAt: T | null;
}

export function recordOf<T extends StoredInstant>(
  row: RecordRow<T>,
  tags: readonly (readonly [name: string, value: string])[],
  now: T,
): JobRecord {
  const onServer = row.state !== 'waiting' && row.state !== 'awaiting';
  return {
    ...linkOf(row, now),
    queue: row.queue,
    payload: objectOf(row.payload),
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
    tags: tags.map(([name, value]): JobTag => ({ name, value })),
  };
}

function parentOf<T extends StoredInstant>(row: RecordRow<T>, id: number, now: T): JobLink {
  return { id, type: row.parentType, state: shownState(row.parentState, row.parentDueAt, now) };
}

export interface HistoryRow extends SqlRow {
  name: JobState;
  reason: string | null;
  data: string | null;
  at: StoredInstant;
}

export function historyEntryOf({ name, reason, data: json, at: stored }: HistoryRow): HistoryEntry {
  const data = json === null ? {} : objectOf(json);
  const at = new Date(stored);
  return { state: shownState(name, instantOf(data['dueAt']), at), at, reason, data };
}
