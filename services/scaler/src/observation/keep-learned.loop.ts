import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EndpointState } from '@tidegate/scaling';
import { setTimeout as pause } from 'node:timers/promises';
import { Leader } from '../scaling/leader.loop.ts';
import { FleetStore } from '../scaling/fleet.store.ts';
import { type Learned, LearnedStore } from './learned.store.ts';
import { Traffic } from './traffic.loop.ts';

/** Less than is lived through again after a start. */
const EVERY_MS = 60_000;

/** Keeps what was learned of the endpoints that this process decides on, so that a restart forgets nothing. */
@Injectable()
export class KeepLearned implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(KeepLearned.name);
  readonly #stop = new AbortController();
  /** What is in the store already, as marks of the states. */
  readonly #kept = new Map<string, string>();
  #running: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(
    private readonly store: LearnedStore,
    private readonly traffic: Traffic,
    private readonly known: FleetStore,
    private readonly leader: Leader,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#keep();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#keep();
    }
  }

  async #keep(): Promise<void> {
    // Who does not know all endpoints yet would take those it misses for gone.
    if (!this.known.caughtUp) return;
    try {
      const due = [...this.#due()];
      await this.store.keep(due);
      for (const { endpointId, state } of due) this.#kept.set(endpointId, markOf(state));
      const gone = this.traffic.watches.keepOnly((id) => this.known.fleet.get(id) !== undefined);
      for (const endpointId of gone) this.#kept.delete(endpointId);
      await this.store.forget(gone);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed)
        this.#log.warn(
          { event: 'learned.not_kept', error: String(error) },
          'what was learned is not kept now',
        );
      this.#hasFailed = true;
    }
  }

  *#due(): Generator<Learned> {
    for (const learned of this.traffic.watches.states())
      if (
        this.leader.leads(learned.endpointId) &&
        this.#kept.get(learned.endpointId) !== markOf(learned.state)
      )
        yield learned;
  }
}

/** What nobody calls learns nothing, and need not be written again. */
const markOf = ({ traffic, gaps, starts }: EndpointState): string =>
  [
    traffic.firstSecond,
    traffic.arrived,
    traffic.finishedTotal,
    gaps.seen,
    starts.seconds.length,
    starts.median,
  ].join();
