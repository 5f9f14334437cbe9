import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { LearnedStates } from './learned-states.ts';
import { Recorder } from './recorder.ts';
import { WHAT_IF_SETTINGS, type WhatIfSettings } from './settings.ts';
import { TrafficStore } from './traffic.store.ts';

/** A minute is written so soon after it is over. The states remember several: one that fails is written with the next. */
const EVERY_MS = 20_000;
const TURNS_OF_AN_HOUR = 180;

/** Writes what came, and each hour drops what is too old. Two processes that write the same do no harm. */
@Injectable()
export class RecordTraffic implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('record-traffic');
  readonly #recorder = new Recorder();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #turns = 0;
  #stopped = false;
  #problem = '';

  constructor(
    private readonly states: LearnedStates,
    private readonly store: TrafficStore,
    @Inject(WHAT_IF_SETTINGS) private readonly settings: WhatIfSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#turn().finally(() => (this.#running = undefined));
    }, EVERY_MS);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Writes every minute that is over and not written yet. */
  async record(): Promise<void> {
    const { minutes, written } = this.#recorder.due(this.states.all());
    await this.store.record(minutes);
    written();
  }

  /** Drops what is beyond the limit, until nothing is left or the service stops. */
  async forget(): Promise<void> {
    while (!this.#stopped && (await this.store.dropOlder(this.settings.keepDays)));
  }

  async #turn(): Promise<void> {
    try {
      await this.record();
      if (this.#turns++ % TURNS_OF_AN_HOUR === 0) await this.forget();
      this.#problem = '';
    } catch (error) {
      const problem = String(error);
      if (problem !== this.#problem)
        this.#log.warn(
          { event: 'traffic.not_recorded', error: problem },
          'what came is written with a later minute',
        );
      this.#problem = problem;
    }
  }
}
