import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Finding, type Invariant, Invariants } from '../jobs/invariants';
import { NoticeTraceService } from '../notifications/notice-trace.service';
import { ReminderCheckRepository } from './reminder-check.repository';
import type { ReminderOutcome } from './reminder.entity';

const MINUTE = 60_000;
/** Of this time, looked at some ten times. */
const FROM_MS = 65 * MINUTE;
/** What is due at this moment is being sent. */
const UNTIL_MS = 5 * MINUTE;
const LIMIT = 5_000;
const BATCH = 500;

const OUTCOMES: readonly ReminderOutcome[] = ['sent', 'skipped', 'cancelled', 'failed'];

/** What the promises of the last hour say and what patients were told agree: told when sent, and else not. */
@Injectable()
export class ToldReminders implements Invariant, OnModuleInit {
  readonly name = 'reminders-told';

  constructor(
    private readonly invariants: Invariants,
    private readonly checked: ReminderCheckRepository,
    private readonly traces: NoticeTraceService,
  ) {}

  onModuleInit(): void {
    this.invariants.register(this);
  }

  async verify(now: Date): Promise<Finding> {
    const found = { checked: 0, healed: 0, broken: 0 };
    for (const outcome of OUTCOMES) {
      const { checked, broken } = await this.verifyThose(outcome, now);
      found.checked += checked;
      found.broken += broken;
    }
    return found;
  }

  private async verifyThose(outcome: ReminderOutcome, now: Date): Promise<Pick<Finding, 'checked' | 'broken'>> {
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const ended = await this.checked.ended(outcome, ago(FROM_MS), ago(UNTIL_MS), LIMIT);
    let broken = 0;
    for (let from = 0; from < ended.length; from += BATCH) {
      const batch = ended.slice(from, from + BATCH);
      const told = await this.traces.ofReminders(batch);
      broken += batch.filter((_, place) => told.has(place) !== (outcome === 'sent')).length;
    }
    return { checked: ended.length, broken };
  }
}
