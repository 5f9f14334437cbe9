import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { Refusal } from '@tidegate/contracts';
import type { AccessRecord } from '../reports/access-record.ts';
import type { AccessLog } from '../reports/access-log.loop.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { type Answer, type ErrorShape, refusalAnswer } from '../wire/answer.ts';
import { type RequestHead, readHead, saneRequestId } from '../wire/request-head.ts';
import { isValid, readTraceparent, writeTraceparent } from '../wire/trace-context.ts';
import type { Caller, Callers } from './callers.gateway.ts';
import { newRequestId } from './request-id.gateway.ts';

/** What is left of a refused caller's body is read for so long, so that the answer reaches it before the connection breaks. */
const LINGER_MS = 5000;

const log = new Logger('front-door');
const tracer = trace.getTracer('tidegate');

/** What is told about a request once it is over, beside what the visit itself knows. */
export type Told = Partial<
  Pick<AccessRecord, 'replicaId' | 'bytesIn' | 'bytesOut' | 'firstByteMs' | 'queueMs' | 'wakeMs' | 'status'>
>;

/** What a visit finds where it enters. */
export type Entrance = Readonly<{ accessLog: AccessLog; callers: Callers; isInternal: boolean }>;

/** One request at the front door, from its head to its line in the access log. */
export class Visit {
  readonly head: RequestHead;
  readonly caller: Caller;
  readonly requestId: string;
  readonly arrivedAtMs = performance.now();
  readonly atMs = Date.now();
  readonly method: string;
  readonly url: string;
  endpoint: Endpoint | undefined;
  tokenId = '';
  shape: ErrorShape = 'openai';
  /** What to do when the caller hangs up. */
  gone: () => void = () => undefined;
  /** Called once it is over. */
  left: () => void = () => undefined;
  readonly #span: Span;
  #over = false;

  constructor(
    readonly req: IncomingMessage,
    readonly res: ServerResponse,
    private readonly entrance: Entrance,
  ) {
    this.method = req.method ?? 'GET';
    this.url = req.url ?? '/';
    this.head = readHead(req.rawHeaders);
    this.caller = entrance.callers.of(req.socket, this.head, this.url, entrance.isInternal);
    this.requestId = saneRequestId(this.head.requestId) ?? newRequestId();
    this.#span = startSpan(this.method, this.head.traceparent);
    req.socket.once('close', this.#closed);
  }

  /** For the next hop: this request's own span, or the caller's context when nothing is traced here. */
  get traceparent(): string | undefined {
    const context = this.#span.spanContext();
    return isValid(context) ? writeTraceparent(context) : this.head.traceparent;
  }

  /** What the next hop is told of this request: names and values by turns, after what the caller may hand on. */
  headersOnward(): string[] {
    const { head, caller, requestId, traceparent } = this;
    const headers = head.forward;
    headers.push('x-request-id', requestId, 'x-forwarded-proto', caller.proto);
    headers.push('x-forwarded-for', caller.address);
    if (caller.host !== undefined) headers.push('x-forwarded-host', caller.host);
    if (traceparent !== undefined) headers.push('traceparent', traceparent);
    return headers;
  }

  /** Runs a step of the request; a refusal is answered, a bug is answered `internal` and logged once. */
  step(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    if (error instanceof Refusal) {
      this.refuse(error);
      return;
    }
    log.error(
      { event: 'request.failed', requestId: this.requestId, stack: (error as Error).stack },
      `a request failed: ${(error as Error).message}`,
    );
    this.refuse(new Refusal('internal', { requestId: this.requestId }));
  }

  refuse(refusal: Refusal, retryAfterMs?: number, told: Told = {}): void {
    this.answer(refusalAnswer(refusal, this.shape, this.requestId, retryAfterMs), told, 'refused');
  }

  answer(
    { status, headers, body }: Answer,
    told: Told = {},
    outcome: AccessRecord['outcome'] = 'answered',
  ): void {
    if (this.#over) return;
    const { res } = this;
    if (res.headersSent) res.destroy();
    else {
      const hasId = headers.includes('x-request-id');
      res.writeHead(status, [...headers, ...(hasId ? [] : ['x-request-id', this.requestId])]);
      res.end(body);
      if (!this.req.complete) this.#linger();
    }
    this.finish(outcome, { bytesOut: Buffer.byteLength(body), ...told, status });
  }

  finish(outcome: AccessRecord['outcome'], told: Told): void {
    if (this.#over) return;
    this.#over = true;
    this.req.socket.off('close', this.#closed);
    this.left();
    this.entrance.accessLog.push({
      requestId: this.requestId,
      atMs: this.atMs,
      method: this.method,
      path: pathOf(this.url),
      outcome,
      clientAddress: this.caller.address,
      ...this.#whose(),
      ...UNTOLD,
      ...told,
      durationMs: performance.now() - this.arrivedAtMs,
    });
    this.#endSpan(told.status ?? 0, told.replicaId);
  }

  readonly #closed = (): void => {
    if (!this.#over) this.gone();
  };

  #whose(): Pick<AccessRecord, 'projectId' | 'endpointId' | 'tokenId' | 'traceId'> {
    const { endpoint, tokenId } = this;
    const context = this.#span.spanContext();
    return {
      projectId: endpoint?.projectId ?? '',
      endpointId: endpoint?.id ?? '',
      tokenId,
      traceId: isValid(context) ? context.traceId : '',
    };
  }

  #endSpan(status: number, replicaId: string | undefined): void {
    const span = this.#span;
    if (span.isRecording()) {
      span.setAttribute('http.response.status_code', status);
      if (this.endpoint) span.setAttribute('tidegate.endpoint.id', this.endpoint.id);
      if (replicaId !== undefined) span.setAttribute('tidegate.replica.id', replicaId);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }

  #linger(): void {
    const { req, res } = this;
    const timer = setTimeout(() => req.socket.destroy(), LINGER_MS);
    const stop = (): void => {
      clearTimeout(timer);
    };
    req.once('end', stop);
    res.once('close', stop);
    req.resume();
  }
}

const startSpan = (method: string, traceparent: string | undefined): Span => {
  const parent = readTraceparent(traceparent);
  const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
  return tracer.startSpan(
    `${method} request`,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
    context,
  );
};

const LONGEST_PATH = 512;
const pathOf = (url: string): string => {
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)).slice(0, LONGEST_PATH);
};

const UNTOLD = {
  status: 0,
  replicaId: '',
  bytesIn: 0,
  bytesOut: 0,
  firstByteMs: -1,
  queueMs: 0,
  wakeMs: 0,
};
