import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../src/database/database';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import type { JobContext } from '../../src/jobs/definition/job-context';
import type { PayloadOf } from '../../src/jobs/definition/job-definition';
import { Effects } from './effects';
import { deferred } from './waiting';

/** Writes one effect of its name. `hold`: its first claim says so and waits for `go`; `slow`: takes a little time. */
export const faultJob = defineJob('fault.write-effect', {
  payload: z.object({ name: z.string(), mode: z.enum(['plain', 'hold', 'slow']).default('plain') }),
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

  async handle({ name, mode }: PayloadOf<typeof faultJob>, ctx: JobContext): Promise<void> {
    if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, 25));
    if (mode === 'hold' && ctx.claim === 1) return this.holdOut(name, ctx);
    await ctx.complete(() => this.effects.write(name, ctx));
  }

  /** Tries every way to write once it may go on, and tells what came of each. */
  private async holdOut(name: string, ctx: JobContext): Promise<void> {
    faultControl.tell('holding', { name });
    await faultControl.go.promise;
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
