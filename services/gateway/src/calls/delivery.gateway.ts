import { REFUSALS, Refusal } from '@tidegate/contracts';
import { type Endpoint, isClosed } from '../routing/endpoint.ts';
import { pick } from '../routing/pick.ts';
import { type Replica, answered, eject } from '../routing/replica.ts';
import { Slot } from '../routing/slot.ts';
import type { Means } from './means.gateway.ts';
import { Relay, type RelayEnd } from './relay.gateway.ts';
import type { Reply } from './reply.gateway.ts';
import type { RequestBody } from './request-body.gateway.ts';

/** A request for an endpoint, whoever makes it. */
export type Order = Readonly<{
  endpoint: Endpoint;
  method: string;
  target: string;
  /** Names and values by turns. */
  headers: string[];
  /** The whole body, the caller's connection to read it from, or none. */
  body: Buffer | RequestBody | null;
  /** Ask the replica to switch protocols. */
  upgrade?: string;
  holdMs: number;
  reply: Reply;
  /** Headers of the answer that say how it came about. */
  ownHeaders: (delivery: Delivery) => readonly string[];
  /** It waits, or is on its way again. */
  waits?: (isWaiting: boolean) => void;
  /** Called once. */
  over: (ending: Ending) => void;
}>;

/** `refused`: nothing of an answer was sent. `cut`: it broke off in the middle. */
export type Ending =
  | Readonly<{ kind: 'answered' }>
  | Readonly<{ kind: 'refused'; refusal: Refusal }>
  | Readonly<{ kind: 'cut' }>
  | Readonly<{ kind: 'cancelled' }>;

/** One request on its way: to a replica if one can take it, else to the waiting room, and again until answered. */
export class Delivery {
  relay: Relay | undefined;
  replica: Replica | undefined;
  queueMs = 0;
  wakeMs = 0;
  /** Monotonic milliseconds since when it waits. */
  waitsSinceMs = 0;
  /** The same of the first time; its hold counts from there. */
  firstWaitedAtMs = 0;
  readonly createdAtMs = performance.now();
  #slot: Slot | undefined;
  #tried: Set<Replica> | undefined;
  #over = false;

  constructor(
    readonly order: Order,
    private readonly means: Means,
  ) {}

  begin(): void {
    this.order.endpoint.traffic.requestsTotal++;
    this.place();
  }

  /** To a replica right away, unless others wait already: nobody overtakes them. */
  place(): void {
    const { endpoint } = this.order;
    if (this.#over) return;
    if (isClosed(endpoint)) {
      this.refuse(closedRefusal(endpoint));
      return;
    }
    const replica = this.means.room.isQueued(endpoint)
      ? undefined
      : pick(endpoint.ready, { nowMs: performance.now(), random: Math.random(), tried: this.#tried });
    if (replica) this.send(replica);
    else this.means.room.enter(this);
  }

  send(replica: Replica): void {
    const { order, means } = this;
    this.#slot = new Slot(replica);
    this.replica = replica;
    const relay = new Relay({
      reply: order.reply,
      idleTimeoutMs: means.settings.idleTimeoutMs,
      ownHeaders: () => order.ownHeaders(this),
      over: (end) => {
        this.#ended(replica, end);
      },
    });
    this.relay = relay;
    try {
      means.upstreams.to(replica.origin).dispatch(this.#options(), relay);
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

  #options() {
    const { method, target: path, headers, body, upgrade } = this.order;
    return {
      method: method as 'POST',
      path,
      headers,
      body: body === null || Buffer.isBuffer(body) ? body : body.stream(),
      ...(upgrade !== undefined && { upgrade }),
    };
  }

  #ended(replica: Replica, end: RelayEnd): void {
    if (this.#slot?.release() === true && replica.state === 'draining') this.means.emptied(replica);
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
    if (end === 'cancelled' || this.relay?.answered === true) return { kind: 'cut' };
    if (end === 'failed') return { kind: 'refused', refusal: new Refusal('replica.unreachable') };
    const seconds = this.means.settings.firstByteTimeoutMs / 1000;
    return { kind: 'refused', refusal: new Refusal('replica.timeout', { seconds }) };
  }

  #finish(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    this.means.room.leave(this);
    // Its end gives the slot back.
    this.relay?.cancel();
    this.#count(ending);
    this.order.over(ending);
  }

  #count(ending: Ending): void {
    const failed =
      ending.kind === 'cut' ||
      (ending.kind === 'refused' && REFUSALS[ending.refusal.code].status >= 500) ||
      (ending.kind === 'answered' && (this.relay?.status ?? 0) >= 500);
    if (failed) this.order.endpoint.traffic.errorsTotal++;
  }
}

export const closedRefusal = ({ id, state }: Endpoint): Refusal =>
  state === 'deleted'
    ? new Refusal('endpoint.deleted', { endpointId: id })
    : new Refusal('endpoint.stopped', { endpointId: id, state });
