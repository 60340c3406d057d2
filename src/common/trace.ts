import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  ROOT_CONTEXT,
  type SpanContext,
  TraceFlags,
  context,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';

/** What spans of ours are told by, where somebody records spans. */
export const tracer = trace.getTracer('medano-clinic');

/**
 * Carries the context along asynchronous work. OpenTelemetry's API leaves that to its SDK; an application that records no
 * spans has none, and its jobs and log lines are to know their trace all the same.
 */
class AsyncContexts implements ContextManager {
  private readonly contexts = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.contexts.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    wanted: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.contexts.run(wanted, () => work.call(thisArg, ...args));
  }

  bind<T>(wanted: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const work = target as unknown as (...args: unknown[]) => unknown; // of parameters that do not matter here
    return ((...args: unknown[]) => this.contexts.run(wanted, () => work(...args))) as T; // and the same result
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

/** Makes traces travel. An SDK that was loaded before the application keeps its own way. */
export function carryTraces(): void {
  context.setGlobalContextManager(new AsyncContexts());
}

const TRACE_PARENT = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** A W3C `traceparent` as a context; null for what is none. */
export function readTraceParent(header: string | null | undefined): SpanContext | null {
  const [, traceId = '', spanId = '', flags = ''] = TRACE_PARENT.exec(header ?? '') ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(parent) ? parent : null;
}

/** The span at work, as jobs and other services are told of it; null outside any trace. */
export function currentTraceParent(): string | null {
  const current = trace.getSpanContext(context.active());
  if (!current || !isSpanContextValid(current)) return null;
  const flags = current.traceFlags.toString(16).padStart(2, '0');
  return `00-${current.traceId}-${current.spanId}-${flags}`;
}

/** The context in which what follows belongs to the trace of `parent`. */
export function contextOf(parent: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** Runs `work` as a part of the trace of `traceParent`, where that is one. */
export function inTraceOf<T>(traceParent: string | null, work: () => T): T {
  const parent = traceParent === null ? null : readTraceParent(traceParent);
  return parent ? context.with(contextOf(parent), work) : work();
}

/** What log lines call the trace of `traceParent`: to be spread into what they carry. */
export function traceFields(traceParent: string | null): { traceId?: string } {
  const parent = readTraceParent(traceParent);
  return parent ? { traceId: parent.traceId } : {};
}
