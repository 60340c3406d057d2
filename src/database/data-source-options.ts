import { readdirSync } from 'node:fs';
import path from 'node:path';
import libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseAddress } from '../config/config';
import { completeColumns } from './columns';

const SOURCE = path.join(__dirname, '..');

/** Loads every `*.entity` file of the application: what is declared in one is an entity. */
function loadEntities(): unknown[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.entity\.(js|ts)$/.test(file))
    .flatMap((file): unknown[] => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk, so that no list has to be kept
      const exported = require(path.join(SOURCE, file)) as Record<string, unknown>;
      return Object.values(exported).filter((value) => typeof value === 'function');
    });
}

/**
 * TypeORM's options for one connection. `prepare` runs on the opened libsql handle before anything else does.
 */
export function dataSourceOptions<H>(address: DatabaseAddress, prepare?: (handle: H) => void): DataSourceOptions {
  // Columns are completed once their entities are loaded.
  const entities = loadEntities() as (new () => object)[]; // an entity file exports entity classes and constants
  completeColumns(address.dialect);
  return {
    type: 'better-sqlite3',
    driver: libsql,
    database: address.file,
    timeout: 0,
    prepareDatabase: prepare,
    entities,
    migrations: [path.join(SOURCE, 'database', 'migrations', address.dialect, '*.{js,ts}')],
    migrationsTableName: 'jobs_Schema',
    synchronize: false,
    logging: false,
  };
}
