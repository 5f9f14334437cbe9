import { Refusal } from '@tidegate/contracts';
import type { Allowance } from '../limits/allowance.ts';
import type { Usage } from '../limits/usage.ts';
import { type Endpoint, countServed, isClosed } from '../routing/endpoint.ts';
import { served, struck } from '../routing/health.ts';
import { type Limits, limitsOf } from '../routing/limits.ts';
import { pickFor } from '../routing/pick.ts';
import { type Replica, answered, eject } from '../routing/replica.ts';
import { type Rollout, countIn } from '../routing/rollout.ts';
import { Slot } from '../routing/slot.ts';
import { isBroke } from '../routing/spending.ts';
import type { HeaderLines } from '../wire/header-lines.ts';
import type { Latin1 } from '../wire/json-body.ts';
import { type Ending, failed, failedAtReplica } from './ending.ts';
import type { IncomingBody, Reply } from './exchange.gateway.ts';
import type { Means } from './means.gateway.ts';
import { Relay, type RelayEnd } from './relay.gateway.ts';
import type { RequestTrace } from './request-trace.gateway.ts';
import type { Outgoing } from './upstream.gateway.ts';

const MS_PER_SECOND = 1000;

/** A request for an endpoint, whoever makes it. */
export type Order = Readonly<{
  endpoint: Endpoint;
  method: string;
  target: string;
  headers: HeaderLines;
  /** The whole body, the caller's connection to read it from, or none. */
  body: Buffer | IncomingBody | null;
  /** The whole body once more, with the replica's word for the model in it. */
  naming?: ((model: string) => Buffer | Latin1) | undefined;
  /** Ask the replica to switch protocols. */
  upgrade?: string | undefined;
  holdMs: number;
  /** Of a request whose endpoint sends those that begin alike to the same replica. */
  affinityKey?: number | undefined;
  /** Its answer may say what it used of a model. */
  readsUsage?: boolean | undefined;
  /** What it uses of a model is taken of these limits. */
  allowance?: Allowance | undefined;
  reply: Reply;
  /** Of a request that a caller waits for. */
  trace?: RequestTrace | undefined;
  /** Headers of the answer that say how it came about. */
  ownHeaders: (delivery: Delivery) => HeaderLines;
  /** It waits, or is on its way again. */
  waits?: ((isWaiting: boolean) => void) | undefined;
  /** Called once. */
  over: (ending: Ending) => void;
}>;

/** One request on its way: to a replica if one can take it, else to the waiting room, and again until answered. */
export class Delivery {
  relay: Relay | undefined;
  replica: Replica | undefined;
  queueMs = 0;
  wakeMs = 0;
  /** Known once it is over. */
  usage: Usage | null = null;
  /** Replicas it was sent to, those that could not be reached too. */
  attempts = 0;
  /** Monotonic milliseconds since when it waits. */
  waitsSinceMs = 0;
  /** The same of the first time; its hold counts from there. */
  firstWaitedAtMs = 0;
  /** In [0, 1): on which side of a canary it is served. */
  readonly side = Math.random();
  readonly #limits: Limits;
  #total: NodeJS.Timeout | undefined;
  /** The one that was open when it was last sent: it counts for no other, also when that has ended meanwhile. */
  #rollout: Rollout | undefined;
  #slot: Slot | undefined;
  #tried: Set<Replica> | undefined;
  #over = false;

  constructor(
    readonly order: Order,
    private readonly means: Means,
  ) {
    this.#limits = limitsOf(order.endpoint.configured.timeouts, means.settings);
  }

  begin(): void {
    const { totalMs } = this.#limits;
    this.order.endpoint.traffic.requestsTotal++;
    if (totalMs > 0)
      this.#total = setTimeout(() => {
        this.#timeIsUp(totalMs);
      }, totalMs);
    this.place();
  }

  /** To a replica right away, unless others wait already: nobody overtakes them. */
  place(): void {
    const { endpoint } = this.order;
    if (this.#over) return;
    const shut = shutRefusal(endpoint);
    if (shut) {
      this.refuse(shut);
      return;
    }
    const replica = this.means.room.isQueued(endpoint)
      ? undefined
      : pickFor(endpoint, this.side, {
          nowMs: performance.now(),
          random: Math.random(),
          tried: this.#tried,
          affinityKey: this.order.affinityKey,
        });
    if (replica) this.send(replica);
    else this.means.room.enter(this);
  }

  send(replica: Replica): void {
    const { order, means } = this;
    this.attempts++;
    this.#slot = new Slot(replica);
    this.#rollout = replica.endpoint.rollout;
    this.replica = replica;
    order.trace?.sent(replica);
    const relay = new Relay({
      reply: order.reply,
      idleTimeoutMs: this.#limits.idleMs,
      readsUsage: order.readsUsage === true,
      ownHeaders: () => order.ownHeaders(this),
      over: (end) => {
        this.#ended(relay, replica, end);
      },
    });
    this.relay = relay;
    try {
      means.upstreams.send(replica.origin, this.#outgoing(replica), relay);
    } catch {
      this.#slot.release();
      // What the client library refuses to write cannot be sent to any replica.
      this.refuse(new Refusal('request.malformed'));
    }
  }

  /** The caller is gone. */
  cancel(): void {
    this.#finish({ kind: 'cancelled' });
  }

  refuse(refusal: Refusal): void {
    this.#finish(this.relay?.answered === true ? { kind: 'cut' } : { kind: 'refused', refusal });
  }

  /** Called when the wait is over: `replica` is there. */
  release(replica: Replica): void {
    const nowMs = performance.now();
    const waitedMs = nowMs - this.waitsSinceMs;
    const wakeMs = Math.min(Math.max(replica.endpoint.readySinceMs - this.waitsSinceMs, 0), waitedMs);
    this.wakeMs += wakeMs;
    this.queueMs += waitedMs - wakeMs;
    this.order.waits?.(false);
    this.send(replica);
  }

  #outgoing({ model }: Replica): Outgoing {
    const { method, target: path, headers, body, naming, upgrade } = this.order;
    const bytes = naming ? naming(model) : body;
    const isWhole = bytes === null || typeof bytes === 'string' || Buffer.isBuffer(bytes);
    return {
      method,
      path,
      headers,
      body: isWhole ? bytes : bytes.stream(),
      trailers: isWhole ? undefined : bytes.trailers,
      firstByteMs: this.#limits.firstByteMs,
      idleMs: this.#limits.idleMs,
      upgrade,
    };
  }

  #ended({ sentAtMs }: Relay, replica: Replica, end: RelayEnd): void {
    if (this.#slot?.release() === true) {
      if (end !== 'unsent')
        countServed(replica.endpoint.traffic, (performance.now() - sentAtMs) / MS_PER_SECOND);
      if (replica.state === 'draining') this.means.emptied(replica);
    }
    if (this.relay?.answered === true) answered(replica);
    if (end === 'unsent') this.#elsewhere(replica);
    else this.#finish(this.#endingOf(end));
    this.means.room.freed(this.order.endpoint);
  }

  /** Nothing was sent, so it may be tried again: at another replica at once, or in its turn if it has waited before. */
  #elsewhere(replica: Replica): void {
    eject(replica, performance.now());
    this.#tried = (this.#tried ?? new Set()).add(replica);
    this.relay = undefined;
    if (this.#over) return;
    if (this.firstWaitedAtMs > 0) this.means.room.comeBack(this);
    else this.place();
  }

  #endingOf(end: Exclude<RelayEnd, 'unsent'>): Ending {
    if (end === 'done') return { kind: 'answered' };
    if (end === 'cancelled') return { kind: 'cut', byCaller: true };
    if (this.relay?.answered === true) return { kind: 'cut' };
    if (end === 'failed') return { kind: 'refused', refusal: new Refusal('replica.unreachable') };
    return { kind: 'refused', refusal: tooLate(this.#limits.firstByteMs) };
  }

  /** Whatever it is doing: waiting, being asked, or being answered. */
  #timeIsUp(totalMs: number): void {
    this.refuse(this.relay ? tooLate(totalMs) : inVain(this.order.endpoint));
  }

  #finish(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#total);
    this.means.room.leave(this);
    // Its end gives the slot back.
    this.relay?.cancel();
    this.#count(ending);
    this.#spend();
    this.order.over(ending);
  }

  #count(ending: Ending): void {
    const { endpoint } = this.order;
    const status = this.relay?.status ?? 0;
    if (failed(ending, status)) endpoint.traffic.errorsTotal++;
    if (!this.replica) return;
    const isItsFault = failedAtReplica(ending, status);
    if (this.#rollout) countIn(this.#rollout, this.replica.template, isItsFault);
    // One that was not reached is left out for that.
    if (isItsFault && this.relay) struck(this.replica, performance.now());
    else if (ending.kind === 'answered') served(this.replica);
  }

  #spend(): void {
    this.usage = this.relay?.usage() ?? null;
    if (!this.usage) return;
    const { promptTokens, completionTokens } = this.usage;
    this.order.allowance?.spend((promptTokens ?? 0) + completionTokens, performance.now());
  }
}

const tooLate = (afterMs: number): Refusal => new Refusal('replica.timeout', { seconds: afterMs / 1000 });

/** It waited as long as it could, or would: for a replica to be ready, or for a place at one that is. */
export const inVain = ({ ready, configured: { replicaPlaces } }: Endpoint): Refusal =>
  new Refusal(ready.length > 0 && replicaPlaces !== null ? 'endpoint.busy' : 'endpoint.waking');

export const closedRefusal = ({ id, state }: Endpoint): Refusal =>
  state === 'deleted'
    ? new Refusal('endpoint.deleted', { endpointId: id })
    : new Refusal('endpoint.stopped', { endpointId: id, state });

/** Why it takes no request now and lets none wait; undefined: it does. */
export const shutRefusal = (endpoint: Endpoint): Refusal | undefined => {
  if (isClosed(endpoint)) return closedRefusal(endpoint);
  return isBroke(endpoint, Date.now())
    ? new Refusal('billing.spending_stopped', { endpointId: endpoint.id })
    : undefined;
};
