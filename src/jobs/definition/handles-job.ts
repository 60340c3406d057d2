import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { BatchContext, BatchItem, JobContext } from './job-context';
import type { JobDefinition, PayloadOf } from './job-definition';
import type { Outcome } from './outcome';

export const HANDLES_JOB = Symbol('handles-job');

export interface JobHandler<D extends JobDefinition = JobDefinition> {
  handle(payload: PayloadOf<D>, ctx: JobContext): Promise<Outcome | void> | Outcome | void;
}

/** A handler whose effect is set-based: it is given what is due together, up to the definition's batch size. */
export interface BatchJobHandler<D extends JobDefinition = JobDefinition> {
  handleMany(batch: readonly BatchItem<PayloadOf<D>>[], ctx: BatchContext<PayloadOf<D>>): Promise<void>;
}

type Constructor<T> = new (...dependencies: never[]) => T;

/**
 * Binds the class it decorates to `definition` and makes it injectable. A class that handles another payload does not
 * compile; a definition without a handler, or with two, stops the boot.
 */
export function HandlesJob<D extends JobDefinition>(
  definition: D,
): (target: Constructor<JobHandler<D> | BatchJobHandler<D>>) => void {
  return applyDecorators(Injectable(), SetMetadata(HANDLES_JOB, definition));
}
