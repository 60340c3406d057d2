import { type UniqueIndex, isUniqueViolation } from '../../database/sql-error';
import { DeadlinePassed, JobStateForbids, KeyTaken } from '../job.errors';
import type { JobState } from '../job.state';
import type { JobEnd } from './job-store';

/** No two open jobs have one key. */
const OPEN_KEY: UniqueIndex = { name: 'UX_Job_key', column: 'jobs_Job.key' };

/** Runs a write of jobs. @throws KeyTaken with what `key` tells when another open job has a key of theirs */
export async function refusingKey<T>(write: () => Promise<T>, key: () => string): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, OPEN_KEY)) throw new KeyTaken(key());
    throw error;
  }
}

/** The keys of jobs that are inserted together, for `KeyTaken`. */
export const keysOf = (jobs: readonly { key: string | null }[]) => jobs.map(({ key }) => key ?? '').join(', ');

/** @throws JobStateForbids unless the job has ended, DeadlinePassed when its deadline has */
export function checkRequeue(state: JobState, isPast: boolean): void {
  if (!['succeeded', 'failed', 'deleted'].includes(state)) throw new JobStateForbids('requeued', state);
  if (isPast) throw new DeadlinePassed();
}

/** @throws JobStateForbids unless the job has yet to run */
export function checkRunNow(state: JobState): void {
  if (state !== 'waiting' && state !== 'awaiting') throw new JobStateForbids('run now', state);
}

/** The jobs that have ended or are gone, by id; `state` is null where there is no such job. */
export function endsAmong(
  rows: readonly { id: number; state: JobState | null; reason: string | null }[],
): Map<number, JobEnd> {
  return new Map(
    rows.flatMap(({ id, state, reason }): [number, JobEnd][] => {
      if (state === 'succeeded' || state === 'failed' || state === 'deleted') return [[id, { state, reason }]];
      return state === null ? [[id, { state: 'gone', reason: null }]] : [];
    }),
  );
}
