import type { SqlRow } from '../../../database/session';
import type { JobRecord } from '../job-queries';
import { JOB_COLUMNS, type RecordRow, recordOf as recordOfRow } from '../job-rows';
import type { MssqlTables } from './mssql-tables';

/** Selects what `recordOf` reads; `source` gives `job` and is followed by what stands beside it: three seeks for each job. */
export const selectRecords = ({ job, state, tag }: MssqlTables, source: string) => `SELECT ${JOB_COLUMNS.map(
  (column) => `job.${column}`,
).join(', ')},
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM ${tag} AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM ${source}
LEFT JOIN ${state} AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN ${job} AS parent ON parent.id = job.parentId`;

interface Selected extends RecordRow<Date> {
  /** JSON. */
  tags: string | null;
  now: Date;
}

export function recordOf(selected: SqlRow): JobRecord {
  const row = selected as SqlRow & Selected; // what selectRecords selects
  const tags = JSON.parse(row.tags ?? '[]') as { name: string; value: string }[];
  return recordOfRow(
    row,
    tags.map(({ name, value }) => [name, value] as const),
    row.now,
  );
}
