import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test } from '@nestjs/testing';
import { Clock } from '../../src/common/clock';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import { DatabaseModule } from '../../src/database/database.module';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { RECURRING_STORE, type RecurringStore } from '../../src/jobs/store/recurring-store';
import { SqliteClaims } from '../../src/jobs/store/sqlite/sqlite-claims';
import { SqliteClock } from '../../src/jobs/store/sqlite/sqlite-clock';
import { SqliteCompletions } from '../../src/jobs/store/sqlite/sqlite-completions';
import { SqliteFamily } from '../../src/jobs/store/sqlite/sqlite-family';
import { SqliteJobStore } from '../../src/jobs/store/sqlite/sqlite-job-store';
import { SqliteRecurringStore } from '../../src/jobs/store/sqlite/sqlite-recurring-store';
import { SqliteUpkeepStore } from '../../src/jobs/store/sqlite/sqlite-upkeep-store';
import { UPKEEP_STORE, type UpkeepStore } from '../../src/jobs/store/upkeep-store';
import { RecordingLogger } from './recording-logger';
import { TestClock } from './test-clock';

/** The ports to the job tables on an empty database, with nothing that works on them by itself. */
export interface BareStores {
  database: Database;
  store: JobStore;
  upkeep: UpkeepStore;
  recurring: RecurringStore;
  clock: TestClock;
  stop(): Promise<void>;
}

export async function openSqliteStores(): Promise<BareStores> {
  const home = mkdtempSync(path.join(tmpdir(), 'medano-stores-'));
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: home, DATABASE_URL: `file:${path.join(home, 'clinic.db')}` });
  const clock = new TestClock();
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, DatabaseModule],
    providers: [
      SqliteClock,
      SqliteFamily,
      SqliteClaims,
      SqliteCompletions,
      { provide: JOB_STORE, useClass: SqliteJobStore },
      { provide: UPKEEP_STORE, useClass: SqliteUpkeepStore },
      { provide: RECURRING_STORE, useClass: SqliteRecurringStore },
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return {
    database: app.get(Database),
    store: app.get<JobStore>(JOB_STORE),
    upkeep: app.get<UpkeepStore>(UPKEEP_STORE),
    recurring: app.get<RecurringStore>(RECURRING_STORE),
    clock,
    stop: async () => {
      await app.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
