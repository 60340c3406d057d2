import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import type { JobDefinition } from './definition/job-definition';
import { JobRegistry } from './definition/job-registry';
import { JobActions } from './job-actions';
import { JobContributions } from './job-contributions';
import { JobSearch } from './job-search';
import { Jobs } from './jobs';
import { Promises } from './promises';
import { JOB_QUERIES } from './store/job-queries';
import { JOB_STORE } from './store/job-store';
import { RECURRING_STORE } from './store/recurring-store';
import { SqliteClaims } from './store/sqlite/sqlite-claims';
import { SqliteClock } from './store/sqlite/sqlite-clock';
import { SqliteCompletions } from './store/sqlite/sqlite-completions';
import { SqliteFamily } from './store/sqlite/sqlite-family';
import { SqliteJobFigures } from './store/sqlite/sqlite-job-figures';
import { SqliteJobLists } from './store/sqlite/sqlite-job-lists';
import { SqliteJobQueries } from './store/sqlite/sqlite-job-queries';
import { SqliteJobStore } from './store/sqlite/sqlite-job-store';
import { SqliteRecurringStore } from './store/sqlite/sqlite-recurring-store';
import { SqliteUpkeepStore } from './store/sqlite/sqlite-upkeep-store';
import { UPKEEP_STORE } from './store/upkeep-store';
import { DatabaseTransport } from './transport/database-transport';
import { JOB_TRANSPORT } from './transport/job-transport';
import { Heartbeat } from './upkeep/heartbeat';
import { Reconciler } from './upkeep/reconciler';
import { RecurringScheduler } from './upkeep/recurring-scheduler';
import { Timetable } from './upkeep/timetable';
import { Upkeep } from './upkeep/upkeep';
import { JobCompleter } from './worker/completer';
import { JobExecutor } from './worker/job-executor';
import { JobRunner } from './worker/job-runner';
import { JobWorker } from './worker/job-worker';
import { ServerIdentity } from './worker/server-identity';

let features = 0;

@Global()
@Module({
  imports: [DiscoveryModule, ScheduleModule.forRoot()],
  providers: [
    SqliteClock,
    SqliteFamily,
    SqliteClaims,
    SqliteCompletions,
    SqliteJobLists,
    SqliteJobFigures,
    { provide: JOB_STORE, useClass: SqliteJobStore },
    { provide: JOB_QUERIES, useClass: SqliteJobQueries },
    { provide: UPKEEP_STORE, useClass: SqliteUpkeepStore },
    { provide: RECURRING_STORE, useClass: SqliteRecurringStore },
    { provide: JOB_TRANSPORT, useClass: DatabaseTransport },
    JobRegistry,
    Jobs,
    JobActions,
    JobContributions,
    JobSearch,
    Promises,
    ServerIdentity,
    JobCompleter,
    JobExecutor,
    JobRunner,
    Timetable,
    Heartbeat,
    Reconciler,
    RecurringScheduler,
    Upkeep,
    JobWorker,
  ],
  exports: [
    Jobs,
    JobActions,
    JobContributions,
    JobSearch,
    Promises,
    JobRegistry,
    JobRunner,
    Upkeep,
    Reconciler,
    RecurringScheduler,
    JOB_QUERIES,
    JOB_STORE,
    JOB_TRANSPORT,
  ],
})
export class JobsModule {
  /** Declares a feature's jobs; their handlers stand among the providers of the feature's own module. */
  static forFeature(definitions: readonly JobDefinition[]): DynamicModule {
    const token = `job-definitions:${++features}`;
    return { module: DeclaredJobs, providers: [{ provide: token, useValue: definitions }] };
  }
}

@Module({})
class DeclaredJobs {}
