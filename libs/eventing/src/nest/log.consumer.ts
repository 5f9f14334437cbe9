import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Logger } from '@nestjs/common';
import type { Db, Tx } from './db.ts';
import type { EventStore } from './event.store.ts';
import { observePosition } from './gauges.ts';
import type { LogFeed } from './log-feed.ts';
import { type Handlers, LogHandlers } from './log-handlers.ts';
import { LogReader } from './log-reader.ts';
import { Checkpoint, type Standing } from './log-checkpoint.store.ts';
import { ParkedStreams, RETRY_PARKED_MS } from './parked-streams.ts';
import { isTransient, messageOf } from './transient.ts';

type Event = Recorded<AnyEvent>;
export type LogConsumerOptions = Handlers &
  Readonly<{
    /** The most events of one transaction. */
    batchSize?: number;
    /** After so many failures on one event its stream is set aside for this consumer, so that the others go on. */
    parkAfter?: number;
    /** How often what is set aside is tried again. */
    retryParkedMs?: number;
    /** Of a projection: a process with an older one must not write into the newer one's tables. */
    projectionVersion?: number;
  }>;

const PARK_AFTER = 12;
/** The checkpoint follows this far behind over events that concern nobody here. */
const SAVE_EVERY = 1000;
const BATCH = 200;
/** A transaction is committed after so long with what is done: the server ends one that idles for 30 s. */
const COMMIT_AFTER_MS = 2000;

/**
 * Events once each, in order. The checkpoint moves in the transaction that the handlers write in, so what they write in
 * Postgres happens exactly once, however often the bus repeats. Two processes with the same consumer are safe: the
 * checkpoint's row is the lock, and whoever comes second finds the event done. Should Postgres crash and forget its last
 * commits, the consumer finds its checkpoint further back than it left it, and goes on from there.
 */
export class LogConsumer {
  readonly #log: Logger;
  readonly #checkpoint: Checkpoint;
  readonly #parked: ParkedStreams;
  readonly #handlers: LogHandlers;
  #reader: LogReader | undefined;
  #unobserve: () => void = () => undefined;
  /** Where the checkpoint was when this process last moved it or saw it under the lock. */
  #saved = 0;
  #saving: Promise<void> | undefined;
  /** A batch that failed goes again one by one, so that the bad one is found. */
  #singlyUpTo = 0;
  #stopped = false;
  #failing = { position: 0, failures: 0 };

  constructor(
    private readonly db: Db,
    private readonly store: EventStore,
    private readonly options: LogConsumerOptions,
  ) {
    this.#log = new Logger(options.name);
    this.#checkpoint = new Checkpoint(db, options.name);
    this.#handlers = new LogHandlers(options);
    this.#parked = new ParkedStreams(db, store, {
      name: options.name,
      checkpoint: this.#checkpoint,
      lock: (tx) => this.#lock(tx),
      handle: (event, tx) => this.#handlers.handle([event], tx),
      retryMs: options.retryParkedMs ?? RETRY_PARKED_MS,
    });
  }

  get position(): number {
    return this.#reader?.position ?? 0;
  }

  async start(feed: LogFeed): Promise<void> {
    const { projectionVersion } = this.options;
    this.#saved = await this.#checkpoint.open(projectionVersion ?? 1);
    this.#parked.start();
    this.#unobserve = observePosition(this.options.name, () => this.position);
    this.#reader = new LogReader(this.store, feed, {
      from: this.#saved,
      types: this.#handlers.types,
      apply: (events, done) => this.#apply(events, done),
      lostAfter: () => this.#lostAfter(),
      atOnce: this.options.batchSize ?? BATCH,
      onPosition: (position) => {
        if (position - this.#saved >= SAVE_EVERY) void this.#save(position);
      },
      failed: (error, failures) => {
        if (failures === 3 || failures % 20 === 0)
          this.#log.warn(
            { event: 'consumer.failing', failures, error: messageOf(error) },
            `cannot go on: ${messageOf(error)}`,
          );
      },
    });
  }

  /** What is being handled is finished and committed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unobserve();
    const reader = this.#reader;
    await Promise.all([this.#parked.stop(), reader?.stop()]);
    await this.#saving;
    if (reader && reader.position > this.#saved) await this.#save(reader.position);
  }

  /** What is set aside is tried again, oldest first; a stream that fails again stays aside. Called at start, and now and then. */
  retryParked(): Promise<void> {
    return this.#parked.retry();
  }

  async #apply(events: readonly Event[], done: (position: number) => void): Promise<void> {
    let rest = events;
    for (let [next] = rest; next; [next] = rest) {
      // What is left is applied after the next start.
      if (this.#stopped) throw new Error('stopping');
      const batch = rest.slice(0, next.position <= this.#singlyUpTo ? 1 : (this.options.batchSize ?? BATCH));
      const count = await this.#applyOrPark(batch);
      this.#saved = Math.max(this.#saved, batch[count - 1]?.position ?? 0);
      rest = rest.slice(count);
      done(this.#saved);
    }
  }

  /** @returns how many of the batch are done with */
  async #applyOrPark(batch: readonly Event[]): Promise<number> {
    try {
      return await this.#applyBatch(batch);
    } catch (error) {
      const [event] = batch;
      this.#singlyUpTo = batch.at(-1)?.position ?? 0;
      if (!event || batch.length > 1 || !this.#isHopeless(event, error)) throw error;
      await this.#park(event, error);
      return 1;
    }
  }

  /** One transaction: the checkpoint's row first, which is the lock, then the handlers. @returns how many it did */
  #applyBatch(events: readonly Event[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      const { position: done, parked } = await this.#lock(tx);
      const until = performance.now() + COMMIT_AFTER_MS;
      let count = 0;
      for (const run of this.#handlers.runs(events)) {
        if (count > 0 && (this.#stopped || performance.now() > until)) break;
        const due = run.filter(({ position, streamId }) => position > done && !parked.includes(streamId));
        await this.#handlers.handle(due, tx);
        count += run.length;
      }
      const last = events[count - 1]?.position ?? 0;
      if (last > done) await this.#checkpoint.moveTo(tx, last);
      return count;
    });
  }

  async #lock(tx: Tx): Promise<Standing> {
    const locked = await this.#checkpoint.lock(tx);
    const { name, projectionVersion = locked.projectionVersion } = this.options;
    if (locked.projectionVersion > projectionVersion) throw new NewerProjection(name);
    // What was done after it is gone: nothing may be done on top of the hole.
    if (locked.position < this.#saved) throw new WentBack(name);
    if (locked.parked.length > 0) this.#parked.noticed();
    return locked;
  }

  /** Where to go on when Postgres has forgotten the last commits. */
  async #lostAfter(): Promise<number | undefined> {
    const { position, parked } = await this.#checkpoint.read();
    if (position >= this.#saved) return undefined;
    this.#log.warn(
      { event: 'consumer.went_back', from: this.#saved, to: position },
      `Postgres has forgotten what was done after ${String(position)}: it is done again`,
    );
    this.#saved = position;
    if (parked.length > 0) this.#parked.noticed();
    return position;
  }

  /** True when the event has failed so often, and each time by its own fault, that the others must not wait for it. */
  #isHopeless(event: Event, error: unknown): boolean {
    if (isTransient(error) || error instanceof NewerProjection || error instanceof WentBack) return false;
    const failures = this.#failing.position === event.position ? this.#failing.failures + 1 : 1;
    this.#failing = { position: event.position, failures };
    return failures >= (this.options.parkAfter ?? PARK_AFTER);
  }

  async #park(event: Event, error: unknown): Promise<void> {
    const isParked = await this.db.transaction(async (tx) => {
      // Another process may have come through meanwhile.
      if ((await this.#lock(tx)).position >= event.position) return false;
      await this.#checkpoint.park(tx, event, messageOf(error));
      return true;
    });
    if (!isParked) return;
    this.#parked.noticed();
    this.#log.error(
      { event: 'consumer.parked', stream: event.streamId, position: event.position, error: messageOf(error) },
      `${event.streamId} is set aside from ${event.type} at ${String(event.position)}: ${messageOf(error)}`,
    );
  }

  /** Where it fails, a later one comes further. */
  async #save(position: number): Promise<void> {
    if (this.#saving) return;
    this.#saving = this.#checkpoint
      .advance(this.#saved, position, this.options.projectionVersion)
      .then(
        (isThere) => {
          if (isThere) this.#saved = Math.max(this.#saved, position);
        },
        () => undefined,
      )
      .finally(() => (this.#saving = undefined));
    await this.#saving;
  }
}

class NewerProjection extends Error {
  constructor(name: string) {
    super(`${name} was rebuilt by a newer release: this process must not write into it`);
  }
}

class WentBack extends Error {
  constructor(name: string) {
    super(`the checkpoint of ${name} is before where it was`);
  }
}
