import {
  type DynamicModule,
  type INestApplicationContext,
  Module,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock } from '../../src/common/clock';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { Database } from '../../src/database/database';
import type { SqlRow, SqlValue } from '../../src/database/session';
import { DatabaseModule } from '../../src/database/database.module';
import type { JobDefinition } from '../../src/jobs/definition/job-definition';
import { JobActions } from '../../src/jobs/job-actions';
import { Jobs } from '../../src/jobs/jobs';
import { JobsModule } from '../../src/jobs/jobs.module';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { SqliteClock } from '../../src/jobs/store/sqlite/sqlite-clock';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { plainQuery } from './plain-sql';
import { RecordingLogger } from './recording-logger';
import { TestClock } from './test-clock';
import { databaseIn, freshDatabase } from './test-database';
import { eventually } from './waiting';

@Module({})
class Feature {}

export interface TestEngine {
  readonly app: INestApplicationContext;
  readonly database: Database;
  readonly jobs: Jobs;
  readonly actions: JobActions;
  readonly store: JobStore;
  readonly runner: JobRunner;
  readonly clock: TestClock;
  readonly folder: string;
  readonly logged: RecordingLogger;
  /** Moves the clock on, and renews this server's heartbeat so that it is not taken for dead. */
  advance(ms: number): Promise<void>;
  get<T>(token: Type<T> | symbol): T;
  /** Rows of SQL that is as on SQLite. */
  query<R extends SqlRow = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<R[]>;
  /** State and history of a job. */
  read(id: number): Promise<{ job: Record<string, unknown>; history: Record<string, unknown>[] }>;
  /** Each state the job has been in, with why. */
  story(id: number): Promise<string[]>;
  /** Resolves when the job's stored state is `state`. */
  reaches(id: number, state: string): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface EngineOptions {
  definitions: readonly JobDefinition[];
  handlers: readonly Type[];
  env?: Record<string, string>;
  /** A folder whose database is to go on with; a fresh one otherwise. */
  folder?: string;
  clock?: TestClock;
}

const surroundings: Record<string, string> = {};

/** Variables that every engine of this file starts with, unless its test says otherwise. */
export function surround(env: Record<string, string>): void {
  Object.assign(surroundings, env);
}

/** The job engine alone, on a real database, with a feature that declares `definitions`. */
export async function startEngine({ definitions, handlers, env, folder, clock }: EngineOptions): Promise<TestEngine> {
  const { url, folder: home, remove } = await (folder ? databaseIn(folder) : freshDatabase('engine'));
  const config = loadConfig({ DATA_DIR: home, DATABASE_URL: url, LOG_LEVEL: 'silent', ...surroundings, ...env });
  const feature: DynamicModule = {
    module: Feature,
    imports: [JobsModule.forFeature(definitions)],
    providers: [...handlers],
    exports: [...handlers],
  };
  const testClock = clock ?? new TestClock();
  const logged = new RecordingLogger();
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, DatabaseModule, JobsModule.forRoot(config), feature],
  })
    .overrideProvider(Clock)
    .useValue(testClock)
    .overrideProvider(SqliteClock)
    .useValue(new SqliteClock(testClock.ofDatabase))
    .setLogger(logged)
    .compile();
  const close = async () => {
    await app.close();
    if (!folder) await remove();
  };
  try {
    await app.init();
  } catch (error) {
    // Nest closes nothing of what failed to start, which in production ends with its process.
    const transport = app.get<JobTransport & Partial<OnApplicationShutdown>>(JOB_TRANSPORT);
    await transport.onApplicationShutdown?.();
    await close();
    throw error;
  }
  const database = app.get(Database);
  const runner = app.get(JobRunner);
  const query: TestEngine['query'] = (sql, parameters) => plainQuery(database, sql, parameters);
  return {
    app,
    database,
    jobs: app.get(Jobs),
    actions: app.get(JobActions),
    store: app.get<JobStore>(JOB_STORE),
    runner,
    clock: testClock,
    folder: home,
    logged,
    async advance(ms) {
      testClock.advance(ms);
      await app.get(Heartbeat).beat();
    },
    get: (token) => app.get(token, { strict: false }),
    query,
    async story(id) {
      const rows = await query<{ name: string; reason: string | null }>(
        'SELECT name, reason FROM jobs_State WHERE jobId = ? ORDER BY seq',
        [id],
      );
      return rows.map(({ name, reason }) => (reason === null ? name : `${name} (${reason})`));
    },
    async reaches(id, state) {
      await eventually(`job ${id} is ${state}`, async () => {
        const [job] = await query('SELECT state FROM jobs_Job WHERE id = ?', [id]);
        return job?.state === state;
      });
    },
    async read(id) {
      const [job] = await query('SELECT * FROM jobs_Job WHERE id = ?', [id]);
      if (!job) throw new Error(`There is no job ${id}.`);
      return { job, history: await query('SELECT * FROM jobs_State WHERE jobId = ? ORDER BY seq', [id]) };
    },
    idle: () => runner.idle(),
    close,
  };
}
