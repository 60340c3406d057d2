import type { SqlRow } from '../../../database/session';
import type { JobRecord } from '../job-queries';
import { JOB_COLUMNS, type RecordRow, recordOf as recordOfRow } from '../job-rows';

/**
 * Selects what `recordOf` reads from `jobs_Job AS job`, which the caller names in its FROM, with what stands beside it. As one
 * JSON value: handing over each column by itself takes the driver several times as long as reading the row.
 */
export const RECORD = `json_object(
  ${JOB_COLUMNS.map((column) => `'${column.replaceAll('"', '')}', job.${column}`).join(', ')},
  'reason', last.reason,
  'parentId', parent.id, 'parentType', parent.type, 'parentState', parent.state, 'parentDueAt', parent.dueAt,
  'tags', (SELECT json_group_array(json_array(tag.name, tag.value)) FROM jobs_Tag AS tag WHERE tag.jobId = job.id)
) AS record`;

export const BESIDE = `
  LEFT JOIN jobs_State AS last ON last.jobId = job.id AND last.seq = job.revision
  LEFT JOIN jobs_Job AS parent ON parent.id = job.parentId`;

interface Selected extends RecordRow<string> {
  tags: [name: string, value: string][];
}

/** `now` is ISO 8601 in UTC, as instants are stored. */
export function recordOf(selected: SqlRow, now: string): JobRecord {
  const row = JSON.parse(selected.record as string) as Selected; // what RECORD selects
  return recordOfRow(row, row.tags, now);
}
