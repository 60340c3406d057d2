import {
  type Context,
  INVALID_SPAN_CONTEXT,
  type Link,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  context as contexts,
  trace,
} from '@opentelemetry/api';

export interface RecordedSpan {
  name: string;
  traceId: string;
  parentSpanId: string | null;
  links: readonly Link[];
  failed: boolean;
  ended: boolean;
}

/** Stands for an SDK: records spans as one would, and sends them nowhere. */
export class RecordedSpans implements TracerProvider {
  readonly spans: RecordedSpan[] = [];
  private ids = 0;

  /** From now on, all spans of this file's tests come here. Once in a file. */
  static start(): RecordedSpans {
    const recorded = new RecordedSpans();
    if (!trace.setGlobalTracerProvider(recorded)) throw new Error('Spans are recorded already.');
    return recorded;
  }

  getTracer(): Tracer {
    const startSpan = (name: string, options: SpanOptions = {}, parent: Context = contexts.active()) =>
      this.begin(name, options, parent);
    return {
      startSpan,
      startActiveSpan: () => {
        throw new Error('The application starts spans and runs what belongs to them itself.');
      },
    };
  }

  private begin(name: string, { links = [] }: SpanOptions, parent: Context): Span {
    const above = trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT;
    const isRoot = above.traceId === INVALID_SPAN_CONTEXT.traceId;
    const id = ++this.ids;
    const traceId = isRoot ? id.toString(16).padStart(32, 'a') : above.traceId;
    const spanId = id.toString(16).padStart(16, 'b');
    const parentSpanId = isRoot ? null : above.spanId;
    const recorded: RecordedSpan = { name, traceId, parentSpanId, links, failed: false, ended: false };
    this.spans.push(recorded);
    const span: Span = {
      spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
      setAttribute: () => span,
      setAttributes: () => span,
      addEvent: () => span,
      addLink: () => span,
      addLinks: () => span,
      setStatus: () => {
        recorded.failed = true;
        return span;
      },
      updateName: (other) => {
        recorded.name = other;
        return span;
      },
      end: () => void (recorded.ended = true),
      isRecording: () => true,
      recordException: () => undefined,
    };
    return span;
  }
}
