import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { Worker } from 'node:worker_threads';
import type { ReplayJob, Replayed } from './replayed.ts';
import { WHAT_IF_SETTINGS, type WhatIfSettings } from './settings.ts';

const isSource = import.meta.url.endsWith('.ts');
const PROGRAM = new URL(isSource ? './replays.main.ts' : './replays.main.js', import.meta.url);
/** Packages of this repository are run from their sources when this file is. */
const EXEC_ARGV = isSource ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : [];
const MEMORY_MIB = 512;

/** Replays in another thread: one at a time, a few may wait, and each ends in time. */
@Injectable()
export class Replays implements BeforeApplicationShutdown {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #stopped = false;
  #worker: Worker | undefined;

  constructor(@Inject(WHAT_IF_SETTINGS) private readonly settings: WhatIfSettings) {}

  /** @throws Refusal simulation.busy, simulation.too_long */
  async run(job: ReplayJob): Promise<Replayed> {
    const { limitMs, mostWaiting } = this.settings;
    if (this.#waiting > mostWaiting) refuse('simulation.busy', { limit: mostWaiting });
    const endsAt = performance.now() + limitMs;
    this.#waiting++;
    const running = this.#last.then(() => this.#run(job, endsAt));
    this.#last = running.catch(() => undefined);
    try {
      return await running;
    } finally {
      this.#waiting--;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#worker?.terminate();
    await this.#last;
  }

  async #run(job: ReplayJob, endsAt: number): Promise<Replayed> {
    const leftMs = endsAt - performance.now();
    if (this.#stopped) refuse('service.unavailable', { service: 'scaler' });
    if (leftMs <= 0) tooLong(this.settings);
    const { arrivesAt, work } = job.recording;
    const worker = new Worker(PROGRAM, {
      workerData: job,
      // Handed over, not copied: this thread does not need them any more.
      transferList: [arrivesAt.buffer as ArrayBuffer, work.buffer as ArrayBuffer],
      execArgv: EXEC_ARGV,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
    });
    this.#worker = worker;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      void worker.terminate();
    }, leftMs);
    try {
      const answer = await answerOf(worker);
      if (answer) return answer;
    } finally {
      clearTimeout(timer);
      this.#worker = undefined;
      await worker.terminate();
    }
    return late.signal.aborted
      ? tooLong(this.settings)
      : refuse('service.unavailable', { service: 'scaler' });
  }
}

const tooLong = ({ limitMs }: WhatIfSettings): never =>
  refuse('simulation.too_long', { seconds: Math.round(limitMs / 1000) });

/** Undefined: it was ended before it had one. */
const answerOf = (worker: Worker): Promise<Replayed | undefined> =>
  new Promise((resolve, reject) => {
    worker.once('message', (answer: Replayed) => resolve(answer));
    worker.once('error', reject);
    worker.once('exit', () => resolve(undefined));
  });
