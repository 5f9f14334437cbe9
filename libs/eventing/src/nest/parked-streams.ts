import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Logger } from '@nestjs/common';
import type { Db, Tx } from './db.ts';
import type { EventStore } from './event.store.ts';
import type { Checkpoint, Standing } from './log-checkpoint.store.ts';
import { messageOf } from './transient.ts';

type Event = Recorded<AnyEvent>;

export type ParkedOptions = Readonly<{
  name: string;
  checkpoint: Checkpoint;
  /** Takes the consumer's lock. */
  lock: (tx: Tx) => Promise<Standing>;
  handle: (event: Event, tx: Tx) => Promise<void>;
  retryMs: number;
}>;

/** What no repetition mends costs little; what had another cause comes right without a restart. */
export const RETRY_PARKED_MS = 20_000;
/** Of one stream in one transaction. */
const PAGE = 200;
/** A transaction is committed after so long with what is done: the server ends one that idles for 30 s. */
const COMMIT_AFTER_MS = 2000;

/** The streams that one consumer has set aside: tried again now and then, oldest first; what fails again stays aside. */
export class ParkedStreams {
  readonly #log: Logger;
  #mayBeSome = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #trying: Promise<void> | undefined;

  constructor(
    private readonly db: Db,
    private readonly store: Pick<EventStore, 'read'>,
    private readonly options: ParkedOptions,
  ) {
    this.#log = new Logger(options.name);
  }

  start(): void {
    this.#timer = setInterval(() => {
      if (this.#mayBeSome) this.retry().catch(() => (this.#mayBeSome = true));
    }, this.options.retryMs);
    this.#timer.unref();
  }

  /** What is being tried is finished or given up with its transaction. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#trying?.catch(() => undefined);
  }

  /** Something was set aside, by this process or by another one. */
  noticed(): void {
    this.#mayBeSome = true;
  }

  /** @throws when Postgres is away */
  retry(): Promise<void> {
    return (this.#trying ??= this.#retry().finally(() => (this.#trying = undefined)));
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #retry(): Promise<void> {
    this.#mayBeSome = false;
    for (const stream of await this.options.checkpoint.parked()) {
      if (this.#stopped) return;
      try {
        let isBehind: boolean;
        do isBehind = await this.#applyPage(stream);
        while (isBehind && !this.#isStopped());
        if (!isBehind) this.#log.log({ event: 'consumer.unparked', stream }, `caught up with ${stream}`);
      } catch (error) {
        this.#mayBeSome = true;
        this.#log.warn(
          { event: 'consumer.still_parked', stream, error: messageOf(error) },
          `${stream} stays set aside: ${messageOf(error)}`,
        );
      }
    }
  }

  /**
   * One transaction under the consumer's lock. The stream is read after the lock was taken: then it holds everything that
   * was passed over, and what comes later waits for the lock and finds the stream taken back.
   * @returns whether there is more
   */
  #applyPage(stream: string): Promise<boolean> {
    const { checkpoint, lock, handle } = this.options;
    return this.db.transaction(async (tx) => {
      const { position } = await lock(tx);
      const version = await checkpoint.parkedFrom(tx, stream);
      // Another process was faster.
      if (version === undefined) return false;
      const { events } = await this.store.read(stream, version - 1, PAGE + 1);
      const missed = (events as Event[]).filter((event) => event.position <= position);
      const until = performance.now() + COMMIT_AFTER_MS;
      let count = 0;
      for (const event of missed.slice(0, PAGE)) {
        if (count > 0 && (this.#stopped || performance.now() > until)) break;
        await handle(event, tx);
        count++;
      }
      const next = missed[count];
      if (next) {
        await checkpoint.parkFrom(tx, stream, next.position);
        return true;
      }
      await checkpoint.unpark(tx, stream);
      return false;
    });
  }
}
