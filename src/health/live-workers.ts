import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import { ServerRow } from '../jobs/store/entities/operations.entity';

/** As long as a job is held for its server. */
const SILENCE_MS = 20_000;

/** Whether jobs are being run at all, by this process or another. */
@Injectable()
export class LiveWorkers {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  any(): Promise<boolean> {
    const heardSince = new Date(this.clock.now().getTime() - SILENCE_MS);
    return this.database.repository(ServerRow).existsBy({ workers: MoreThan(0), heartbeatAt: MoreThan(heardSince) });
  }
}
