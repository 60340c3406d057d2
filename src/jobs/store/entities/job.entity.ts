import { Index } from 'typeorm';
import {
  BigIdColumn,
  BigIdKey,
  CountedBigId,
  ExactTextColumn,
  InstantColumn,
  IntColumn,
  IntKey,
  JobsEntity,
  LongTextColumn,
  TextColumn,
  TextKey,
} from '../../../database/columns';

/** Describes the table; the store's own SQL is what reads and writes it. */
@JobsEntity('Job')
@Index('IX_Job_claim', ['queue', 'priority', 'dueAt', 'id'], { where: "state = 'waiting'" })
@Index('IX_Job_suspect', ['dueAt'], { where: "state = 'waiting' AND deaths >= 2" })
@Index('IX_Job_waiting', ['queue', 'type', 'dueAt', 'id'], { where: "state = 'waiting'" })
@Index('IX_Job_retry', ['queue', 'type', 'dueAt', 'id'], { where: "state = 'waiting' AND attempt > 0" })
@Index('IX_Job_state', ['state', 'queue', 'type', 'id'])
@Index('IX_Job_failed', ['finishedAt', 'id'], { where: "state = 'failed'" })
@Index('IX_Job_keyed', ['key', 'id'], { where: '"key" IS NOT NULL' })
@Index('UX_Job_key', ['key'], {
  unique: true,
  where: `"key" IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')`,
})
@Index('IX_Job_parent', ['parentId'], { where: "state = 'awaiting'" })
@Index('IX_Job_expired', ['expiresAt'], { where: 'expiresAt IS NOT NULL' })
export class JobRow {
  @CountedBigId()
  id: number;

  @TextColumn(100)
  type: string;

  @TextColumn(50)
  queue: string;

  /** 0 high, 1 normal, 2 low: the order in which they are claimed. */
  @IntColumn()
  priority: number;

  @LongTextColumn()
  payload: string;

  @TextColumn(12)
  state: string;

  @ExactTextColumn(200, { nullable: true })
  key: string | null;

  @InstantColumn({ nullable: true })
  dueAt: Date | null;

  @InstantColumn({ nullable: true })
  deadline: Date | null;

  /** The fence: + 1 at every claim and whenever a running attempt is cut off, never lowered. */
  @IntColumn({ default: 0 })
  claim: number;

  @IntColumn({ default: 0 })
  attempt: number;

  @IntColumn()
  maxAttempts: number;

  /** How many attempts ended with the death of their server. */
  @IntColumn({ default: 0 })
  deaths: number;

  /** + 1 at every change of state: the number of history rows, and the `seq` of the newest. */
  @IntColumn({ default: 1 })
  revision: number;

  @TextColumn(64, { nullable: true })
  serverId: string | null;

  @BigIdColumn({ nullable: true })
  parentId: number | null;

  /** 0 to 100. */
  @IntColumn({ nullable: true })
  progress: number | null;

  @LongTextColumn({ nullable: true })
  lastError: string | null;

  /** W3C trace context of who enqueued it. */
  @TextColumn(55, { nullable: true })
  traceParent: string | null;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  startedAt: Date | null;

  @InstantColumn({ nullable: true })
  finishedAt: Date | null;

  @InstantColumn({ nullable: true })
  expiresAt: Date | null;
}

/** The history: one row for every stored change of state, written with it. */
@JobsEntity('State', { withoutRowid: true })
export class StateRow {
  @BigIdKey()
  jobId: number;

  @IntKey()
  seq: number;

  @IntColumn()
  claim: number;

  @TextColumn(12)
  name: string;

  @TextColumn(200, { nullable: true })
  reason: string | null;

  @LongTextColumn({ nullable: true })
  data: string | null;

  @InstantColumn()
  at: Date;
}

@JobsEntity('Log')
@Index('IX_Log_job', ['jobId', 'id'])
export class LogRow {
  @CountedBigId()
  id: number;

  @BigIdColumn()
  jobId: number;

  @IntColumn()
  claim: number;

  @TextColumn(5)
  level: string;

  @LongTextColumn()
  message: string;

  @InstantColumn()
  at: Date;
}

/** What a search seeks on. */
@JobsEntity('Tag', { withoutRowid: true })
@Index('IX_Tag_job', ['jobId'])
export class TagRow {
  @TextKey(50)
  name: string;

  @TextKey(200)
  value: string;

  @BigIdKey()
  jobId: number;
}
