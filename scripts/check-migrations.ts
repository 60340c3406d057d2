import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../src/database/data-source-options';

/** Fails when the entities say something that the migrations do not. */
async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-migrations-'));
  const dataSource = new DataSource(dataSourceOptions({ dialect: 'sqlite', file: path.join(folder, 'clinic.db') }));
  try {
    await dataSource.initialize();
    await dataSource.runMigrations({ transaction: 'each' });
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    for (const { query } of upQueries) console.error(query);
    if (upQueries.length > 0) {
      console.error(`The migrations lack ${upQueries.length} statements: npm run migration:generate`);
      process.exitCode = 1;
    }
  } finally {
    await dataSource.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
