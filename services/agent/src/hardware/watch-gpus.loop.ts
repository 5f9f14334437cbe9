import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { type InstalledGpus, NO_GPUS, rememberedGpus } from './installed-gpus.store.ts';
import type { MachineMemory } from './machine-memory.store.ts';
import { NVIDIA_SMI, lookForGpus } from './nvidia-smi.gateway.ts';

const LOOK_EVERY_MS = 60_000;
/** Where the driver sleeps between two calls each takes seconds: a fiftieth of the time at most goes into looking … */
const PAUSE_PER_LOOK = 50;
/** … but so many times the usual pause is the longest one. */
const LONGEST_PAUSE = 10;

type Watched = Readonly<{
  installed: InstalledGpus;
  memory: MachineMemory;
  nvidiaSmi?: string | undefined;
  everyMs?: number | undefined;
  limitMs?: number | undefined;
}>;

/**
 * Looks now and then for GPUs that have come or gone. What is seen twice in a row is told: one bad answer of a driver that is
 * busy takes no GPU away. What runs on a GPU that has gone is left alone; it ends by itself.
 */
export class WatchGpus {
  readonly #log = new Logger(WatchGpus.name);
  readonly #over = new AbortController();
  #told: InstalledGpus;
  #before: string | undefined;

  constructor(
    private readonly watched: Watched,
    private readonly tell: (installed: InstalledGpus) => void,
  ) {
    this.#told = watched.installed;
  }

  /** Until `end`. */
  async run(): Promise<void> {
    const everyMs = this.watched.everyMs ?? LOOK_EVERY_MS;
    const { signal } = this.#over;
    let pauseMs = everyMs;
    while (await pause(pauseMs, true, { signal, ref: false }).catch(() => false)) {
      const beganMs = performance.now();
      await this.#look().catch((error: unknown) => {
        this.#log.warn({ event: 'hardware.look_failed', error }, 'GPUs could not be looked for');
      });
      const wantedMs = (performance.now() - beganMs) * PAUSE_PER_LOOK;
      pauseMs = Math.max(everyMs, Math.min(wantedMs, everyMs * LONGEST_PAUSE));
    }
  }

  end(): void {
    this.#over.abort();
  }

  async #look(): Promise<void> {
    const { memory, nvidiaSmi, limitMs } = this.watched;
    const look = await lookForGpus(nvidiaSmi ?? NVIDIA_SMI, limitMs);
    if (this.#over.signal.aborted) return;
    // Without uuids nobody knows which is which.
    if (look.kind === 'seen' && look.printed.list === null && Object.keys(memory.gpuIndices).length > 0)
      return;
    const seen = look.kind === 'seen' ? rememberedGpus(look.printed, memory) : NO_GPUS;
    const words = wordsOf(seen);
    const isNews = words !== wordsOf(this.#told) && words === this.#before;
    this.#before = words;
    if (!isNews) return;
    const [before, now] = [this.#told.gpus.length, seen.gpus.length];
    this.#told = seen;
    this.#log.warn({ event: 'hardware.gpus_changed', before, now }, 'the GPUs of this node have changed');
    this.tell(seen);
  }
}

const wordsOf = ({ gpus, devices }: InstalledGpus): string => JSON.stringify([gpus, [...devices]]);
