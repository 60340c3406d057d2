import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test } from '@nestjs/testing';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import { DatabaseModule } from '../../src/database/database.module';
import { RecordingLogger } from './recording-logger';
import { type TestDatabase, freshDatabase } from './test-database';

export interface BareDatabase {
  database: Database;
  stop(): Promise<void>;
}

export interface BareFile extends BareDatabase {
  file: string;
}

/** The database layer alone, on a real database. */
export async function openBareDatabase(): Promise<BareDatabase> {
  const { url, folder, remove } = await freshDatabase('database');
  const { database, close } = await open(url, folder);
  return {
    database,
    stop: async () => {
      await close();
      await remove();
    },
  };
}

/** The same on an embedded database; its file stays when `folder` is given. */
export async function openBareFile(folder?: string): Promise<BareFile> {
  const home = folder ?? mkdtempSync(path.join(tmpdir(), 'medano-database-'));
  const file = path.join(home, 'clinic.db');
  const { database, close } = await open(`file:${file}`, home);
  return {
    database,
    file,
    stop: async () => {
      await close();
      if (!folder) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Another one who uses the database of `home`, which stays. */
export async function openBareBeside({ url, folder }: TestDatabase): Promise<BareDatabase> {
  const { database, close } = await open(url, folder);
  return { database, stop: close };
}

async function open(url: string, dataDir: string): Promise<{ database: Database; close: () => Promise<void> }> {
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, DATABASE_URL: url });
  const app = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), DatabaseModule] })
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return { database: app.get(Database), close: () => app.close() };
}
