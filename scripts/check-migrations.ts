import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { type DatabaseAddress, loadConfig } from '../src/config/config';
import { dataSourceOptions } from '../src/database/data-source-options';
import { TEST_DIALECT, freshDatabase } from '../test/support/test-database';
import { mssqlSchema } from './mssql-schema';

/** What the migrations for SQL Server lead to, as TypeORM prints it from the entities: one statement a line, sorted. */
const MSSQL_SCHEMA = path.join(__dirname, '..', 'src', 'database', 'migrations', 'mssql', 'schema.sql');

/** What the entities say that the migrations do not, on an empty database. */
async function missingAt(address: DatabaseAddress): Promise<string[]> {
  const dataSource = new DataSource(dataSourceOptions(address));
  try {
    await dataSource.initialize();
    await dataSource.runMigrations({ transaction: 'each' });
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

async function missingOnSqlite(): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-migrations-'));
  try {
    return await missingAt({ dialect: 'sqlite', file: path.join(folder, 'clinic.db') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On the server that MSSQL_URL names; without one, nothing is known. */
async function missingOnServer(): Promise<string[]> {
  if (TEST_DIALECT !== 'mssql') return [];
  const { url, remove } = await freshDatabase('migrations');
  try {
    return await missingAt(loadConfig({ DATABASE_URL: url }).database);
  } finally {
    await remove();
  }
}

/** What of SQL Server's schema the file lacks, and what it has too much. */
function differences(schema: readonly string[]): string[] {
  const written = readFileSync(MSSQL_SCHEMA, 'utf8').split('\n').filter(Boolean);
  const without = (all: readonly string[], others: readonly string[]) => all.filter((each) => !others.includes(each));
  return [
    ...without(schema, written).map((statement) => `+ ${statement}`),
    ...without(written, schema).map((statement) => `- ${statement}`),
  ];
}

function report(statements: readonly string[], advice: string): void {
  if (statements.length === 0) return;
  for (const statement of statements) console.error(statement);
  console.error(advice);
  process.exitCode = 1;
}

/**
 * Fails when the entities say something that the migrations do not. With `--write` it keeps what they say now as SQL
 * Server's schema, which is for whoever has just written the migration to it.
 */
async function main(): Promise<void> {
  const schema = (await mssqlSchema()).sort();
  if (process.argv.includes('--write')) return writeFileSync(MSSQL_SCHEMA, `${schema.join('\n')}\n`);
  report(await missingOnSqlite(), 'SQLite’s migrations lack these statements: npm run migration:generate');
  report(
    differences(schema),
    'SQL Server’s migrations were last written for another schema: write one for these, then npm run migration:check -- --write',
  );
  report(await missingOnServer(), 'On the server of MSSQL_URL the migrations lack these statements.');
}

void main();
