import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { AnyEvent, EventNamed, EventType, Recorded } from '@tidegate/contracts';
import { Db } from './db.ts';
import { EventStore } from './event.store.ts';
import { observePosition } from './gauges.ts';
import { LogFeed } from './log-feed.ts';
import { LogReader } from './log-reader.ts';
import { LoopPause } from './loop-pause.ts';
import { SnapshotStore } from './snapshot.store.ts';
import { messageOf } from './transient.ts';

export type Snapshotting = Readonly<{
  /** Raise it when the state's form changes: older snapshots are then ignored. */
  version: number;
  take: () => unknown;
  /** Replaces the whole state, or throws and leaves it as it was. */
  restore: (state: unknown) => void;
}>;

export type FollowOptions<Type extends EventType> = Readonly<{
  name: string;
  types: readonly Type[];
  apply: (event: Recorded<EventNamed<Type>>) => void;
  /** Lets a start skip what a snapshot already holds. */
  snapshot?: Snapshotting;
}>;

export type Follower = Readonly<{
  /** Resolves when everything that was in the log at the start has been applied. */
  ready: Promise<void>;
  caughtUp: boolean;
  /** Everything up to here has been applied. */
  position: number;
  stop: () => Promise<void>;
}>;

/** A snapshot is only a shortcut: one for so many events of the log. */
const SNAPSHOT_EVERY = 5000;

/** Read models in memory: rebuilt from the log at every start, then fed by the bus. They need neither server once loaded. */
@Injectable()
export class Followers implements OnApplicationShutdown {
  readonly #followers = new Set<Following>();
  readonly #snapshots: SnapshotStore;

  constructor(
    private readonly store: EventStore,
    private readonly feed: LogFeed,
    db: Db,
  ) {
    this.#snapshots = new SnapshotStore(db);
  }

  follow<Type extends EventType>(options: FollowOptions<Type>): Follower {
    const following = new Following(
      { store: this.store, feed: this.feed, snapshots: this.#snapshots },
      options as unknown as FollowOptions<EventType>,
      () => this.#followers.delete(following),
    );
    this.#followers.add(following);
    return following;
  }

  /** After HTTP has ended, which answers from them. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#followers].map((follower) => follower.stop()));
  }
}

type Parts = Readonly<{ store: EventStore; feed: LogFeed; snapshots: SnapshotStore }>;

class Following implements Follower {
  readonly #log: Logger;
  readonly #pause = new LoopPause();
  readonly #ready = Promise.withResolvers<void>();
  readonly #loading: Promise<void>;
  readonly #types: ReadonlySet<string>;
  readonly #unobserve: () => void;
  #reader: LogReader | undefined;
  #caughtUp = false;
  /** Where the log ended when the following began. */
  #goal = 0;
  #snapshotAt = 0;

  constructor(
    private readonly parts: Parts,
    private readonly options: FollowOptions<EventType>,
    private readonly forget: () => void,
  ) {
    this.#log = new Logger(options.name);
    this.#types = new Set(options.types);
    this.#unobserve = observePosition(options.name, () => this.position);
    this.#loading = this.#load();
  }

  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  get position(): number {
    return this.#reader?.position ?? 0;
  }

  async stop(): Promise<void> {
    this.#pause.stop();
    this.#unobserve();
    await this.#loading;
    await this.#reader?.stop();
    this.forget();
  }

  async #load(): Promise<void> {
    for (let failures = 0; !this.#pause.stopped;)
      try {
        this.#goal = await this.parts.store.head();
        this.#begin(await this.#restore());
        return;
      } catch (error) {
        this.#failed(error, ++failures);
        await this.#pause.afterFailure(failures);
      }
  }

  #begin(from: number): void {
    if (this.#pause.stopped) return;
    this.#snapshotAt = from;
    this.#reader = new LogReader(this.parts.store, this.parts.feed, {
      from,
      types: this.options.types,
      apply: (events) => {
        for (const event of events) this.#apply(event);
        return Promise.resolve();
      },
      onPosition: (position) => {
        this.#moved(position);
      },
      failed: (error, failures) => {
        this.#failed(error, failures);
      },
    });
    this.#moved(from);
  }

  #failed(error: unknown, failures: number): void {
    if (failures === 5) this.#log.warn(`waits for Postgres: ${messageOf(error)}`);
  }

  #apply(event: Recorded<AnyEvent>): void {
    if (!this.#types.has(event.type)) return;
    try {
      this.options.apply(event);
    } catch (error) {
      // One event that cannot be applied must not stop the request path: it is passed over, loudly.
      this.#log.error(
        { event: 'follower.failed', position: event.position, error: String(error) },
        `passed over ${event.type} at ${String(event.position)}: ${messageOf(error)}`,
      );
    }
  }

  #moved(position: number): void {
    if (!this.#caughtUp && position >= this.#goal) {
      this.#caughtUp = true;
      this.#ready.resolve();
    }
    const { snapshot, name, types } = this.options;
    if (!snapshot || !this.#caughtUp || position - this.#snapshotAt < SNAPSHOT_EVERY) return;
    this.#snapshotAt = position;
    const key = { name, version: snapshot.version, types };
    this.parts.snapshots.save(key, position, snapshot.take()).catch((error: unknown) => {
      this.#log.debug(`no snapshot: ${messageOf(error)}`);
    });
  }

  /** @returns the position that the state holds now */
  async #restore(): Promise<number> {
    const { snapshot, name, types } = this.options;
    if (!snapshot) return 0;
    const found = await this.parts.snapshots.load({ name, version: snapshot.version, types });
    // One from beyond the end of the log tells of events that a restored backup does not have.
    if (!found || found.position > this.#goal) return 0;
    try {
      snapshot.restore(found.state);
      return found.position;
    } catch (error) {
      this.#log.warn(`the snapshot is of no use, everything is read: ${messageOf(error)}`);
      return 0;
    }
  }
}
