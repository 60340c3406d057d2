import {
  BooleanColumn,
  BigIdColumn,
  InstantColumn,
  IntColumn,
  JobsEntity,
  LongTextColumn,
  TextColumn,
  TextKey,
} from '../../../database/columns';

@JobsEntity('Queue')
export class QueueRow {
  @TextKey(50)
  name: string;

  @BooleanColumn({ default: false })
  paused: boolean;

  @TextColumn(36, { nullable: true })
  pausedBy: string | null;

  @InstantColumn({ nullable: true })
  pausedAt: Date | null;

  /** Jobs of this queue that may run at once over all servers. */
  @IntColumn({ nullable: true })
  concurrency: number | null;

  @IntColumn({ nullable: true })
  ratePerMinute: number | null;

  /** What the configuration said last: saying something else, it takes the place of what is set. */
  @IntColumn({ nullable: true })
  declaredRate: number | null;

  /** When the bucket of `ratePerMinute` is full again; each claim moves it on by one minute divided by the rate. */
  @InstantColumn({ nullable: true })
  rateFullAt: Date | null;
}

@JobsEntity('RecurringJob')
export class RecurringJobRow {
  @TextKey(100)
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

  /** JSON of what the application declared last: a later release that declares something else takes the place of what is set. */
  @LongTextColumn({ nullable: true })
  declared: string | null;

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
  @TextKey(64)
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
  @TextKey(13)
  hour: string;

  @TextKey(100)
  type: string;

  @TextKey(12)
  outcome: string;

  @TextKey(64)
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
  @TextKey(100)
  name: string;

  @TextColumn(64)
  holder: string;

  @InstantColumn()
  until: Date;
}
