import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test } from '@nestjs/testing';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import { DatabaseModule } from '../../src/database/database.module';
import { RecordingLogger } from './recording-logger';

export interface BareDatabase {
  database: Database;
  file: string;
  /** Closes it and, unless the folder was given, removes the file. */
  stop(): Promise<void>;
}

/** The database layer alone, on a real file. */
export async function openBareDatabase(folder?: string): Promise<BareDatabase> {
  const home = folder ?? mkdtempSync(path.join(tmpdir(), 'medano-database-'));
  const file = path.join(home, 'clinic.db');
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: home, DATABASE_URL: `file:${file}` });
  const app = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), DatabaseModule] })
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return {
    database: app.get(Database),
    file,
    stop: async () => {
      await app.close();
      if (!folder) rmSync(home, { recursive: true, force: true });
    },
  };
}
