import { Refusal } from '@tidegate/contracts';
import { type Endpoint, isClosed } from '../routing/endpoint.ts';
import { type Limits, limitsOf } from '../routing/limits.ts';
import { pickFor } from '../routing/pick.ts';
import { type Replica, answered, eject } from '../routing/replica.ts';
import { type Rollout, countIn } from '../routing/rollout.ts';
import { Slot } from '../routing/slot.ts';
import { type Ending, failed, failedAtReplica } from './ending.ts';
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
  /** The whole body once more, with the replica's word for the model in it. */
  naming?: (model: string) => Buffer;
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
    if (isClosed(endpoint)) {
      this.refuse(closedRefusal(endpoint));
      return;
    }
    const replica = this.means.room.isQueued(endpoint)
      ? undefined
      : pickFor(endpoint, this.side, {
          nowMs: performance.now(),
          random: Math.random(),
          tried: this.#tried,
        });
    if (replica) this.send(replica);
    else this.means.room.enter(this);
  }

  send(replica: Replica): void {
    const { order, means } = this;
    this.#slot = new Slot(replica);
    this.#rollout = replica.endpoint.rollout;
    this.replica = replica;
    const relay = new Relay({
      reply: order.reply,
      idleTimeoutMs: this.#limits.idleMs,
      ownHeaders: () => order.ownHeaders(this),
      over: (end) => {
        this.#ended(replica, end);
      },
    });
    this.relay = relay;
    try {
      means.upstreams.to(replica.origin).dispatch(this.#options(replica), relay);
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

  #options({ model }: Replica) {
    const { method, target: path, headers, body, naming, upgrade } = this.order;
    const bytes = naming ? naming(model) : body;
    return {
      method: method as 'POST',
      path,
      headers,
      body: bytes === null || Buffer.isBuffer(bytes) ? bytes : bytes.stream(),
      headersTimeout: this.#limits.firstByteMs,
      bodyTimeout: this.#limits.idleMs,
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
    if (end === 'cancelled') return { kind: 'cut', byCaller: true };
    if (this.relay?.answered === true) return { kind: 'cut' };
    if (end === 'failed') return { kind: 'refused', refusal: new Refusal('replica.unreachable') };
    return { kind: 'refused', refusal: tooLate(this.#limits.firstByteMs) };
  }

  /** Whatever it is doing: waiting, being asked, or being answered. */
  #timeIsUp(totalMs: number): void {
    this.refuse(this.relay ? tooLate(totalMs) : new Refusal('endpoint.waking'));
  }

  #finish(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#total);
    this.means.room.leave(this);
    // Its end gives the slot back.
    this.relay?.cancel();
    this.#count(ending);
    this.order.over(ending);
  }

  #count(ending: Ending): void {
    const { endpoint } = this.order;
    const status = this.relay?.status ?? 0;
    if (failed(ending, status)) endpoint.traffic.errorsTotal++;
    if (this.replica && this.#rollout)
      countIn(this.#rollout, this.replica.template, failedAtReplica(ending, status));
  }
}

const tooLate = (afterMs: number): Refusal => new Refusal('replica.timeout', { seconds: afterMs / 1000 });

export const closedRefusal = ({ id, state }: Endpoint): Refusal =>
  state === 'deleted'
    ? new Refusal('endpoint.deleted', { endpointId: id })
    : new Refusal('endpoint.stopped', { endpointId: id, state });
