import type { Provider, Type } from '@nestjs/common';
import { Database } from '../../database/database';
import type { Dialect } from '../../database/dialect';
import { JOB_FIGURES } from './job-figures';
import { JOB_QUERIES } from './job-queries';
import { JOB_STORE } from './job-store';
import { QUEUE_STORE } from './queue-store';
import { RECURRING_STORE } from './recurring-store';
import { MssqlClaims } from './mssql/mssql-claims';
import { MssqlClock } from './mssql/mssql-clock';
import { MssqlCompletions } from './mssql/mssql-completions';
import { MssqlJobFigures } from './mssql/mssql-job-figures';
import { MssqlJobLists } from './mssql/mssql-job-lists';
import { MssqlJobQueries } from './mssql/mssql-job-queries';
import { MssqlJobStore } from './mssql/mssql-job-store';
import { MssqlQueueStore } from './mssql/mssql-queue-store';
import { MssqlRecurringStore } from './mssql/mssql-recurring-store';
import { MssqlTables } from './mssql/mssql-tables';
import { MssqlSweepStore } from './mssql/mssql-sweep-store';
import { MssqlUpkeepStore } from './mssql/mssql-upkeep-store';
import { SqliteClaims } from './sqlite/sqlite-claims';
import { SqliteClock } from './sqlite/sqlite-clock';
import { SqliteCompletions } from './sqlite/sqlite-completions';
import { SqliteFamily } from './sqlite/sqlite-family';
import { SqliteJobFigures } from './sqlite/sqlite-job-figures';
import { SqliteJobLists } from './sqlite/sqlite-job-lists';
import { SqliteJobQueries } from './sqlite/sqlite-job-queries';
import { SqliteJobStore } from './sqlite/sqlite-job-store';
import { SqliteQueueStore } from './sqlite/sqlite-queue-store';
import { SqliteRecurringStore } from './sqlite/sqlite-recurring-store';
import { SqliteSweepStore } from './sqlite/sqlite-sweep-store';
import { SqliteUpkeepStore } from './sqlite/sqlite-upkeep-store';
import { SWEEP_STORE } from './sweep-store';
import { UPKEEP_STORE } from './upkeep-store';

/** Each port to the job tables with its implementation for each dialect. */
const PORTS: readonly [port: symbol, implementations: Readonly<Record<Dialect, Type>>][] = [
  [JOB_STORE, { sqlite: SqliteJobStore, mssql: MssqlJobStore }],
  [JOB_QUERIES, { sqlite: SqliteJobQueries, mssql: MssqlJobQueries }],
  [JOB_FIGURES, { sqlite: SqliteJobFigures, mssql: MssqlJobFigures }],
  [UPKEEP_STORE, { sqlite: SqliteUpkeepStore, mssql: MssqlUpkeepStore }],
  [SWEEP_STORE, { sqlite: SqliteSweepStore, mssql: MssqlSweepStore }],
  [QUEUE_STORE, { sqlite: SqliteQueueStore, mssql: MssqlQueueStore }],
  [RECURRING_STORE, { sqlite: SqliteRecurringStore, mssql: MssqlRecurringStore }],
];

/** What the implementations are made of. */
const PARTS: readonly Type[] = [
  SqliteClock,
  SqliteFamily,
  SqliteClaims,
  SqliteCompletions,
  SqliteJobLists,
  MssqlClock,
  MssqlTables,
  MssqlClaims,
  MssqlCompletions,
  MssqlJobLists,
];

/** The stores of both dialects, and at each port the one for the database at hand. They hold no state, so either costs nothing. */
export const STORE_PROVIDERS: readonly Provider[] = [
  ...PARTS,
  ...new Set(PORTS.flatMap(([, implementations]) => Object.values(implementations))),
  ...PORTS.map(([port, { sqlite, mssql }]): Provider => ({
    provide: port,
    inject: [Database, sqlite, mssql],
    useFactory: (database: Database, ...[onSqlite, onMssql]: unknown[]) =>
      database.dialect === 'sqlite' ? onSqlite : onMssql,
  })),
];
