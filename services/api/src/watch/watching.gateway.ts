import { type AnyEvent, type Recorded, type RefusalCode, refuse } from '@tidegate/contracts';
import { historyViewOf } from '../history/history-view.ts';
import { Bell } from '../http/bell.gateway.ts';
import type { Found } from './change-ring.ts';
import type { WatchItem } from './watch-view.ts';
import { type Wanted, endpointOf, lastOfEach } from './watched.ts';
import type { WatchedEndpoints } from './watched-endpoints.store.ts';

export type WatchAsk = Readonly<{
  /** Who watches: the stream ends with their token. */
  actor: string;
  expiresAt: string | null;
  wanted: Wanted;
  /** The last position that was seen; null: begin with a snapshot. */
  after: number | null;
}>;

/** What a watch looks at. */
export type Source = Readonly<{
  followed: () => number;
  /** Null: too much lies between. */
  look: (cursor: number, wanted: Wanted) => Promise<Found<Recorded<AnyEvent>> | null>;
  /** Whether the log has ever been so long. */
  isBeyond: (position: number) => Promise<boolean>;
  endpoints: Pick<WatchedEndpoints, 'snapshot' | 'viewAt'>;
  nowMs: () => number;
}>;

const HEARTBEAT_MS = 15_000;
/** After the first change others often follow at once: so long they are waited for, and told together. */
const GATHER_MS = 40;
/** A client that takes nothing for so long is cut off. Until then it holds one batch and what its connection buffers. */
const STALL_MS = 30_000;

/** One open stream. It holds no queue: it reads the ring, or the store, after its cursor, as fast as its client takes it. */
export class Watching {
  readonly bell: Bell;
  /** The client has gone, or the platform has ended the stream. */
  readonly over: AbortSignal;
  readonly #ending = new AbortController();
  readonly #stalled = new AbortController();
  #endCode: Extract<RefusalCode, 'token.invalid' | 'service.unavailable'> = 'service.unavailable';

  constructor(
    readonly ask: WatchAsk,
    private readonly source: Source,
    closed: AbortSignal,
  ) {
    this.over = AbortSignal.any([closed, this.#ending.signal]);
    this.bell = new Bell(this.over);
  }

  /** Aborted when the client takes nothing any more: its connection is then to be destroyed. */
  get stalled(): AbortSignal {
    return this.#stalled.signal;
  }

  end(code: 'token.invalid' | 'service.unavailable'): void {
    this.#endCode = code;
    this.#ending.abort();
  }

  /** @throws Refusal that says why the platform ended it; returns when the client has gone */
  async *items(): AsyncGenerator<WatchItem, void> {
    try {
      yield* this.#told();
    } finally {
      this.#ending.abort();
    }
  }

  async *#told(): AsyncGenerator<WatchItem, void> {
    const { wanted, after } = this.ask;
    let cursor = after !== null && !(await this.source.isBeyond(after)) ? after : null;
    if (cursor === null && after !== null) yield* this.#sent({ kind: 'reset' });
    cursor ??= yield* this.#snapshot();
    for (let heardAt = performance.now(); this.#goesOn();) {
      const found = await this.source.look(cursor, wanted);
      if (found === null) {
        yield* this.#sent({ kind: 'reset' });
        cursor = yield* this.#snapshot();
        continue;
      }
      cursor = Math.max(cursor, found.upTo);
      yield* this.#changes(found.changes);
      if (found.changes.length > 0) {
        heardAt = performance.now();
        continue;
      }
      if (performance.now() - heardAt >= HEARTBEAT_MS) {
        yield* this.#sent({ kind: 'heartbeat', position: cursor });
        heardAt = performance.now();
      }
      await this.#nextRing(heardAt + HEARTBEAT_MS);
    }
  }

  async *#snapshot(): AsyncGenerator<WatchItem, number> {
    const position = this.source.followed();
    const snapshot = await this.source.endpoints.snapshot(this.ask.wanted, position);
    yield* this.#sent({ kind: 'snapshot', snapshot });
    return position;
  }

  async *#changes(changes: readonly Recorded<AnyEvent>[]): AsyncGenerator<WatchItem, void> {
    const carriers = lastOfEach(changes);
    for (const change of changes) {
      if (this.over.aborted) return;
      const endpointId = endpointOf(change);
      const isCarrier = endpointId !== null && carriers.get(endpointId) === change.position;
      const endpoint = isCarrier
        ? await this.source.endpoints.viewAt(endpointId, change.position)
        : undefined;
      const { position, type } = change;
      const event = historyViewOf(change);
      yield* this.#sent({
        kind: 'change',
        change: { position, type, endpointId, at: event.at, event, ...(endpoint && { endpoint }) },
      });
    }
  }

  *#sent(item: WatchItem): Generator<WatchItem, void> {
    const timer = setTimeout(() => {
      this.#stalled.abort();
      this.#ending.abort();
    }, STALL_MS);
    try {
      yield item;
    } finally {
      clearTimeout(timer);
    }
  }

  #goesOn(): boolean {
    if (this.#untilExpiryMs() <= 0) this.end('token.invalid');
    if (this.#ending.signal.aborted) refuse(this.#endCode, { service: 'api' });
    return !this.over.aborted;
  }

  async #nextRing(heartbeatAt: number): Promise<void> {
    await this.bell.wait(Math.max(1, Math.min(heartbeatAt - performance.now(), this.#untilExpiryMs())));
    if (!this.over.aborted) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  }

  #untilExpiryMs(): number {
    const { expiresAt } = this.ask;
    return expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - this.source.nowMs();
  }
}
