import {
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  context,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';
import type { Request } from 'express';
import type { Ids } from '../ids';
import { contextOf, readTraceParent, tracer } from '../trace';

/** The part of a trace that a request is. */
export interface RequestTrace {
  /** W3C: 32 hexadecimal digits. */
  traceId: string;
  /** What the request is served in. */
  context: Context;
  /** The request is over. `status` is null when its answer did not arrive. */
  end(route: string | null, status: number | null): void;
}

/** Goes on with the caller's trace, by its `traceparent`, or begins one. */
export function traceOf(request: Request, ids: Ids): RequestTrace {
  const active = trace.getSpanContext(context.active());
  // Instrumentation of HTTP has made the request's span already.
  if (active && isSpanContextValid(active))
    return { traceId: active.traceId, context: context.active(), end: () => undefined };
  const caller = readTraceParent(request.get('traceparent'));
  const parent = caller ? contextOf(caller) : context.active();
  const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
  const own = span.spanContext();
  if (isSpanContextValid(own)) {
    return { traceId: own.traceId, context: trace.setSpan(parent, span), end: endOf(span, request.method) };
  }
  // Nobody records spans: the ids are all there is of this one.
  const traceId = ids.uuid().replaceAll('-', '');
  const spanId = ids.uuid().replaceAll('-', '').slice(0, 16);
  return { traceId, context: contextOf({ traceId, spanId, traceFlags: TraceFlags.NONE }), end: () => undefined };
}

const endOf =
  (span: Span, method: string): RequestTrace['end'] =>
  (route, status) => {
    if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
    if (status !== null) span.setAttribute('http.response.status_code', status);
    if (status === null || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
