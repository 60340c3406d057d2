import type { DataSource, QueryRunner } from 'typeorm';
import { JOBS_SCHEMA } from '../columns';

/** The path of the schema in that database; null: in the clinic's. */
export const jobsSchemaIn = (database: string | null) =>
  database === null ? `"${JOBS_SCHEMA}"` : `"${database}"."${JOBS_SCHEMA}"`;

/** The path of the schema that holds the job tables: `"jobs"`, or `"Database"."jobs"` where JOBS_DATABASE names another. */
export function jobsSchemaOf({ dataSource }: Pick<QueryRunner, 'dataSource'>): string {
  return jobsSchemaIn(jobsDatabaseOf(dataSource));
}

/** Makes the schema where it is missing. */
export async function createJobsSchema(runner: QueryRunner): Promise<void> {
  const other = jobsDatabaseOf(runner.dataSource);
  // It is made by a batch of its own, in its own database.
  const create = `IF SCHEMA_ID('${JOBS_SCHEMA}') IS NULL EXEC('CREATE SCHEMA ${JOBS_SCHEMA}')`;
  if (other === null) await runner.query(create);
  else await runner.query(`EXEC "${other}".sys.sp_executesql N'${create.replaceAll("'", "''")}'`);
}

function jobsDatabaseOf({ entityMetadatas }: DataSource): string | null {
  const job = entityMetadatas.find(({ schema, tableName }) => schema === JOBS_SCHEMA && tableName === 'Job');
  const database = job?.database;
  return database === undefined ? null : database;
}
