import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { isConnectionError } from './connection-error.ts';
import type { EventStore } from './event.store.ts';
import type { LogFeed } from './log-feed.ts';
import { LoopPause } from './loop-pause.ts';

type Event = Recorded<AnyEvent>;

export type ReaderOptions = Readonly<{
  /** The position after which to begin. */
  from: number;
  /**
   * Applies events in order, all after the reader's position. Throwing = again after a while, without those up to the
   * position that `done` was told.
   */
  apply: (events: readonly Event[], done: (position: number) => void) => Promise<void>;
  /** Only these types come from Postgres; others move the position alone. */
  types: readonly string[];
  /** Called at each failure in a row, with the number of failures so far. */
  failed: (error: unknown, failures: number) => void;
  onPosition?: (position: number) => void;
  /**
   * Asked now and then, and after every failure: the position after which what was applied is gone, so that it must be
   * applied again; undefined when all of it stands.
   */
  lostAfter?: () => Promise<number | undefined>;
  /** How many `apply` takes at once: pages are no smaller. */
  atOnce?: number;
}>;

type Log = Pick<EventStore, 'readLog' | 'head'>;
type Feed = Pick<LogFeed, 'listen'>;
type Page = Readonly<{ events: readonly Event[]; head: number }>;

/** What waits in memory at most; what does not fit is read from Postgres when its turn comes. */
const BUFFER = 2000;
/** What is read from Postgres at a time, where nobody takes more at once. */
const PAGE = 1000;
/** Without any message for so long, look whether the log has moved: repairs whatever the bus lost. */
const LOOK_MS = 1000;
/** The longest wait before the next try: while Postgres is away, and while an event fails. */
const AWAY_MS = 1000;
const FAILING_MS = 5000;

/**
 * Reads the log from a position on, in order and without gaps, whatever the bus does: first from Postgres, then from the
 * feed; a hole between the two is read from Postgres again. Delivery order and repeats of the bus do not matter.
 */
export class LogReader {
  readonly #pause = new LoopPause();
  readonly #unlisten: () => void;
  readonly #running: Promise<void>;
  #buffer: Event[] = [];
  #overflowed = false;
  #position: number;
  readonly #pageSize: number;
  /** When to ask again whether what was applied stands. */
  #lookBackAt = 0;

  constructor(
    private readonly log: Log,
    feed: Feed,
    private readonly options: ReaderOptions,
  ) {
    this.#position = options.from;
    this.#pageSize = Math.max(PAGE, options.atOnce ?? 0);
    this.#unlisten = feed.listen((event) => {
      this.#take(event);
    });
    this.#running = this.#run();
  }

  get position(): number {
    return this.#position;
  }

  async stop(): Promise<void> {
    this.#pause.stop();
    this.#unlisten();
    await this.#running;
  }

  #take(event: Event): void {
    if (event.position <= this.#position) return;
    if (this.#buffer.length < BUFFER) this.#buffer.push(event);
    else this.#overflowed = true;
    this.#pause.wake();
  }

  async #run(): Promise<void> {
    let failures = 0;
    let failedAt = -1;
    let behind = true;
    while (!this.#pause.stopped)
      try {
        if (await this.#lookBack()) behind = true;
        const [from, wasBehind] = [this.#position, behind];
        if (behind) await this.#catchUp();
        behind = await this.#live();
        failedAt = -1;
        if (behind && wasBehind && this.#position === from) await this.#disbelieve();
      } catch (error) {
        behind = true;
        this.#lookBackAt = 0;
        // What gets on, however haltingly, is not made to wait longer and longer.
        failures = this.#position === failedAt ? failures + 1 : 1;
        failedAt = this.#position;
        this.options.failed(error, failures);
        const mostMs = isConnectionError(error) ? AWAY_MS : FAILING_MS;
        await this.#pause.afterFailure(failures, { firstMs: 50, mostMs });
      }
  }

  /** Goes back to where what was applied still stands. @returns whether it had to */
  async #lookBack(): Promise<boolean> {
    const { lostAfter } = this.options;
    if (!lostAfter || performance.now() < this.#lookBackAt) return false;
    const position = await lostAfter();
    this.#lookBackAt = performance.now() + LOOK_MS;
    if (position === undefined || position >= this.#position) return false;
    this.#position = position;
    this.#buffer = [];
    return true;
  }

  /** From Postgres up to its end; while one page is applied, the next is read. */
  async #catchUp(): Promise<void> {
    let page: Promise<Page> | undefined = this.#ahead(this.#position);
    try {
      while (page && !this.#pause.stopped) {
        const { events, head }: Page = await page;
        const last = events.at(-1)?.position ?? this.#position;
        page = events.length === this.#pageSize ? this.#ahead(last) : undefined;
        if (events.length > 0) {
          await this.options.apply(events, this.#done);
          this.#moveTo(last);
        }
        // Everything of our types up to `head` has been seen: head was read first.
        if (!page && head > this.#position) this.#moveTo(head);
      }
    } finally {
      // Whoever stops it may close the database next.
      await page?.catch(() => undefined);
    }
  }

  /** A page for later: that it fails matters to whoever comes to wait for it. */
  #ahead(after: number): Promise<Page> {
    const page = this.#page(after);
    page.catch(() => undefined);
    return page;
  }

  async #page(after: number): Promise<Page> {
    const head = await this.log.head();
    return {
      head,
      events: await this.log.readLog({ after, limit: this.#pageSize, types: this.options.types }),
    };
  }

  /** What the feed has brought; true when there is a hole to be read from Postgres. */
  async #live(): Promise<boolean> {
    if (this.#buffer.length === 0 && !this.#overflowed) {
      const woken = await this.#pause.untilWoken(LOOK_MS);
      if (!woken) return (await this.log.head()) > this.#position;
    }
    const next = this.#contiguous();
    const last = next.at(-1);
    if (last) {
      const ours = next.filter(({ type }) => this.options.types.includes(type));
      if (ours.length > 0) await this.options.apply(ours, this.#done);
      this.#moveTo(last.position);
    }
    const hole = this.#overflowed || this.#buffer.length > 0;
    this.#overflowed = false;
    return hole;
  }

  /** The bus speaks of events that Postgres does not have, and Postgres is right. */
  async #disbelieve(): Promise<void> {
    this.#buffer = [];
    await this.#pause.afterFailure(1, { firstMs: LOOK_MS, mostMs: LOOK_MS });
  }

  /** Takes from the buffer the run that begins right after our position. What is older has been applied: dropped. */
  #contiguous(): Event[] {
    const taken = this.#buffer;
    const next: Event[] = [];
    let expected = this.#position + 1;
    let i = 0;
    for (const event of taken) {
      if (event.position > expected) break;
      if (event.position === expected) {
        next.push(event);
        expected++;
      }
      i++;
    }
    this.#buffer = taken.slice(i);
    return next;
  }

  readonly #done = (position: number): void => {
    this.#moveTo(position);
  };

  #moveTo(position: number): void {
    this.#position = Math.max(this.#position, position);
    this.options.onPosition?.(position);
  }
}
