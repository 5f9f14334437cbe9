import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 100;

/** Which engines the machine itself shows, looked at ten times a second: when each process was first and last there. */
export class Processes {
  private readonly mark: string;
  private readonly lives = new Map<number, { firstMs: number; lastMs: number }>();
  private readonly running: Promise<void>;
  private stopped = false;

  /** @param mark what every engine of this run has among its arguments */
  constructor(mark: string) {
    this.mark = mark;
    this.running = this.look();
  }

  /** Seconds that engines were seen alive, all together. No engine lived shorter than it was seen. */
  seenSeconds(): number {
    let ms = 0;
    for (const { firstMs, lastMs } of this.lives.values()) ms += lastMs - firstMs;
    return ms / 1000;
  }

  get count(): number {
    return this.lives.size;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async look(): Promise<void> {
    while (!this.stopped) {
      const nowMs = performance.now();
      for (const name of await readdir('/proc')) if (await this.isEngine(name)) this.see(Number(name), nowMs);
      await pause(EVERY_MS);
    }
  }

  private see(pid: number, nowMs: number): void {
    this.lives.set(pid, { firstMs: this.lives.get(pid)?.firstMs ?? nowMs, lastMs: nowMs });
  }

  private async isEngine(name: string): Promise<boolean> {
    if (!/^\d+$/.test(name)) return false;
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    return words.includes(this.mark) && !/^(\/bin\/)?sh\0/.test(words);
  }
}
