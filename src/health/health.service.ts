import { Injectable, Logger, type OnModuleDestroy, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { Database } from '../database/database';
import type { Readiness } from './health.dto';
import { NotReady } from './health.errors';

/** Whether this process can serve. Only the database and stopping make it unready; anything else degrades. */
@Injectable()
export class HealthService implements OnModuleDestroy {
  private readonly logger = new Logger(HealthService.name);
  private stopping = false;

  constructor(
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** @throws NotReady */
  async ready(): Promise<Readiness> {
    if (this.stopping) throw new NotReady({ process: 'stopping' });
    try {
      const { details } = await this.checks.check([() => this.checkDatabase()]);
      const checks = Object.fromEntries(Object.keys(details).map((name) => [name, 'up' as const]));
      return { status: 'ok', checks };
    } catch (error) {
      if (error instanceof ServiceUnavailableException) throw new NotReady({ database: 'down' });
      throw error;
    }
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
