import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import type { Endpoint } from '../routing/endpoint.ts';
import { nextChanceMs, pickFor } from '../routing/pick.ts';
import { isBroke } from '../routing/spending.ts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { ByteBudget, Share } from '../waiting/byte-budget.ts';
import { WakeQueue } from '../waiting/wake-queue.ts';
import { type Delivery, closedRefusal, inVain, shutRefusal } from './delivery.gateway.ts';

type Queue = { waiters: WakeQueue<Delivery>; retry: NodeJS.Timeout | undefined };
type Place = { share: Share; timer: NodeJS.Timeout };

/** A caller who was turned away goes on counting as waiting for so long, or nothing would wake the endpoint. */
const TURNED_AWAY_MS = 3000;

/** Where requests wait while no replica can take them, in the order they came. */
@Injectable()
export class WaitingRoom {
  readonly #queues = new Map<Endpoint, Queue>();
  readonly #places = new Map<Delivery, Place>();
  readonly #budget: ByteBudget;
  #closed = false;
  /** An endpoint needs a replica now, and nobody may know it yet. */
  wanted: (endpoint: Endpoint) => void = () => undefined;

  constructor(@Inject(SETTINGS) private readonly settings: GatewaySettings) {
    this.#budget = new ByteBudget(settings.queueBytes);
  }

  get size(): number {
    return this.#places.size;
  }

  get heldBytes(): number {
    return this.#budget.used;
  }

  isQueued(endpoint: Endpoint): boolean {
    return this.#queues.has(endpoint);
  }

  enter(delivery: Delivery): void {
    const { endpoint, holdMs } = delivery.order;
    trace(delivery);
    const problem = this.#closed || holdMs <= 0 ? this.#turnAway(endpoint) : this.#admit(delivery);
    if (problem) {
      delivery.refuse(problem);
      return;
    }
    const queue = this.#queues.get(endpoint);
    if (queue?.waiters.size === 1) this.wanted(endpoint);
    delivery.order.waits?.(true);
    // Those that are left could not be reached, or have no place: the queue moves when they may be tried again.
    if (endpoint.ready.length > 0) this.#drain(endpoint);
  }

  /** It was let go, but its replica could not be reached. Its time goes on from when it first waited. */
  comeBack(delivery: Delivery): void {
    const { endpoint, holdMs } = delivery.order;
    const leftMs = delivery.firstWaitedAtMs + holdMs - performance.now();
    const share = new Share(this.#budget);
    if (this.#closed || leftMs <= 0 || !this.#hold(delivery, share)) {
      share.giveBack();
      delivery.refuse(inVain(endpoint));
      return;
    }
    const queue = this.#queueOf(endpoint);
    trace(delivery);
    queue.waiters.comeBack(delivery);
    this.#settle(delivery, share, leftMs);
    delivery.order.waits?.(true);
  }

  /** Wherever it was; nothing happens when it was not here. */
  leave(delivery: Delivery): void {
    const place = this.#places.get(delivery);
    if (!place) return;
    const { endpoint } = delivery.order;
    this.#places.delete(delivery);
    clearTimeout(place.timer);
    place.share.giveBack();
    endpoint.traffic.waiting--;
    const queue = this.#queues.get(endpoint);
    queue?.waiters.leave(delivery);
    if (queue?.waiters.size === 0) this.#dissolve(endpoint, queue);
  }

  /** A replica may have room: one is ready, or a request is over. */
  freed(endpoint: Endpoint): void {
    if (this.#queues.has(endpoint)) this.#drain(endpoint);
  }

  /** The endpoint takes no requests any more. */
  dismiss(endpoint: Endpoint): void {
    for (const delivery of this.#queues.get(endpoint)?.waiters.empty() ?? [])
      delivery.refuse(shutRefusal(endpoint) ?? closedRefusal(endpoint));
  }

  /** Nothing may be spent on it and nothing runs of it: whoever waits would wait in vain. */
  dismissBroke(endpoint: Endpoint): void {
    if (isBroke(endpoint, Date.now())) this.dismiss(endpoint);
  }

  /** The process ends: whoever waits is told to come again, to another gateway or to the next life of this one. */
  close(): void {
    this.#closed = true;
    for (const { waiters } of [...this.#queues.values()])
      for (const delivery of waiters.empty()) delivery.refuse(new Refusal('endpoint.waking'));
  }

  #turnAway(endpoint: Endpoint): Refusal {
    endpoint.traffic.turnedAwayUntilMs = performance.now() + TURNED_AWAY_MS;
    this.wanted(endpoint);
    return inVain(endpoint);
  }

  /** @returns why it may not wait */
  #admit(delivery: Delivery): Refusal | undefined {
    const { endpoint, body, holdMs } = delivery.order;
    const limitBytes = this.settings.waitingBodyBytes;
    const bytes = body === null ? 0 : Buffer.isBuffer(body) ? body.length : (body.announcedBytes ?? 0);
    // Too large to wait, not too large to be answered: it may come again when a replica is ready.
    if (bytes > limitBytes) return this.#turnAway(endpoint);
    const share = new Share(this.#budget);
    const queue = this.#queueOf(endpoint);
    if (!this.#hold(delivery, share) || !queue.waiters.join(delivery)) {
      share.giveBack();
      if (queue.waiters.size === 0) this.#dissolve(endpoint, queue);
      return new Refusal('endpoint.queue_full');
    }
    delivery.firstWaitedAtMs = performance.now();
    this.#settle(delivery, share, holdMs);
    if (body !== null && !Buffer.isBuffer(body)) body.readAhead(limitBytes, share);
    return undefined;
  }

  #hold({ order: { body } }: Delivery, share: Share): boolean {
    return share.grow(body === null ? 0 : Buffer.isBuffer(body) ? body.length : body.heldBytes);
  }

  #settle(delivery: Delivery, share: Share, holdMs: number): void {
    delivery.order.endpoint.traffic.waiting++;
    delivery.waitsSinceMs = performance.now();
    const timer = setTimeout(() => {
      delivery.refuse(inVain(delivery.order.endpoint));
    }, holdMs);
    this.#places.set(delivery, { share, timer });
  }

  #queueOf(endpoint: Endpoint): Queue {
    const known = this.#queues.get(endpoint);
    if (known) return known;
    const queue: Queue = { waiters: new WakeQueue(this.settings.queueLimit), retry: undefined };
    this.#queues.set(endpoint, queue);
    return queue;
  }

  #dissolve(endpoint: Endpoint, queue: Queue): void {
    clearTimeout(queue.retry);
    if (this.#queues.get(endpoint) === queue) this.#queues.delete(endpoint);
  }

  /** In order, and no more to a replica than keeps it busy: a wake must not begin with a flood. */
  #drain(endpoint: Endpoint): void {
    for (;;) {
      const queue = this.#queues.get(endpoint);
      const delivery = queue?.waiters.first();
      if (!queue || !delivery) return;
      const nowMs = performance.now();
      const rule = {
        nowMs,
        random: Math.random(),
        cap: endpoint.configured.releasePerReplica,
        affinityKey: delivery.order.affinityKey,
      };
      const replica = pickFor(endpoint, delivery.side, rule);
      if (!replica) {
        this.#retryAt(endpoint, queue, nextChanceMs(endpoint, nowMs));
        return;
      }
      this.leave(delivery);
      delivery.release(replica);
    }
  }

  #retryAt(endpoint: Endpoint, queue: Queue, atMs: number | undefined): void {
    clearTimeout(queue.retry);
    if (atMs === undefined) return;
    queue.retry = setTimeout(
      () => {
        this.#drain(endpoint);
      },
      Math.max(0, Math.ceil(atMs - performance.now())),
    );
  }
}

/** The first who waits is named as the cause of the wake; whoever joins links to it. */
const trace = ({ order: { endpoint, trace: own } }: Delivery): void => {
  const { traffic } = endpoint;
  const isFirst = traffic.waiting === 0 && traffic.turnedAwayUntilMs < performance.now();
  const wait = own?.waits(isFirst ? undefined : traffic.wokenBy);
  if (isFirst) traffic.wokenBy = wait;
};
