import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { DemoService } from '../../src/admin/demo.service';
import { AppModule } from '../../src/app.module';
import { Clock } from '../../src/common/clock';
import { createLogger } from '../../src/common/logging';
import { type Config, loadConfig } from '../../src/config/config';
import { configureApp } from '../../src/create-app';
import { SqliteClock } from '../../src/jobs/store/sqlite/sqlite-clock';
import { ApiClient } from './client';
import { givenAway } from './log-scan';
import { TestClock } from './test-clock';
import { type TestDatabase, databaseIn, freshDatabase, freshFile } from './test-database';

export interface StartOptions {
  /** Variables of the environment, such as `{ SMTP_URL: sink.url }`. */
  env?: Record<string, string>;
  /** The folder of the mails, to which the database belongs; a fresh one, removed at the end, when absent. */
  dataDir?: string;
  clock?: TestClock;
  /** Whether the demo's people are there, as in a first start; their passwords cost time. */
  demo?: boolean;
  /** Whether its database is a file on whatever dialect the suites run. */
  embedded?: boolean;
  /** Modules beside the application's own, as an extension brings them. */
  modules?: Type[];
  /** Replaces providers before the application is built. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

export interface LogRecord {
  level: string;
  msg?: string;
  context?: string;
  [field: string]: unknown;
}

/** The real application on a real database, listening on a free port of 127.0.0.1. */
export interface TestApp {
  app: NestExpressApplication;
  http: ApiClient;
  /** Without a slash at the end. */
  url: string;
  clock: TestClock;
  config: Config;
  dataDir: string;
  /** What has been logged so far. */
  logs(): LogRecord[];
  get<T>(token: Type<T> | string | symbol): T;
  close(): Promise<void>;
}

const noDemo: Pick<DemoService, 'seed' | 'found'> = {
  seed: () => Promise.resolve(),
  found: () => Promise.resolve([]),
};

async function databaseFor({ dataDir, embedded }: StartOptions): Promise<TestDatabase> {
  if (dataDir !== undefined) return databaseIn(dataDir);
  return embedded ? freshFile('app') : freshDatabase('app');
}

export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const { url: databaseUrl, folder: dataDir, remove } = await databaseFor(options);
  const clock = options.clock ?? new TestClock();
  const config = loadConfig({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    ...options.env,
  });
  const lines: string[] = [];
  const logger = createLogger(config.logLevel, { write: (line) => void lines.push(line) });

  let builder = Test.createTestingModule({ imports: [AppModule.forRoot(config), ...(options.modules ?? [])] })
    .setLogger(logger)
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(SqliteClock)
    .useValue(new SqliteClock(clock.ofDatabase));
  if (!options.demo) builder = builder.overrideProvider(DemoService).useValue(noDemo);
  builder = options.override?.(builder) ?? builder;
  const module = await builder.compile();
  const app = module.createNestApplication<NestExpressApplication>({ logger, bodyParser: false });
  configureApp(app, config);
  const close = async () => {
    await app.close();
    if (options.dataDir === undefined) await remove();
    // Of every suite: whatever it did, the log has nobody's address and nobody's token.
    const [line] = givenAway(lines);
    if (line !== undefined) throw new Error(`The log gives somebody away: ${line}`);
  };
  try {
    await app.listen(0, config.host);
  } catch (error) {
    await close();
    throw error;
  }

  const url = await app.getUrl();
  return {
    app,
    http: new ApiClient(url),
    url,
    clock,
    config,
    dataDir,
    logs: () => lines.map((line) => JSON.parse(line) as LogRecord),
    get: (token) => app.get(token, { strict: false }),
    close,
  };
}
