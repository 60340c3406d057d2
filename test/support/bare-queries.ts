import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Clock } from '../../src/common/clock';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import { DatabaseModule } from '../../src/database/database.module';
import { JobRegistry } from '../../src/jobs/definition/job-registry';
import { JOB_QUERIES, type JobQueries } from '../../src/jobs/store/job-queries';
import { SqliteClock } from '../../src/jobs/store/sqlite/sqlite-clock';
import { SqliteJobFigures } from '../../src/jobs/store/sqlite/sqlite-job-figures';
import { SqliteJobLists } from '../../src/jobs/store/sqlite/sqlite-job-lists';
import { SqliteJobQueries } from '../../src/jobs/store/sqlite/sqlite-job-queries';
import { RecordingLogger } from './recording-logger';
import { TestClock } from './test-clock';

/** What reads jobs, on an empty database that nothing works on by itself. */
export interface BareQueries {
  database: Database;
  queries: JobQueries;
  clock: TestClock;
  stop(): Promise<void>;
}

export async function openSqliteQueries(): Promise<BareQueries> {
  const home = mkdtempSync(path.join(tmpdir(), 'medano-queries-'));
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: home, DATABASE_URL: `file:${path.join(home, 'clinic.db')}` });
  const clock = new TestClock();
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, DatabaseModule, DiscoveryModule],
    providers: [
      JobRegistry,
      SqliteClock,
      SqliteJobLists,
      SqliteJobFigures,
      { provide: JOB_QUERIES, useClass: SqliteJobQueries },
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return {
    database: app.get(Database),
    queries: app.get<JobQueries>(JOB_QUERIES),
    clock,
    stop: async () => {
      await app.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
