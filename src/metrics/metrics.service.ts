import { Inject, Injectable, Logger } from '@nestjs/common';
import { Registry } from 'prom-client';
import { version } from '../../package.json';
import { EventLoop } from '../common/event-loop';
import { Database } from '../database/database';
import { JobRegistry } from '../jobs/definition/job-registry';
import { EngineTally } from '../jobs/engine-tally';
import { JOB_TRANSPORT, type JobTransport } from '../jobs/transport/job-transport';
import { MailCounts } from '../notifications/mail/counting-mail-sender';
import { defineProcessMetrics } from './process-metrics';
import { ServedRequests } from './served-requests';
import { type SystemFigures, SystemFiguresService } from './system-figures.service';
import { SystemMetrics } from './system-metrics';

/** The registry of what this process knows of itself; the one of a process has no place for several applications. */
export const PROCESS_REGISTRY = {
  provide: 'process-registry',
  inject: [JobRegistry, EngineTally, MailCounts, EventLoop, Database, JOB_TRANSPORT],
  useFactory: (
    jobs: JobRegistry,
    tally: EngineTally,
    mail: MailCounts,
    loop: EventLoop,
    database: Database,
    transport: JobTransport,
  ) => {
    const registry = new Registry();
    defineProcessMetrics(registry, { jobs, tally, mail, loop, database, transport, version });
    return registry;
  },
};

/** Writes the page that Prometheus reads. */
@Injectable()
export class MetricsService {
  private readonly logger = new Logger(MetricsService.name);
  private readonly registry = new Registry();
  private readonly system = new SystemMetrics(this.registry);
  private reading: Promise<string> | null = null;

  constructor(
    private readonly figures: SystemFiguresService,
    @Inject(PROCESS_REGISTRY.provide) private readonly own: Registry,
    private readonly served: ServedRequests,
  ) {}

  /** One page at a time, for the metrics are filled anew for each; who asks meanwhile gets the same. */
  read(): Promise<string> {
    this.reading ??= this.write().finally(() => (this.reading = null));
    return this.reading;
  }

  private async write(): Promise<string> {
    this.system.set(await this.known());
    const pages = await Promise.all([this.registry, this.own, this.served.registry].map((each) => each.metrics()));
    return pages.join('\n');
  }

  private async known(): Promise<SystemFigures | null> {
    try {
      return await this.figures.figures();
    } catch (error) {
      this.logger.error({ err: error }, 'the figures of the system could not be read');
      return null;
    }
  }
}
