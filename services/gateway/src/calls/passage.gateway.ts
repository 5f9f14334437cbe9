import type { Refusal } from '@tidegate/contracts';
import type { Endpoint } from '../routing/endpoint.ts';
import { eventOf, keptAliveBy } from '../waiting/keep-alive-chunk.ts';
import { retryAfterMs } from '../waiting/retry-after.ts';
import { errorBody } from '../wire/answer.ts';
import { holdAskedMs, isOurToken } from '../wire/request-head.ts';
import { Delivery, type Order } from './delivery.gateway.ts';
import type { Ending } from './ending.ts';
import { HeldReply } from './held-reply.gateway.ts';
import type { Means } from './means.gateway.ts';
import type { Relay } from './relay.gateway.ts';
import { HttpReply, type Reply } from './reply.gateway.ts';
import { RequestBody } from './request-body.gateway.ts';
import type { Told, Visit } from './visit.gateway.ts';

/** What the caller asks for beside an answer: a stream of tokens, another protocol on its connection, a model of the replica's. */
export type Wants = Readonly<{
  stream?: boolean;
  upgrade?: Readonly<{ protocol: string; reply: Reply }>;
  naming?: Order['naming'];
}>;

/** A visit on its way to a replica: the visit's head becomes an order, and the order's end becomes the visit's answer. */
export class Passage {
  #body: RequestBody | undefined;
  #delivery: Delivery | undefined;
  #reply: Reply | undefined;

  constructor(
    private readonly visit: Visit,
    private readonly means: Means,
  ) {
    visit.gone = () => {
      this.#gone();
    };
  }

  /** The body is the passage's to give back, however it ends. */
  owns(body: RequestBody): void {
    this.#body = body;
    body.refused = (refusal) => {
      if (this.#delivery) this.#delivery.refuse(refusal);
      else this.#refuse(refusal);
    };
  }

  begin(endpoint: Endpoint, target: string, body: Order['body'], wants: Wants = {}): void {
    const held = wants.stream === true ? this.#heldReply(endpoint, target) : undefined;
    const reply = (this.#reply = wants.upgrade?.reply ?? held ?? new HttpReply(this.visit.res));
    const order: Order = {
      endpoint,
      method: this.visit.method,
      target,
      headers: this.#headers(endpoint, body),
      body,
      ...(wants.naming && { naming: wants.naming }),
      ...(wants.upgrade && { upgrade: wants.upgrade.protocol }),
      holdMs: this.#holdMs(endpoint, held !== undefined),
      reply,
      ownHeaders: (delivery) => {
        // A replica answers: what is held of the body is not needed for another try.
        if (Buffer.isBuffer(body)) this.#body?.release();
        return this.#ownHeaders(delivery);
      },
      ...(held && {
        waits: (isWaiting: boolean) => {
          if (isWaiting) held.wait();
          else held.stopWaiting();
        },
      }),
      over: (ending) => {
        this.#over(ending);
      },
    };
    this.#delivery = new Delivery(order, this.means);
    this.#delivery.begin();
  }

  /** While replicas are being replaced a request is no less wanted for having come between two of them. */
  #holdMs({ isReplacing }: Endpoint, isStream: boolean): number {
    const { holdMs, longestHoldMs } = this.means.settings;
    return holdAskedMs(this.visit.head, longestHoldMs) ?? (isStream || isReplacing ? longestHoldMs : holdMs);
  }

  #heldReply(endpoint: Endpoint, target: string): HeldReply | undefined {
    const kind = keptAliveBy(target);
    if (!kind) return undefined;
    const { requestId, atMs, res } = this.visit;
    const { silenceMs, keepAliveMs } = this.means.settings;
    const { model } = endpoint.configured;
    const facts = { requestId, model, createdAtSeconds: Math.floor(atMs / 1000) };
    return new HeldReply(res, { kind, facts, silenceMs, keepAliveMs });
  }

  #headers(endpoint: Endpoint, body: Order['body']): string[] {
    const { head } = this.visit;
    const headers = this.visit.headersOnward();
    const { isPublic } = endpoint.configured;
    if (head.authorization !== undefined && isPublic && !isOurToken(head.authorization))
      headers.push('authorization', head.authorization);
    if (body instanceof RequestBody && head.contentLength !== undefined)
      headers.push('content-length', String(head.contentLength));
    return headers;
  }

  #ownHeaders({ relay, replica, queueMs, wakeMs }: Delivery): readonly string[] {
    const ttfbMs = relay ? performance.now() - relay.sentAtMs : 0;
    return [
      'x-request-id',
      this.visit.requestId,
      'x-tidegate-replica',
      replica?.id ?? '',
      'server-timing',
      `queue;dur=${queueMs.toFixed(1)}, wake;dur=${wakeMs.toFixed(1)}, ttfb;dur=${ttfbMs.toFixed(1)}`,
    ];
  }

  #over(ending: Ending): void {
    switch (ending.kind) {
      case 'answered':
        this.#end('answered');
        break;
      case 'cut':
        this.visit.res.destroy();
        this.#end('cut');
        break;
      case 'cancelled':
        this.#end('client_gone');
        break;
      case 'refused':
        this.#refuse(ending.refusal);
        break;
    }
  }

  #refuse(refusal: Refusal): void {
    this.#body?.abandon();
    const reply = this.#reply;
    if (reply instanceof HeldReply && reply.begun) {
      reply.fail(eventOf(errorBody(refusal)));
      this.visit.finish('refused', { ...this.#told(), status: 200 });
      return;
    }
    if (reply instanceof HeldReply) reply.stopWaiting();
    this.visit.refuse(refusal, this.#retryAfterMs(), this.#told());
  }

  #retryAfterMs(): number {
    const delivery = this.#delivery;
    const startMs = this.visit.endpoint?.startMs ?? null;
    const sinceMs = delivery?.firstWaitedAtMs ?? 0;
    return retryAfterMs(startMs, sinceMs > 0 ? performance.now() - sinceMs : 0);
  }

  #end(outcome: 'answered' | 'cut' | 'client_gone'): void {
    this.#body?.abandon();
    if (outcome !== 'answered' && this.#reply instanceof HeldReply) this.#reply.cut();
    this.visit.finish(outcome, this.#told());
  }

  #told(): Told {
    const bytesIn = this.#body?.bytes ?? 0;
    const delivery = this.#delivery;
    if (!delivery) return { bytesIn };
    const { relay, replica, queueMs, wakeMs } = delivery;
    const told = { bytesIn, queueMs, wakeMs, ...(replica && { replicaId: replica.id }) };
    return relay ? { ...told, ...answerFacts(relay, this.visit.arrivedAtMs) } : told;
  }

  #gone(): void {
    if (this.#delivery) this.#delivery.cancel();
    else this.#end('client_gone');
  }
}

const answerFacts = ({ status, bytesOut, firstByteAtMs }: Relay, arrivedAtMs: number): Told => ({
  status,
  bytesOut,
  firstByteMs: firstByteAtMs > 0 ? firstByteAtMs - arrivedAtMs : -1,
});
