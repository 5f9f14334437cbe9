import { type Exit, sayExit } from '@tidegate/backing-services';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that runs. */
export type Running = Readonly<{
  pid: number;
  ended: Promise<Exit>;
  /** Gracefully, within a deadline of its own. */
  stop: () => Promise<void>;
  kill: () => void;
}>;

export type Unit = Readonly<{ name: string; start: () => Promise<Running> }>;

export type Watcher = Readonly<{
  say: (line: string) => void;
  /** Called with each new pid, and with undefined when it is over. */
  onPid: (name: string, pid: number | undefined) => Promise<void>;
}>;

export const SHORTEST_PAUSE_MS = 200;
export const LONGEST_PAUSE_MS = 10_000;
/** A program that ran this long was well: its next crash is a new story. */
const RAN_WELL_MS = 30_000;

/** The pause before the next try. */
export const nextPause = (lastMs: number, ranMs: number): number =>
  lastMs === 0 || ranMs >= RAN_WELL_MS ? SHORTEST_PAUSE_MS : Math.min(lastMs * 2, LONGEST_PAUSE_MS);

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Keeps one program running until it is told to stop: a crash is said, and followed by a new start. */
export class Supervised {
  readonly name: string;
  private readonly unit: Unit;
  private readonly watcher: Watcher;
  private readonly stopping = new AbortController();
  private running: Running | undefined;
  private startedAt = 0;
  private pauseMs = 0;
  private watching: Promise<void> = Promise.resolve();

  constructor(unit: Unit, watcher: Watcher) {
    this.name = unit.name;
    this.unit = unit;
    this.watcher = watcher;
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  /** The first start: what fails here will fail again, so it is thrown. */
  start(): Promise<void> {
    const first = this.run();
    this.watching = first.then(
      (running) => this.watch(running),
      () => undefined,
    );
    return first.then(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running?.stop();
    await this.watching;
    await this.watcher.onPid(this.name, undefined);
  }

  kill(): void {
    this.stopping.abort();
    this.running?.kill();
  }

  private async run(): Promise<Running> {
    this.startedAt = performance.now();
    const running = await this.unit.start();
    this.running = running;
    await this.watcher.onPid(this.name, running.pid);
    // It may have been told to stop while it came up.
    if (this.stopping.signal.aborted) await running.stop();
    return running;
  }

  private async watch(first: Running): Promise<void> {
    let running: Running | undefined = first;
    while (running) {
      const exit: Exit = await running.ended;
      this.running = undefined;
      if (this.stopping.signal.aborted) return;
      running = await this.again(sayExit(exit));
    }
  }

  /** Starts until it succeeds; undefined when told to stop. */
  private async again(what: string): Promise<Running | undefined> {
    for (let reason = what; ;) {
      const ranMs = performance.now() - this.startedAt;
      this.pauseMs = nextPause(this.pauseMs, ranMs);
      this.watcher.say(
        `${this.name} ended (${reason}) after ${seconds(ranMs)}; starting it again in ${seconds(this.pauseMs)}`,
      );
      await pause(this.pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return undefined;
      try {
        return await this.run();
      } catch (error) {
        [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      }
    }
  }
}
