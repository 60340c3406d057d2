import type { Provider, Type } from '@nestjs/common';
import { Database } from '../../database/database';
import type { Dialect } from '../../database/dialect';
import { JOB_QUERIES } from './job-queries';
import { JOB_STORE } from './job-store';
import { RECURRING_STORE } from './recurring-store';
import { SqliteClaims } from './sqlite/sqlite-claims';
import { SqliteClock } from './sqlite/sqlite-clock';
import { SqliteCompletions } from './sqlite/sqlite-completions';
import { SqliteFamily } from './sqlite/sqlite-family';
import { SqliteJobFigures } from './sqlite/sqlite-job-figures';
import { SqliteJobLists } from './sqlite/sqlite-job-lists';
import { SqliteJobQueries } from './sqlite/sqlite-job-queries';
import { SqliteJobStore } from './sqlite/sqlite-job-store';
import { SqliteRecurringStore } from './sqlite/sqlite-recurring-store';
import { SqliteSweepStore } from './sqlite/sqlite-sweep-store';
import { SqliteUpkeepStore } from './sqlite/sqlite-upkeep-store';
import { SWEEP_STORE } from './sweep-store';
import { UPKEEP_STORE } from './upkeep-store';

/** Each port to the job tables with its implementation for each dialect. */
const PORTS: readonly [port: symbol, implementations: Readonly<Record<Dialect, Type>>][] = [
  [JOB_STORE, { sqlite: SqliteJobStore, mssql: SqliteJobStore }],
  [JOB_QUERIES, { sqlite: SqliteJobQueries, mssql: SqliteJobQueries }],
  [UPKEEP_STORE, { sqlite: SqliteUpkeepStore, mssql: SqliteUpkeepStore }],
  [SWEEP_STORE, { sqlite: SqliteSweepStore, mssql: SqliteSweepStore }],
  [RECURRING_STORE, { sqlite: SqliteRecurringStore, mssql: SqliteRecurringStore }],
];

/** What the implementations are made of. */
const PARTS: readonly Type[] = [
  SqliteClock,
  SqliteFamily,
  SqliteClaims,
  SqliteCompletions,
  SqliteJobLists,
  SqliteJobFigures,
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
