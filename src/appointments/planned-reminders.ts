import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Finding, type Invariant, Invariants } from '../jobs/invariants';
import { JOB_QUERIES, type JobQueries } from '../jobs/store/job-queries';
import { type CheckedReminder, type PlannedPlace, ReminderCheckRepository } from './reminder-check.repository';
import { ReminderHealingService } from './reminder-healing.service';

const BATCH = 1_000;
/** The soonest are looked at each time, those beyond in turns: a million in two hours. */
const NEAR = 10_000;
const FAR = 40_000;
/** More are put right next time; so many mean that something greater is wrong. */
const HEALED_AT_ONCE = 500;
/** What is due sooner may be being sent while it is looked at; later it is past, and looked at as such. */
const MARGIN_MS = 60_000;
/** A visit that began so long ago has had its reminder or never will. */
const OVERDUE_MS = 10 * 60_000;

interface Walk {
  checked: number;
  suspects: CheckedReminder[];
  /** Where it stopped; null at the end. */
  place: PlannedPlace | null;
}

/** Every reminder that is planned has the one open job that is to send it. */
@Injectable()
export class PlannedReminders implements Invariant, OnModuleInit {
  readonly name = 'reminders-planned';
  private beyond: PlannedPlace | null = null;

  constructor(
    private readonly invariants: Invariants,
    private readonly checked: ReminderCheckRepository,
    private readonly healing: ReminderHealingService,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
  ) {}

  onModuleInit(): void {
    this.invariants.register(this);
  }

  async verify(now: Date): Promise<Finding> {
    const soon = { dueAt: new Date(now.getTime() + MARGIN_MS), id: 0 };
    const near = await this.walk(soon, NEAR);
    const far = near.place ? await this.walk(later(near.place, this.beyond), FAR) : null;
    this.beyond = far?.place ?? null;
    const walks = far ? [near, far] : [near];
    const suspects = walks.flatMap((walk) => walk.suspects);
    return { checked: walks.reduce((sum, { checked }) => sum + checked, 0), ...(await this.healAll(suspects, now)) };
  }

  /** As `heal` of each, up to a limit; what is beyond it counts as broken until the next time. */
  async healAll(suspects: readonly CheckedReminder[], now: Date): Promise<Omit<Finding, 'checked'>> {
    const found = { healed: 0, broken: Math.max(0, suspects.length - HEALED_AT_ONCE) };
    for (const suspect of suspects.slice(0, HEALED_AT_ONCE)) {
      const healing = await this.healing.heal(suspect, now);
      if (healing !== 'fine') found[healing] += 1;
    }
    return found;
  }

  /** Those of `planned` without an open job. */
  async withoutJob(planned: readonly CheckedReminder[]): Promise<CheckedReminder[]> {
    const open = await this.queries.openAmong(planned.flatMap(({ jobId }) => jobId ?? []));
    return planned.filter(({ jobId }) => jobId === null || !open.has(jobId));
  }

  private async walk(from: PlannedPlace, limit: number): Promise<Walk> {
    const walk: Walk = { checked: 0, suspects: [], place: from };
    while (walk.place && walk.checked < limit) {
      const batch = await this.checked.plannedAfter(walk.place, BATCH);
      walk.suspects.push(...(await this.withoutJob(batch)));
      walk.checked += batch.length;
      walk.place = batch.length < BATCH ? null : (batch.at(-1) ?? null);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return walk;
  }
}

/** Every reminder that is past has an outcome, or an open job that may still give it one. */
@Injectable()
export class SettledReminders implements Invariant, OnModuleInit {
  readonly name = 'reminders-settled';

  constructor(
    private readonly invariants: Invariants,
    private readonly checked: ReminderCheckRepository,
    private readonly planned: PlannedReminders,
  ) {}

  onModuleInit(): void {
    this.invariants.register(this);
  }

  async verify(now: Date): Promise<Finding> {
    const past = await this.past(new Date(now.getTime() - MARGIN_MS));
    const suspects = await this.planned.withoutJob(past);
    const found = await this.planned.healAll(suspects, now);
    const held = past.filter((each) => !suspects.includes(each));
    const missed = held.filter(({ dueAt, offset }) => dueAt.getTime() + offset * 60_000 + OVERDUE_MS < now.getTime());
    return { checked: past.length, healed: found.healed, broken: found.broken + missed.length };
  }

  /** The longest overdue first. There are few: workers send what is due, or nothing is sent at all. */
  private async past(until: Date): Promise<CheckedReminder[]> {
    const past: CheckedReminder[] = [];
    for (let place: PlannedPlace | null = { dueAt: new Date(0), id: 0 }; place && past.length < NEAR;) {
      const batch: CheckedReminder[] = await this.checked.plannedAfter(place, BATCH);
      const due = batch.filter(({ dueAt }) => dueAt <= until);
      past.push(...due);
      place = due.length < BATCH ? null : (due.at(-1) ?? null);
    }
    return past;
  }
}

function later(a: PlannedPlace, b: PlannedPlace | null): PlannedPlace {
  if (!b) return a;
  const ahead = b.dueAt.getTime() - a.dueAt.getTime() || b.id - a.id;
  return ahead > 0 ? b : a;
}
