import { PrimaryColumn } from 'typeorm';
import {
  BooleanColumn,
  BigIdColumn,
  InstantColumn,
  IntColumn,
  JobsEntity,
  LongTextColumn,
  TextColumn,
} from '../../../database/columns';

@JobsEntity('Queue')
export class QueueRow {
  @PrimaryColumn('varchar', { length: 50 })
  name: string;

  @BooleanColumn({ default: false })
  paused: boolean;

  @TextColumn(36, { nullable: true })
  pausedBy: string | null;

  /** Jobs of this queue that may run at once over all servers. */
  @IntColumn({ nullable: true })
  concurrency: number | null;

  @IntColumn({ nullable: true })
  ratePerMinute: number | null;

  /** When the bucket of `ratePerMinute` is full again; each claim moves it on by one minute divided by the rate. */
  @InstantColumn({ nullable: true })
  rateFullAt: Date | null;
}

@JobsEntity('RecurringJob')
export class RecurringJobRow {
  @PrimaryColumn('varchar', { length: 100 })
  id: string;

  @TextColumn(100)
  type: string;

  @TextColumn(50)
  queue: string;

  @LongTextColumn()
  payload: string;

  @TextColumn(100)
  cron: string;

  @TextColumn(64)
  timeZone: string;

  /** once, each or skip. */
  @TextColumn(5)
  misfire: string;

  @BooleanColumn({ default: true })
  enabled: boolean;

  @InstantColumn({ nullable: true })
  nextRunAt: Date | null;

  @InstantColumn({ nullable: true })
  lastRunAt: Date | null;

  @BigIdColumn({ nullable: true })
  lastJobId: number | null;

  /** Why the newest occurrence was not enqueued. */
  @LongTextColumn({ nullable: true })
  error: string | null;
}

@JobsEntity('Server')
export class ServerRow {
  @PrimaryColumn('varchar', { length: 64 })
  id: string;

  @TextColumn(255)
  host: string;

  @IntColumn()
  pid: number;

  @TextColumn(10)
  role: string;

  /** JSON array of names. */
  @LongTextColumn()
  queues: string;

  /** JSON array of the job types it handles. */
  @LongTextColumn()
  types: string;

  @IntColumn()
  workers: number;

  @TextColumn(20)
  version: string;

  @InstantColumn()
  startedAt: Date;

  @InstantColumn()
  heartbeatAt: Date;
}

/** Sums of one server over one hour; summed over servers when read, so that no row is hot. Milliseconds. */
@JobsEntity('Stat', { withoutRowid: true })
export class StatRow {
  /** `yyyy-MM-ddTHH` in UTC. */
  @PrimaryColumn('varchar', { length: 13 })
  hour: string;

  @PrimaryColumn('varchar', { length: 100 })
  type: string;

  @PrimaryColumn('varchar', { length: 12 })
  outcome: string;

  @PrimaryColumn('varchar', { length: 64 })
  serverId: string;

  @IntColumn()
  count: number;

  @BigIdColumn()
  waitSum: number;

  @BigIdColumn()
  runSum: number;

  /** JSON array: how many waits fell in each bucket of the engine's histogram. */
  @TextColumn(400)
  waitBuckets: string;

  @TextColumn(400)
  runBuckets: string;
}

/** A lease on a name: leadership. */
@JobsEntity('Lock')
export class LockRow {
  @PrimaryColumn('varchar', { length: 100 })
  name: string;

  @TextColumn(64)
  holder: string;

  @InstantColumn()
  until: Date;
}
