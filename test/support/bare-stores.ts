import { Test } from '@nestjs/testing';
import { DiscoveryModule } from '@nestjs/core';
import { Clock } from '../../src/common/clock';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import { DatabaseModule } from '../../src/database/database.module';
import { JobRegistry } from '../../src/jobs/definition/job-registry';
import { JOB_FIGURES, type JobFigures } from '../../src/jobs/store/job-figures';
import { JOB_QUERIES, type JobQueries } from '../../src/jobs/store/job-queries';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { QUEUE_STORE, type QueueStore } from '../../src/jobs/store/queue-store';
import { RECURRING_STORE, type RecurringStore } from '../../src/jobs/store/recurring-store';
import { STORE_PROVIDERS } from '../../src/jobs/store/store-providers';
import { SWEEP_STORE, type SweepStore } from '../../src/jobs/store/sweep-store';
import { UPKEEP_STORE, type UpkeepStore } from '../../src/jobs/store/upkeep-store';
import { RecordingLogger } from './recording-logger';
import { TestClock } from './test-clock';
import { freshDatabase } from './test-database';

/** The ports to the job tables on an empty database, with nothing that works on them by itself. */
export interface BareStores {
  database: Database;
  store: JobStore;
  queries: JobQueries;
  figures: JobFigures;
  upkeep: UpkeepStore;
  recurring: RecurringStore;
  sweep: SweepStore;
  queueSettings: QueueStore;
  clock: TestClock;
  stop(): Promise<void>;
}

export async function openBareStores(): Promise<BareStores> {
  const { url, folder, remove } = await freshDatabase('stores');
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: folder, DATABASE_URL: url });
  const clock = new TestClock();
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, DatabaseModule, DiscoveryModule],
    providers: [JobRegistry, ...STORE_PROVIDERS],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return {
    database: app.get(Database),
    store: app.get<JobStore>(JOB_STORE),
    queries: app.get<JobQueries>(JOB_QUERIES),
    figures: app.get<JobFigures>(JOB_FIGURES),
    upkeep: app.get<UpkeepStore>(UPKEEP_STORE),
    recurring: app.get<RecurringStore>(RECURRING_STORE),
    sweep: app.get<SweepStore>(SWEEP_STORE),
    queueSettings: app.get<QueueStore>(QUEUE_STORE),
    clock,
    stop: async () => {
      await app.close();
      await remove();
    },
  };
}
