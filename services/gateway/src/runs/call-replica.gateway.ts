import { Injectable } from '@nestjs/common';
import { Delivery } from '../calls/delivery.gateway.ts';
import type { Ending } from '../calls/ending.ts';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { toldOf } from '../calls/told.gateway.ts';
import type { Stored } from '../invocations/invocation-row.ts';
import { AccessLog } from '../reports/access-log.loop.ts';
import { type AccessRecord, accessRecord, pathOf } from '../reports/access-record.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { ByteBudget, Share } from '../waiting/byte-budget.ts';
import { type HeaderLines, line } from '../wire/header-lines.ts';
import { type InferenceBody, isReadable, readInferenceBody } from '../wire/inference-body.ts';
import { namesModel } from '../wire/route.ts';
import { CollectedReply } from './collected-reply.gateway.ts';
import type { TryResult } from './judge.ts';

/** One try under way. */
export type Call = Readonly<{
  result: Promise<TryResult>;
  /** Ends it at its replica; nothing happens when it is over. */
  callBack: () => void;
}>;

/** Tries invocations at replicas. None waits for one: who cannot be taken at once is turned away, and nobody’s place is taken. */
@Injectable()
export class CallReplica {
  readonly #bytes: ByteBudget;

  constructor(
    private readonly means: Means,
    private readonly tables: Tables,
    private readonly accessLog: AccessLog,
  ) {
    this.#bytes = new ByteBudget(means.settings.invocationBytes);
  }

  /** How many more bodies of the largest size are surely held at once. */
  get room(): number {
    const { limit, used } = this.#bytes;
    return Math.floor((limit - used) / this.means.settings.invocationBodyBytes);
  }

  begin(endpoint: Endpoint, invoked: Stored, body: Buffer): Call {
    const { resultBytes, invocationTryMs } = this.means.settings;
    const share = new Share(this.#bytes);
    if (!share.grow(body.length)) return TURNED_AWAY;
    const reply = new CollectedReply(resultBytes, share);
    const over = Promise.withResolvers<TryResult>();
    const began = { atMs: Date.now(), arrivedAtMs: performance.now() };
    const bytesIn = body.length;
    let isCalledBack = false;
    const read = readable(body, invoked);
    const { isAffine, rateLimits } = endpoint.configured;
    const delivery = new Delivery(
      {
        endpoint,
        method: 'POST',
        target: invoked.path,
        headers: headersOf(invoked),
        body,
        ...(read && { naming: read.naming, readsUsage: true }),
        affinityKey: isAffine ? read?.affinityKey() : undefined,
        // It was counted as a request when it was accepted; what it uses of a model is known only now.
        allowance: rateLimits ? this.tables.limiter.allowance(rateLimits, performance.now()) : undefined,
        holdMs: 0,
        reply,
        ownHeaders: () => '',
        over: (ending) => {
          clearTimeout(limit);
          over.resolve(isCalledBack ? { kind: 'called_back' } : resultOf(ending, reply, delivery));
          share.giveBack();
          if (delivery.replica)
            this.accessLog.push(recordOf(invoked, ending, delivery, { ...began, bytesIn }));
        },
      },
      this.means,
    );
    const limit = setTimeout(() => {
      delivery.cancel();
    }, invocationTryMs);
    delivery.begin();
    return {
      result: over.promise,
      callBack: () => {
        isCalledBack = true;
        delivery.cancel();
      },
    };
  }
}

const TURNED_AWAY: Call = {
  result: Promise.resolve({ kind: 'turned_away' }),
  callBack: () => undefined,
};

const readable = (body: Buffer, { path, contentType }: Stored): InferenceBody | undefined => {
  if (!namesModel(path) || !isReadable(contentType, undefined)) return undefined;
  try {
    return readInferenceBody(body, contentType);
  } catch {
    // It was accepted as something else than text: compressed, for one. The replica may understand it.
    return undefined;
  }
};

/** Every try carries the same id, by which a replica may know a request that it had before. */
const headersOf = ({ id, contentType }: Stored): HeaderLines =>
  line('x-request-id', id) + (contentType === '' ? '' : line('content-type', contentType));

const resultOf = (
  ending: Ending,
  { status, contentType, body, tooLarge, outOfRoom }: CollectedReply,
  { relay }: Delivery,
): TryResult => {
  switch (ending.kind) {
    case 'answered':
      if (outOfRoom) return { kind: 'unanswered', problem: 'the gateway had no room for the answer' };
      return { kind: 'answered', status, contentType, body, tooLarge };
    case 'refused':
      // What was refused before anything was sent says nothing about the request.
      return relay ? { kind: 'unanswered', problem: ending.refusal.message } : { kind: 'turned_away' };
    case 'cut':
      return { kind: 'unanswered', problem: 'the answer broke off' };
    case 'cancelled':
      return { kind: 'unanswered', problem: 'it took too long' };
  }
};

const OUTCOMES = {
  answered: 'answered',
  refused: 'refused',
  cut: 'cut',
  cancelled: 'cut',
} as const satisfies Record<Ending['kind'], AccessRecord['outcome']>;

type Began = Readonly<{ atMs: number; arrivedAtMs: number; bytesIn: number }>;

/** A try is a request of its own, under the invocation's id; nobody waits for it, and it came from no address. */
const recordOf = (
  { id, projectId, path }: Stored,
  ending: Ending,
  delivery: Delivery,
  { atMs, arrivedAtMs, bytesIn }: Began,
): AccessRecord =>
  accessRecord(
    {
      requestId: id,
      atMs,
      method: 'POST',
      path: pathOf(`/api/d/${delivery.order.endpoint.id}${path}`),
      outcome: OUTCOMES[ending.kind],
      clientAddress: '',
      projectId,
      endpointId: delivery.order.endpoint.id,
      tokenId: '',
      durationMs: performance.now() - arrivedAtMs,
      traceId: '',
    },
    {
      ...toldOf(delivery, arrivedAtMs),
      bytesIn,
      ...(ending.kind === 'refused' && { code: ending.refusal.code }),
    },
  );
