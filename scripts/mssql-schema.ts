import 'reflect-metadata';
import { DataSource, Table, TableForeignKey } from 'typeorm';
import { mssqlOptions } from '../src/database/data-source-options';

/** No server is asked: TypeORM prints what it would say to one. */
const NOWHERE = {
  dialect: 'mssql',
  host: 'localhost',
  port: null,
  instance: null,
  database: 'MedanoClinic',
  user: 'none',
  password: 'none',
  encrypt: true,
  trustServerCertificate: false,
  pool: 1,
  jobsDatabase: null,
} as const;

/** The statements by which SQL Server would make the tables that the entities describe, foreign keys last. */
export async function mssqlSchema(): Promise<string[]> {
  const dataSource = new DataSource(mssqlOptions(NOWHERE, { requestTimeout: 1_000 }));
  // Protected, because a data source does so when it connects; this one never does.
  await (dataSource as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  const runner = dataSource.createQueryRunner();
  runner.enableSqlMemory();
  for (const metadata of dataSource.entityMetadatas) {
    await runner.createTable(Table.create(metadata, dataSource.driver), false, false, true);
  }
  for (const metadata of dataSource.entityMetadatas) {
    const keys = metadata.foreignKeys.map((key) => TableForeignKey.create(key, dataSource.driver));
    if (keys.length > 0) await runner.createForeignKeys(Table.create(metadata, dataSource.driver), keys);
  }
  return runner.getMemorySql().upQueries.map(({ query }) => query.trim());
}
