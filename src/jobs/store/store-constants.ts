import type { UniqueIndex } from '../../database/sql-error';

/** How long a deleted job is kept, in milliseconds. */
export const DELETED_KEPT_MS = 24 * 60 * 60 * 1000;

/** No two open jobs have one key. */
export const OPEN_KEY: UniqueIndex = { name: 'UX_Job_key', column: 'jobs_Job.key' };
