import { Inject, Injectable, Logger, type OnModuleDestroy, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../database/database';
import { JOB_TRANSPORT, type JobTransport } from '../jobs/transport/job-transport';
import type { Readiness } from './health.dto';
import { NotReady } from './health.errors';
import { LiveWorkers } from './live-workers';
import { WatchedService } from './watched.service';

/** Whether this process can serve. Only the database and stopping make it unready; anything else degrades. */
@Injectable()
export class HealthService implements OnModuleDestroy {
  private readonly logger = new Logger(HealthService.name);
  private stopping = false;

  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly workers: LiveWorkers,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly watched: WatchedService,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** @throws NotReady */
  async ready(): Promise<Readiness> {
    if (this.stopping) throw new NotReady({ process: 'stopping' });
    try {
      await this.checks.check([() => this.checkDatabase()]);
    } catch (error) {
      throw error instanceof ServiceUnavailableException ? new NotReady({ database: 'down' }) : error;
    }
    const checks: Readiness['checks'] = { database: 'up', workers: (await this.workers.any()) ? 'up' : 'degraded' };
    Object.assign(checks, await this.watched.states());
    const { broker } = this.transport;
    if (broker !== 'none') checks.redis = broker === 'up' ? 'up' : 'degraded';
    return { status: Object.values(checks).includes('degraded') ? 'degraded' : 'ok', checks };
  }

  private async checkDatabase() {
    const indicator = this.indicators.check('database');
    try {
      return (await this.isMigrated()) ? indicator.up() : indicator.down();
    } catch (error) {
      this.logger.error({ err: error }, 'the database cannot be reached');
      return indicator.down();
    }
  }

  /** Whether every migration this process knows of has been applied. */
  private async isMigrated(): Promise<boolean> {
    const { migrations, options } = this.database.manager.connection;
    const rows = await this.database.query<{ name: string }>(`SELECT name FROM ${options.migrationsTableName}`);
    const applied = new Set(rows.map(({ name }) => name));
    return migrations.every((migration) => applied.has(migration.name ?? migration.constructor.name));
  }
}
