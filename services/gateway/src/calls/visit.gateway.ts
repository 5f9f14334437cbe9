import { Logger } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { type AccessRecord, type Told, accessRecord, pathOf } from '../reports/access-record.ts';
import type { AccessLog } from '../reports/access-log.loop.ts';
import { type Allowance, RateLimited } from '../limits/allowance.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { type Answer, type ErrorShape, refusalAnswer } from '../wire/answer.ts';
import { type HeaderLines, line, pairsOf } from '../wire/header-lines.ts';
import { type RequestHead, saneRequestId } from '../wire/request-head.ts';
import type { Caller, Callers } from './callers.gateway.ts';
import type { Exchange, IncomingBody } from './exchange.gateway.ts';
import { newRequestId } from './request-id.gateway.ts';
import { RequestTrace } from './request-trace.gateway.ts';

export type { Told };

const log = new Logger('front-door');

/** What a visit finds where it enters. */
export type Entrance = Readonly<{ accessLog: AccessLog; callers: Callers; isInternal: boolean }>;

const nothing = (): void => undefined;

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
  /** Given back when the visit is over, however that came about. */
  body: IncomingBody | undefined;
  /** Among those that are open. */
  place = -1;
  /** Undefined: it is under no limit. */
  allowance: Allowance | undefined;
  shape: ErrorShape = 'openai';
  /** What to do when the caller hangs up. */
  gone: () => void = nothing;
  /** Called once it is over. */
  left: () => void = nothing;
  readonly trace: RequestTrace;
  #over = false;

  constructor(
    readonly exchange: Exchange,
    private readonly entrance: Entrance,
  ) {
    const { method, url, head, peer } = exchange;
    this.method = method;
    this.url = url;
    this.head = head;
    this.caller = entrance.callers.of(peer, head, url, entrance.isInternal);
    this.requestId = saneRequestId(this.head.requestId) ?? newRequestId();
    this.trace = new RequestTrace(method, head.traceparent);
    exchange.onGone(() => {
      if (!this.#over) this.gone();
    });
  }

  /** What the next hop is told of this request, after what the caller may hand on. */
  headersOnward(): HeaderLines {
    const { head, caller, requestId } = this;
    const { traceparent } = this.trace;
    const lines = head.forward + caller.onward + line('x-request-id', requestId);
    return traceparent === undefined ? lines : lines + line('traceparent', traceparent);
  }

  /** What is left of the limits that it is under. */
  limitHeaders(): HeaderLines {
    return this.allowance?.headers(performance.now()) ?? '';
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
      this.refuse(error, error instanceof RateLimited ? error.retryAfterMs : undefined);
      return;
    }
    log.error(
      { event: 'request.failed', requestId: this.requestId, stack: (error as Error).stack },
      `a request failed: ${(error as Error).message}`,
    );
    this.refuse(new Refusal('internal', { requestId: this.requestId }));
  }

  refuse(refusal: Refusal, retryAfterMs?: number, told: Told = {}): void {
    const answer = refusalAnswer(refusal, this.shape, this.requestId, retryAfterMs);
    this.answer(answer, { ...told, code: refusal.code }, 'refused');
  }

  answer(
    { status, headers, body }: Answer,
    told: Told = {},
    outcome: AccessRecord['outcome'] = 'answered',
  ): void {
    if (this.#over) return;
    const { exchange, requestId } = this;
    if (exchange.isBegun()) exchange.reply.cut();
    else {
      const withId = headers.includes('x-request-id') ? headers : [...headers, 'x-request-id', requestId];
      exchange.answer({ status, headers: [...withId, ...pairsOf(this.limitHeaders())], body });
    }
    this.finish(outcome, { ...told, bytesOut: told.bytesOut ?? Buffer.byteLength(body), status });
  }

  finish(outcome: AccessRecord['outcome'], told: Told): void {
    if (this.#over) return;
    this.#over = true;
    this.exchange.over();
    this.body?.abandon();
    this.left();
    this.entrance.accessLog.push(this.#record(outcome, told));
    this.trace.end({
      status: told.status ?? 0,
      endpointId: this.endpoint?.id,
      replicaId: told.replicaId,
    });
  }

  #record(outcome: AccessRecord['outcome'], told: Told): AccessRecord {
    const { requestId, atMs, method, url, caller, endpoint, tokenId } = this;
    const known = {
      requestId,
      atMs,
      method: method.slice(0, LONGEST_METHOD),
      path: pathOf(url),
      outcome,
      clientAddress: caller.address,
      projectId: endpoint?.projectId ?? '',
      endpointId: endpoint?.id ?? '',
      tokenId,
      durationMs: performance.now() - this.arrivedAtMs,
      traceId: this.trace.traceId,
    };
    return accessRecord(known, told);
  }
}

const LONGEST_METHOD = 32;
