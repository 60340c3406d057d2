import { type OnModuleDestroy, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../config/config';
import { JOB_TRANSPORT, type JobTransport } from '../transport/job-transport';
import { Heartbeat } from '../upkeep/heartbeat';
import { Timetable } from '../upkeep/timetable';
import { Upkeep } from '../upkeep/upkeep';
import { JobRunner } from './job-runner';

const BEAT_MS = 5_000;
/** Whatever the transport tells: a look costs next to nothing, and notices a queue that was resumed or an announcement that was lost. */
const POLL_MS = 1_000;
const REPORT_MS = 1_000;
const WATCH_MS = 250;
/** How long running jobs may take to finish at shutdown, and then to end once aborted. */
const PATIENCE_MS = 15_000;
const GRACE_MS = 3_000;

const BEAT = 'jobs.heartbeat';
const POLL = 'jobs.poll';
const REPORT = 'jobs.report';
const WATCH = 'jobs.watch';

/** Starts and stops the part of the engine that this process plays. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(JobWorker.name);

  constructor(
    private readonly heartbeat: Heartbeat,
    private readonly upkeep: Upkeep,
    private readonly timetable: Timetable,
    private readonly runner: JobRunner,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.heartbeat.start();
    // Refuses what is declared wrongly, so before anything is set going.
    await this.upkeep.start();
    this.timetable.every(BEAT, BEAT_MS, () => this.heartbeat.beat());
    if (this.config.role === 'api') return;
    await this.transport.listen((queue, dueAt) => this.runner.wake(queue, dueAt));
    await this.runner.start(this.transport);
    this.timetable.every(POLL, POLL_MS, () => this.runner.look());
    this.timetable.every(REPORT, REPORT_MS, () => this.heartbeat.report());
    this.timetable.every(WATCH, WATCH_MS, () => this.runner.watch());
    this.logger.log({ queues: this.config.jobQueues, workers: this.config.jobWorkers }, 'worker started');
  }

  /** Jobs end in the first hook of the shutdown, while everything they use is still open. */
  async onModuleDestroy(): Promise<void> {
    await this.transport.close();
    await this.timetable.stop([POLL, REPORT]);
    const held = await this.runner.stop(PATIENCE_MS, GRACE_MS);
    await this.timetable.stop([BEAT, WATCH]);
    await this.upkeep.stop();
    this.transport.announce(await this.heartbeat.end(held));
  }
}
