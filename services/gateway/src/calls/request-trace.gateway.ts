import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { exportsTraces } from '@tidegate/bootstrap';
import { readTraceparent, writeTraceparent } from '../wire/trace-context.ts';

const tracer = trace.getTracer('tidegate');

/** What became of a request, as its span tells it. */
export type Traced = Readonly<{
  status: number;
  endpointId: string | undefined;
  replicaId: string | undefined;
}>;

/** What let it go on: a replica, and whose trace that one's start is part of. */
type Released = Readonly<{ id: string; startedBy: string | undefined }>;

/**
 * A request's place in a trace: spans of its own where spans go somewhere, else the caller's context, which is handed on
 * as it came. Its waits and its tries at replicas are spans below it.
 */
export class RequestTrace {
  readonly #span: Span | undefined;
  #wait: Span | undefined;
  #upstream: Span | undefined;

  constructor(
    method: string,
    private readonly given: string | undefined,
  ) {
    this.#span = exportsTraces() ? startSpan(method, given) : undefined;
  }

  /** For the next hop. */
  get traceparent(): string | undefined {
    return this.#span ? writeTraceparent(this.#span.spanContext()) : this.given;
  }

  /** Empty where there is none. */
  get traceId(): string {
    if (this.#span) return this.#span.spanContext().traceId;
    return this.given === undefined ? '' : (readTraceparent(this.given)?.traceId ?? '');
  }

  /**
   * It waits for a replica.
   * @param wokenBy the context of the wait that the wake is part of already, if there is one: many calls share a wake
   * @returns the context of this wait
   */
  waits(wokenBy: string | undefined): string | undefined {
    if (!this.#span) return this.given;
    this.#wait ??= this.#child('wait for a replica', SpanKind.INTERNAL);
    link(this.#wait, wokenBy);
    return this.#wait && writeTraceparent(this.#wait.spanContext());
  }

  /** A replica takes it. */
  sent({ id, startedBy }: Released): void {
    if (!this.#span) return;
    if (this.#wait) link(this.#wait, startedBy);
    this.#wait?.end();
    this.#wait = undefined;
    this.#upstream?.end();
    this.#upstream = this.#child('replica request', SpanKind.CLIENT);
    this.#upstream?.setAttribute('tidegate.replica.id', id);
  }

  firstByte(): void {
    this.#upstream?.addEvent('first byte');
  }

  end({ status, endpointId, replicaId }: Traced): void {
    const span = this.#span;
    if (span?.isRecording() === true) {
      span.setAttribute('http.response.status_code', status);
      if (endpointId !== undefined) span.setAttribute('tidegate.endpoint.id', endpointId);
      if (replicaId !== undefined) span.setAttribute('tidegate.replica.id', replicaId);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#wait?.end();
    this.#upstream?.end();
    span?.end();
  }

  #child(name: string, kind: SpanKind): Span | undefined {
    return this.#span && tracer.startSpan(name, { kind }, trace.setSpan(ROOT_CONTEXT, this.#span));
  }
}

const link = (span: Span | undefined, traceparent: string | undefined): void => {
  const context = readTraceparent(traceparent);
  if (context && context.spanId !== span?.spanContext().spanId) span?.addLink({ context });
};

const startSpan = (method: string, traceparent: string | undefined): Span => {
  const parent = readTraceparent(traceparent);
  const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
  const span = tracer.startSpan(`${method} request`, { kind: SpanKind.SERVER }, context);
  span.setAttribute('http.request.method', method);
  return span;
};
