import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import type { BatchContext, BatchItem, JobContext } from '../../src/jobs/definition/job-context';
import type { JobDefinition, JobOptions } from '../../src/jobs/definition/job-definition';
import type { Outcome } from '../../src/jobs/definition/outcome';

const payload = z.object({ act: z.string() });
type Payload = typeof payload;
type Options = Partial<Omit<JobOptions<Payload>, 'payload'>>;

export type Act = (ctx: JobContext) => Promise<Outcome | void> | Outcome | void;

/** A job whose handler does what the test says for the `act` of its payload. */
export interface ScriptedJob {
  readonly definition: JobDefinition<Payload>;
  readonly handler: Type;
  /** Acts by name; one that is missing does nothing. */
  readonly acts: Map<string, Act>;
  /** The acts that were begun, in order. */
  readonly begun: string[];
}

export function aScriptedJob(name: string, options: Options = {}): ScriptedJob {
  const definition = defineJob(name, { payload, ...options });
  const acts = new Map<string, Act>();
  const begun: string[] = [];

  @HandlesJob(definition)
  class ScriptedHandler {
    handle({ act }: z.output<Payload>, ctx: JobContext): Promise<Outcome | void> | Outcome | void {
      begun.push(act);
      return acts.get(act)?.(ctx);
    }
  }
  return { definition, handler: ScriptedHandler, acts, begun };
}

export type BatchAct = (
  batch: readonly BatchItem<z.output<Payload>>[],
  ctx: BatchContext<z.output<Payload>>,
) => Promise<void>;

/** The same for a job that is run in batches. */
export interface ScriptedBatchJob {
  readonly definition: JobDefinition<Payload>;
  readonly handler: Type;
  /** What the handler does; nothing by default. */
  script: { act: BatchAct };
  /** The acts of each batch that was begun, in order. */
  readonly begun: string[][];
}

export function aScriptedBatchJob(name: string, options: Options & { batch: number }): ScriptedBatchJob {
  const definition = defineJob(name, { payload, ...options });
  const script: { act: BatchAct } = { act: () => Promise.resolve() };
  const begun: string[][] = [];

  @HandlesJob(definition)
  class ScriptedBatchHandler {
    handleMany(batch: readonly BatchItem<z.output<Payload>>[], ctx: BatchContext<z.output<Payload>>): Promise<void> {
      begun.push(batch.map(({ payload: { act } }) => act));
      return script.act(batch, ctx);
    }
  }
  return { definition, handler: ScriptedBatchHandler, script, begun };
}
