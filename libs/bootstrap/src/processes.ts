import cluster, { type Worker } from 'node:cluster';
import type { LoggerService } from '@nestjs/common';

const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A process that ran this long was well: its next crash is a new story. */
const RAN_WELL_MS = 30_000;

/** The pause before the next start of a process that ended by itself. */
export const pauseAfter = (lastMs: number, ranMs: number): number =>
  lastMs === 0 || ranMs >= RAN_WELL_MS ? SHORTEST_PAUSE_MS : Math.min(lastMs * 2, LONGEST_PAUSE_MS);

/** What a process tells once it has started: where its health and metrics are. */
export type Started = Readonly<{ tidegate: 'started'; port: number }>;
/** What a process is told: its files may have changed; it is to end in order. */
export type Order = Readonly<{ tidegate: 'reload' | 'stop' }>;

type Place = {
  readonly number: number;
  worker: Worker | undefined;
  /** Undefined until it has started. */
  port: number | undefined;
  startedAtMs: number;
  pauseMs: number;
  timer: NodeJS.Timeout | undefined;
};

/**
 * Several processes of one service that share its ports. They take connections from sockets they have in common: what
 * waits there when one ends or dies is for the others. Handing connections out in turn from here instead leaves callers
 * without a word whose connection is on its way to a process that just ends; sockets of their own (SO_REUSEPORT) reset them.
 */
export class Processes {
  /** The first start has failed: what fails then will fail again. */
  failed: () => void = () => undefined;
  readonly #places: readonly Place[];
  readonly #stopped = Promise.withResolvers<void>();
  #everStarted = false;
  #stopping = false;

  constructor(
    count: number,
    private readonly log: LoggerService,
  ) {
    this.#places = Array.from({ length: count }, (_, i) => ({
      number: i + 1,
      worker: undefined,
      port: undefined,
      startedAtMs: 0,
      pauseMs: 0,
      timer: undefined,
    }));
  }

  /** The ports of health and metrics, by the number of the process; undefined for one that does not run. */
  ports(): ReadonlyMap<number, number | undefined> {
    return new Map(this.#places.map(({ number, port }) => [number, port]));
  }

  start(): void {
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    for (const place of this.#places) this.#fork(place);
  }

  reload(): void {
    const told: Order = { tidegate: 'reload' };
    for (const { worker } of this.#places) if (worker?.isConnected()) worker.send(told);
  }

  /** Each ends in order, within `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    // All at once: who comes later is refused and tries elsewhere.
    for (const place of this.#places) {
      clearTimeout(place.timer);
      end(place);
    }
    const limit = setTimeout(() => {
      for (const { worker } of this.#places) worker?.process.kill('SIGKILL');
    }, limitMs);
    this.#checkStopped();
    await this.#stopped.promise;
    clearTimeout(limit);
  }

  #fork(place: Place): void {
    const worker = cluster.fork();
    Object.assign(place, { worker, port: undefined, startedAtMs: performance.now() });
    worker.on('message', (message: unknown) => {
      if (!isStarted(message)) return;
      place.port = message.port;
      this.#everStarted = true;
    });
    // A process that cannot be talked to ends too: that is what counts.
    worker.on('error', () => undefined);
    worker.once('exit', (code, signal) => {
      place.worker = place.port = undefined;
      if (this.#stopping) this.#checkStopped();
      else if (this.#everStarted) this.#again(place, signal || `exit code ${String(code)}`);
      else this.failed();
    });
  }

  #again(place: Place, why: string): void {
    const { number, startedAtMs } = place;
    const ranMs = performance.now() - startedAtMs;
    const pauseMs = (place.pauseMs = pauseAfter(place.pauseMs, ranMs));
    const text = `process ${String(number)} ended (${why}); it is started again in ${String(pauseMs)} ms`;
    this.log.error({ event: 'process.ended', process: number, why, ranMs: Math.round(ranMs), pauseMs }, text);
    place.timer = setTimeout(() => {
      this.#fork(place);
    }, pauseMs);
  }

  #checkStopped(): void {
    if (this.#places.every(({ worker }) => !worker)) this.#stopped.resolve();
  }
}

/** Here the sockets are closed at once: nobody is to wait at one that no process listens to any more. */
const end = ({ worker, port }: Place): void => {
  const told: Order = { tidegate: 'stop' };
  if (port === undefined || !worker?.isConnected()) worker?.process.kill('SIGTERM');
  else {
    worker.disconnect();
    worker.send(told);
  }
};

const isStarted = (message: unknown): message is Started =>
  typeof message === 'object' && message !== null && 'tidegate' in message && message.tidegate === 'started';
