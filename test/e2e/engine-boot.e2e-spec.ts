import { Injectable, Scope } from '@nestjs/common';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import { type EngineOptions, startEngine } from '../support/engine';

const run = defineJob('test.run', { payload: z.object({}) });
const other = defineJob('test.other', { payload: z.object({}) });
const batched = defineJob('test.batched', { payload: z.object({}), batch: 10 });

@HandlesJob(run)
class RunHandler {
  handle(): void {
    // Never called here.
  }
}

@HandlesJob(run)
class SecondRunHandler {
  handle(): void {
    // Never called here.
  }
}

@HandlesJob(other)
class OtherHandler {
  handle(): void {
    // Never called here.
  }
}

@HandlesJob(batched)
class OneByOneHandler {
  handle(): void {
    // Never called here.
  }
}

@HandlesJob(run)
class ThrowingHandler {
  constructor() {
    throw new Error('no connection to the printer');
  }
  handle(): void {
    // Never called here.
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {}

@HandlesJob(run)
class RequestScopedHandler {
  constructor(readonly perRequest: PerRequest) {}
  handle(): void {
    // Never called here.
  }
}

/** Starts the engine, which must fail; closes it if it does not. */
async function boot(options: Pick<EngineOptions, 'definitions' | 'handlers'>): Promise<void> {
  const engine = await startEngine(options);
  await engine.close();
}

describe('the start', () => {
  it('succeeds when every declared job has its one handler', async () => {
    await expect(boot({ definitions: [run, other], handlers: [RunHandler, OtherHandler] })).resolves.toBeUndefined();
  });

  it('stops at a job without a handler, and says what to write', async () => {
    await expect(boot({ definitions: [run, other], handlers: [RunHandler] })).rejects.toThrow(
      "Job test.other has no handler; write a class with @HandlesJob and add it to its module's providers.",
    );
  });

  it('stops at a job with two handlers, and names both', async () => {
    await expect(boot({ definitions: [run], handlers: [RunHandler, SecondRunHandler] })).rejects.toThrow(
      'Job test.run has two handlers, RunHandler and SecondRunHandler; keep one.',
    );
  });

  it('stops at two jobs of one name', async () => {
    const twin = defineJob('test.run', { payload: z.object({ id: z.number() }) });
    @HandlesJob(twin)
    class TwinHandler {
      handle(): void {
        // Never called here.
      }
    }
    await expect(boot({ definitions: [run, twin], handlers: [RunHandler, TwinHandler] })).rejects.toThrow(
      'Two jobs are named test.run; rename one.',
    );
  });

  it('stops at a handler of a job that is not declared', async () => {
    await expect(boot({ definitions: [run], handlers: [RunHandler, OtherHandler] })).rejects.toThrow(
      'Job test.other has a handler but is not declared; add it to JobsModule.forFeature([…]).',
    );
  });

  it('stops at a job of batches whose handler takes them one by one', async () => {
    await expect(boot({ definitions: [batched], handlers: [OneByOneHandler] })).rejects.toThrow(
      'Job test.batched is declared with batch 10, but OneByOneHandler has no handleMany; write it, or leave batch out.',
    );
  });

  it('stops at a handler whose constructor throws', async () => {
    await expect(boot({ definitions: [run], handlers: [ThrowingHandler] })).rejects.toThrow(
      'no connection to the printer',
    );
  });

  it('stops at a handler that exists per request only', async () => {
    await expect(boot({ definitions: [run], handlers: [PerRequest, RequestScopedHandler] })).rejects.toThrow(
      'RequestScopedHandler cannot handle test.run: it exists per request; inject only singletons.',
    );
  });
});

describe('defineJob', () => {
  it.each([
    'remind',
    'Appointments.remind',
    'appointments.Remind',
    'appointments.',
    'appointments.remind_client',
    'a b.c',
  ])('refuses the name "%s"', (name) => {
    expect(() => defineJob(name, { payload: z.object({}) })).toThrow(
      `Job name "${name}" is not of the form module.verb-noun.`,
    );
  });

  it('refuses a recurring job whose payload cannot be empty', () => {
    const declare = () =>
      defineJob('test.sweep', { payload: z.object({ id: z.number() }), recurring: { cron: '0 * * * *' } });
    expect(declare).toThrow('Recurring job "test.sweep" is enqueued with {}, which its payload schema refuses.');
  });

  it('fills in what is left out', () => {
    expect(run).toMatchObject({
      queue: 'default',
      attempts: 10,
      timeout: 300_000,
      priority: 'normal',
      batch: 1,
      retention: { succeeded: 86_400_000, failed: null },
    });
    expect(Object.isFrozen(run)).toBe(true);
  });
});
