import {
  type Attributes,
  type Context,
  INVALID_SPANID,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  context,
  trace,
} from '@opentelemetry/api';
import { LogContext } from '../../common/logging';
import { contextOf, readTraceParent, tracer } from '../../common/trace';
import type { JobRun } from './job-run';

/** The part of a trace that a run, or a batch of runs, is. */
export interface JobSpan {
  /** What log lines within say of the trace. */
  readonly fields: { readonly traceId?: string };
  run<T>(work: () => T): T;
  fail(): void;
  end(): void;
}

/**
 * Of one job, or of several of one request, a part of the trace that the request began. A batch of jobs of many traces
 * belongs to none and is linked to all.
 */
export function spanOf(jobType: string, runs: readonly Pick<JobRun, 'jobId' | 'traceParent'>[]): JobSpan {
  const parents = runs.flatMap(({ traceParent }) => readTraceParent(traceParent) ?? []);
  const [first] = parents;
  const single = first && parents.length === runs.length && parents.every(({ traceId }) => traceId === first.traceId);
  const parent = single ? contextOf(first) : ROOT_CONTEXT;
  const links: Link[] = single ? [] : parents.map((each) => ({ context: each }));
  const span = tracer.startSpan(
    jobType,
    { kind: SpanKind.CONSUMER, attributes: attributesOf(jobType, runs), links },
    parent,
  );
  // Where nobody records, it is its parent's or nobody's, and the work needs no context of its own.
  const within =
    span.isRecording() || span.spanContext().spanId !== spanIdOf(parent) ? trace.setSpan(parent, span) : parent;
  return {
    fields: single ? { traceId: first.traceId } : {},
    run: (work) => context.with(within, work),
    fail: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
    end: () => span.end(),
  };
}

const spanIdOf = (parent: Context) => trace.getSpanContext(parent)?.spanId ?? INVALID_SPANID;

function attributesOf(jobType: string, runs: readonly Pick<JobRun, 'jobId'>[]): Attributes {
  const [only] = runs;
  return {
    'job.type': jobType,
    ...(runs.length === 1 && only ? { 'job.id': only.jobId } : { 'job.count': runs.length }),
  };
}

/** `work` as a part of what asks for it now, whoever runs it later: of its trace and with its log fields, not in its transaction. */
export function boundHere<A extends unknown[], T>(work: (...args: A) => T): (...args: A) => T {
  const [here, fields] = [context.active(), LogContext.getStore() ?? {}];
  return (...args) => context.with(here, () => LogContext.run(fields, () => work(...args)));
}
