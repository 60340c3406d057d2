import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../src/database/database';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import type { JobContext } from '../../src/jobs/definition/job-context';
import type { PayloadOf } from '../../src/jobs/definition/job-definition';
import { Effects } from './effects';
import { blockLoop, deferred } from './waiting';

const MODES = ['plain', 'hold', 'slow', 'block', 'die'] as const;
export type FaultMode = (typeof MODES)[number];

/**
 * Writes one effect of its name. `hold`: its first claim says so and waits for `go`; `slow`: takes a little time; `block`:
 * its first claim says so and lets nothing else of its process run for `ms`; `die`: kills its process each time.
 */
export const faultJob = defineJob('fault.write-effect', {
  payload: z.object({ name: z.string(), mode: z.enum(MODES).default('plain'), ms: z.number().default(0) }),
  backoff: () => 1_000,
});

/** What handlers of this process tell of themselves, and what lets those that hold go on. */
export const faultControl = {
  tell: (_news: string, _fields: Record<string, unknown>): void => undefined,
  go: deferred(),
};

@Injectable()
@HandlesJob(faultJob)
export class FaultHandler {
  private readonly effects: Effects;

  constructor(database: Database) {
    this.effects = new Effects(database);
  }

  async handle({ name, mode, ms }: PayloadOf<typeof faultJob>, ctx: JobContext): Promise<void> {
    if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 25));
    if (mode === 'hold' && ctx.claim === 1) return this.holdOut(name, ctx);
    if (mode === 'block' && ctx.claim === 1) {
      faultControl.tell('blocking', {});
      blockLoop(ms);
      return this.tryAll(name, ctx);
    }
    if (mode === 'die') process.kill(process.pid, 'SIGKILL');
    await ctx.complete(() => this.effects.write(name, ctx));
  }

  /** Tries every way to write once it may go on, and tells what came of each. */
  private async holdOut(name: string, ctx: JobContext): Promise<void> {
    faultControl.tell('holding', { name });
    await faultControl.go.promise;
    await this.tryAll(name, ctx);
  }

  private async tryAll(name: string, ctx: JobContext): Promise<void> {
    const resultOf = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'written',
        (error: unknown) => String(error),
      );
    const written = await resultOf(ctx.write(() => this.effects.write(name, ctx)));
    const completed = await resultOf(ctx.complete(() => this.effects.write(name, ctx)));
    faultControl.tell('tried', { name, written, completed });
  }
}

const recurring = (misfire: 'once' | 'each' | 'skip') =>
  defineJob(`fault.recur-${misfire}`, {
    payload: z.object({}),
    backoff: () => 1_000,
    recurring: { cron: '0 * * * *', misfire },
  });

/** Each hour, with each answer to hours that nobody was there for. */
export const hourlyJobs = { once: recurring('once'), each: recurring('each'), skip: recurring('skip') };

/** Writes an effect named as its job's answer to an outage. */
function hourlyHandler(misfire: keyof typeof hourlyJobs) {
  @Injectable()
  @HandlesJob(hourlyJobs[misfire])
  class HourlyHandler {
    private readonly effects: Effects;

    constructor(database: Database) {
      this.effects = new Effects(database);
    }

    async handle(_payload: object, ctx: JobContext): Promise<void> {
      await ctx.complete(() => this.effects.write(misfire, ctx));
    }
  }
  return HourlyHandler;
}

export const HOURLY_HANDLERS = [hourlyHandler('once'), hourlyHandler('each'), hourlyHandler('skip')];
