import { Inject, Injectable } from '@nestjs/common';
import { isTimeZone } from '../common/clinic-time';
import { Malformed } from '../common/http/malformed';
import { Database } from '../database/database';
import { JobRegistry } from './definition/job-registry';
import { cronProblem, nextOccurrence } from './definition/recurrence';
import { RecurringJobNotFound, RecurringJobRuns, RecurringJobUnknown } from './job.errors';
import { occurrenceOf, recurringKey, type Recurrence } from './recurring-jobs';
import { JOB_STORE, type JobStore } from './store/job-store';
import { RECURRING_STORE, type RecurringJob, type RecurringStore } from './store/recurring-store';
import { JOB_TRANSPORT, type JobTransport } from './transport/job-transport';

export type RecurringEdit = Partial<Recurrence & Pick<RecurringJob, 'enabled'>>;

/** A recurring job before a change and after it. */
export interface RecurringEdited {
  before: RecurringJob;
  after: RecurringJob;
}

/** What an admin may do to a recurring job by hand. Each joins the surrounding transaction. */
@Injectable()
export class RecurringActions {
  constructor(
    private readonly database: Database,
    @Inject(RECURRING_STORE) private readonly schedules: RecurringStore,
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly registry: JobRegistry,
  ) {}

  /**
   * Enqueues a run of it at once, disabled or not; its own times stay as they are. The id of the job.
   *
   * @throws RecurringJobNotFound, RecurringJobUnknown, RecurringJobRuns
   */
  trigger(id: string): Promise<number> {
    return this.database.transaction(async () => {
      const schedule = await this.lock(id);
      const definition = this.registry.find(schedule.type)?.definition;
      if (!definition) throw new RecurringJobUnknown(schedule.type);
      const now = await this.store.now();
      if (await this.store.hasOpen(recurringKey(schedule, now))) throw new RecurringJobRuns();
      const notices = await this.store.insert([occurrenceOf(schedule, definition, now)]);
      const [job] = notices;
      if (!job) throw new Error('The store returned no id for an inserted job.');
      await this.schedules.setLastJob(id, job.id);
      this.database.afterCommit(() => this.transport.announce(notices));
      return job.id;
    });
  }

  /** Sets what is given. @throws RecurringJobNotFound, Malformed for a cron or zone that cannot be used */
  edit(id: string, edit: RecurringEdit): Promise<RecurringEdited> {
    return this.database.transaction(async () => {
      const before = await this.lock(id);
      const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
      const after: RecurringJob = { ...before, ...given };
      refuseUnusable(edit);
      const begins = after.enabled && !before.enabled;
      if (begins || after.cron !== before.cron || after.timeZone !== before.timeZone) {
        after.nextRunAt = nextOccurrence(after.cron, after.timeZone, await this.store.now());
        after.error = null;
      }
      await this.schedules.edit(after);
      return { before, after };
    });
  }

  private async lock(id: string): Promise<RecurringJob> {
    const schedule = await this.schedules.lock(id);
    if (!schedule) throw new RecurringJobNotFound();
    return schedule;
  }
}

function refuseUnusable({ cron, timeZone }: RecurringEdit): void {
  const problem = cron === undefined ? null : cronProblem(cron);
  if (problem) throw new Malformed({ cron: [problem] });
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new Malformed({ timeZone: ['This must be an IANA time zone, such as Europe/Bucharest.'] });
  }
}
