import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { Database } from '../../database/database';
import { JobRegistry } from '../definition/job-registry';
import { cronProblem, nextOccurrence, occurrencesBetween } from '../definition/recurrence';
import { JOB_STORE, type JobStore, type NewJob } from '../store/job-store';
import { RECURRING_STORE, type RecurringJob, type RecurringStore } from '../store/recurring-store';
import { JOB_TRANSPORT, type JobTransport } from '../transport/job-transport';

/** With misfire `skip`, an occurrence found later than this is not run. */
const SKIP_AFTER_MS = 15_000;
/** How many missed occurrences one look considers. */
const CATCH_UP = 1_000;

/** Turns schedules into jobs: each occurrence once, whoever looks. */
@Injectable()
export class RecurringScheduler {
  constructor(
    private readonly database: Database,
    @Inject(RECURRING_STORE) private readonly schedules: RecurringStore,
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly registry: JobRegistry,
    private readonly config: Config,
  ) {}

  /** Stores the declared schedules that are not there yet. @throws Error naming a job whose cron cannot be read. */
  async declare(): Promise<void> {
    const now = await this.store.now();
    const declared = this.registry.all().flatMap(({ definition }): RecurringJob[] => {
      const { recurring, name, queue } = definition;
      if (!recurring) return [];
      const problem = cronProblem(recurring.cron);
      if (problem) throw new Error(`The cron of recurring job ${name} cannot be used: ${problem}`);
      const timeZone = recurring.timeZone ?? this.config.clinicTimeZone;
      return [
        {
          id: name,
          type: name,
          queue,
          payload: JSON.stringify(definition.payload.parse({})),
          cron: recurring.cron,
          timeZone,
          misfire: recurring.misfire ?? 'once',
          enabled: true,
          nextRunAt: nextOccurrence(recurring.cron, timeZone, now),
          lastRunAt: null,
          lastJobId: null,
          error: null,
        },
      ];
    });
    if (declared.length > 0) await this.database.transaction(() => this.schedules.declare(declared));
  }

  /** Enqueues what has come due. */
  async tick(): Promise<void> {
    for (const schedule of await this.schedules.due()) await this.advance(schedule);
  }

  private async advance(schedule: RecurringJob): Promise<void> {
    const seen = schedule.nextRunAt;
    if (!seen) return;
    const now = await this.store.now();
    const missed = [seen, ...occurrencesBetween(schedule.cron, schedule.timeZone, seen, now, CATCH_UP)];
    const chosen = chooseOccurrences(schedule.misfire, missed, now);
    const last = missed.at(-1) ?? seen;
    const nextRunAt = nextOccurrence(schedule.cron, schedule.timeZone, last);
    const notices = await this.database.transaction(async () => {
      const overlapped = schedule.misfire !== 'each' && (await this.store.hasOpen(keyOf(schedule)));
      const runs = overlapped ? [] : chosen;
      const error = overlapped ? `The occurrence of ${last.toISOString()} overlapped the run before it.` : null;
      const advanced = await this.schedules.advance(schedule.id, seen, {
        nextRunAt,
        lastRunAt: runs.at(-1) ?? null,
        error,
      });
      if (!advanced || runs.length === 0) return [];
      const inserted = await this.store.insert(runs.map((at) => this.jobOf(schedule, at)));
      const newest = inserted.at(-1);
      if (newest) await this.schedules.setLastJob(schedule.id, newest.id);
      return inserted;
    });
    this.transport.announce(notices);
  }

  private jobOf(schedule: RecurringJob, at: Date): NewJob {
    const definition = this.registry.find(schedule.type)?.definition;
    return {
      type: schedule.type,
      queue: schedule.queue,
      priority: definition?.priority ?? 'normal',
      payload: schedule.payload,
      key: schedule.misfire === 'each' ? `${keyOf(schedule)}:${at.toISOString()}` : keyOf(schedule),
      dueAt: at,
      deadline: null,
      maxAttempts: definition?.attempts ?? 1,
      parentId: null,
      tags: [{ name: 'recurring', value: schedule.id }],
      traceParent: null,
    };
  }
}

const keyOf = (schedule: RecurringJob) => `recurring:${schedule.id}`;

/** Which of the occurrences that have come due are run. */
export function chooseOccurrences(
  misfire: RecurringJob['misfire'],
  missed: readonly Date[],
  now: Date,
): readonly Date[] {
  if (misfire === 'each') return missed;
  const last = missed.at(-1);
  if (!last) return [];
  if (misfire === 'skip' && now.getTime() - last.getTime() > SKIP_AFTER_MS) return [];
  return [last];
}
