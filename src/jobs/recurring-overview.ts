import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { JobRegistry } from './definition/job-registry';
import { cronProblem, occurrencesBetween } from './definition/recurrence';
import { declaredRecurrence } from './recurring-jobs';
import { RECURRING_STORE, type RecurringJob, type RecurringStore } from './store/recurring-store';

/** The last instant that a Date can be. */
const ALWAYS = new Date(8.64e15);
const SHOWN = 5;

/** A recurring job as admins see it. */
export interface RecurringRecord extends RecurringJob {
  /** Whether cron, zone or misfire are others than this release declares. */
  edited: boolean;
  /** The next occurrences; none while it is disabled. */
  next: readonly Date[];
}

/** What is read of recurring jobs by people. */
@Injectable()
export class RecurringOverview {
  constructor(
    @Inject(RECURRING_STORE) private readonly schedules: RecurringStore,
    private readonly registry: JobRegistry,
    private readonly config: Config,
  ) {}

  async list(): Promise<RecurringRecord[]> {
    const schedules = await this.schedules.all();
    return schedules.map((schedule) => ({ ...schedule, edited: this.isEdited(schedule), next: nextOf(schedule) }));
  }

  private isEdited({ type, cron, timeZone, misfire }: RecurringJob): boolean {
    const definition = this.registry.find(type)?.definition;
    const declared = definition && declaredRecurrence(definition, this.config.clinicTimeZone);
    if (!declared) return false;
    return cron !== declared.cron || timeZone !== declared.timeZone || misfire !== declared.misfire;
  }
}

function nextOf({ enabled, cron, timeZone, nextRunAt }: RecurringJob): Date[] {
  if (!enabled || !nextRunAt || cronProblem(cron)) return [];
  return [nextRunAt, ...occurrencesBetween(cron, timeZone, nextRunAt, ALWAYS, SHOWN - 1)];
}
