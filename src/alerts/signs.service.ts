import { Inject, Injectable } from '@nestjs/common';
import { EventLoop } from '../common/event-loop';
import { Invariants } from '../jobs/invariants';
import { JOB_FIGURES, type JobFigures, type QueueFigures } from '../jobs/store/job-figures';
import { countOf } from '../jobs/store/job-queries';
import { JOB_TRANSPORT, type JobTransport } from '../jobs/transport/job-transport';
import { isAlive } from '../jobs/upkeep/alive';
import { deliverEmail } from '../notifications/notification.jobs';
import { mailTally } from '../notifications/mail-tally';
import { deliverAlert } from './alert.jobs';
import type { Signs } from './alert-rules';
import { VerifyService } from './verify.service';

const HOUR = 60 * 60_000;
/** Sums are kept by the hour: from here on back to the start of its hour is an hour on average. */
const HALF_AN_HOUR = HOUR / 2;
const MAIL_TYPES: readonly string[] = [deliverEmail.name, deliverAlert.name];

/** Looks at the system. */
@Injectable()
export class SignsService {
  private watchingSince: Date | null = null;

  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly invariants: Invariants,
    private readonly verify: VerifyService,
    private readonly loop: EventLoop,
  ) {}

  /** @param now by the database's clock. */
  async at(now: Date): Promise<Signs> {
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const [queues, servers, failed, outcomes, verifications] = await Promise.all([
      this.figures.queues(),
      this.figures.servers(),
      this.figures.countFailed(ago(HOUR)),
      this.figures.outcomes(ago(HALF_AN_HOUR)),
      this.verify.found(),
    ]);
    this.watchingSince ??= now;
    // What waits in a paused queue is not late: someone has decided so.
    const open = queues.filter(({ paused }) => !paused);
    const { p99, max } = this.loop.delay();
    const verifiedAt = this.invariants.all().map(({ name }) => {
      const checkedAt = verifications.find((each) => each.name === name)?.checkedAt.getTime() ?? 0;
      // Who has just begun to watch cannot have verified anything yet.
      return Math.max(checkedAt, this.watchingSince?.getTime() ?? 0);
    });
    return {
      workers: servers.filter((server) => server.workers > 0 && isAlive(server, now)).length,
      oldestDueMs: waitOf(open, now),
      due: open.reduce((sum, { due }) => sum + countOf(due), 0),
      failedLastHour: countOf(failed),
      mail: mailTally(outcomes.filter(({ type }) => MAIL_TYPES.includes(type))),
      broken: verifications.reduce((sum, { broken }) => sum + broken, 0),
      unverifiedMs: now.getTime() - Math.min(now.getTime(), ...verifiedAt),
      loopDelayMs: p99,
      loopBlockMs: max,
      broker: this.transport.broker,
    };
  }
}

function waitOf(queues: readonly QueueFigures[], now: Date): number {
  const waits = queues.flatMap(({ oldestDueAt }) => (oldestDueAt ? [now.getTime() - oldestDueAt.getTime()] : []));
  return Math.max(0, ...waits);
}
