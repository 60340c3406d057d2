/** How long a deleted job is kept, in milliseconds. */
export const DELETED_KEPT_MS = 24 * 60 * 60 * 1000;
