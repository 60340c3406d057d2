import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import type { Config } from '../config/config';
import type { JobDefinition } from './definition/job-definition';
import { JobRegistry } from './definition/job-registry';
import { EngineTallyModule } from './engine-tally.module';
import { Invariants } from './invariants';
import { JobActions } from './job-actions';
import { JobContributionsModule } from './job-contributions.module';
import { JobSearch } from './job-search';
import { Jobs } from './jobs';
import { Promises } from './promises';
import { QueueActions } from './queue-actions';
import { RecurringActions } from './recurring-actions';
import { RecurringOverview } from './recurring-overview';
import { JOB_FIGURES } from './store/job-figures';
import { JOB_QUERIES } from './store/job-queries';
import { JOB_STORE } from './store/job-store';
import { STORE_PROVIDERS } from './store/store-providers';
import { TransportModule } from './transport/transport.module';
import { Heartbeat } from './upkeep/heartbeat';
import { Leadership } from './upkeep/leadership';
import { Reconciler } from './upkeep/reconciler';
import { RecurringScheduler } from './upkeep/recurring-scheduler';
import { Retention } from './upkeep/retention';
import { Sweep } from './upkeep/sweep';
import { Timetable } from './upkeep/timetable';
import { Upkeep } from './upkeep/upkeep';
import { JobCompleter } from './worker/completer';
import { JobExecutor } from './worker/job-executor';
import { JobRunner } from './worker/job-runner';
import { JobWorker } from './worker/job-worker';
import { RunStats } from './worker/run-stats';
import { ServerIdentity } from './worker/server-identity';

let features = 0;

@Global()
@Module({
  imports: [DiscoveryModule, ScheduleModule.forRoot(), JobContributionsModule, EngineTallyModule],
  providers: [
    ...STORE_PROVIDERS,
    JobRegistry,
    Jobs,
    JobActions,
    QueueActions,
    RecurringActions,
    RecurringOverview,
    JobSearch,
    Promises,
    Invariants,
    ServerIdentity,
    RunStats,
    JobCompleter,
    JobExecutor,
    JobRunner,
    Timetable,
    Heartbeat,
    Reconciler,
    RecurringScheduler,
    Leadership,
    Sweep,
    Retention,
    Upkeep,
    JobWorker,
  ],
  exports: [
    Jobs,
    JobActions,
    QueueActions,
    RecurringActions,
    RecurringOverview,
    JobContributionsModule,
    EngineTallyModule,
    JobSearch,
    Promises,
    Invariants,
    JobRegistry,
    JobRunner,
    Leadership,
    Upkeep,
    Reconciler,
    RecurringScheduler,
    JOB_FIGURES,
    JOB_QUERIES,
    JOB_STORE,
    TransportModule,
  ],
})
export class JobsModule {
  static forRoot(config: Config): DynamicModule {
    return { module: JobsModule, imports: [TransportModule.forRoot(config)] };
  }

  /** Declares a feature's jobs; their handlers stand among the providers of the feature's own module. */
  static forFeature(definitions: readonly JobDefinition[]): DynamicModule {
    const token = `job-definitions:${++features}`;
    return { module: DeclaredJobs, providers: [{ provide: token, useValue: definitions }] };
  }
}

@Module({})
class DeclaredJobs {}
