import { describe, expect, it } from '@jest/globals';
import type { Exit } from '@tidegate/backing-services';
import {
  LONGEST_PAUSE_MS,
  nextPause,
  type Running,
  SHORTEST_PAUSE_MS,
  Supervised,
  type Unit,
} from './supervised.ts';

/** A program in memory: it ends when the test says so, or when it is stopped. */
class FakeProgram {
  readonly said: string[] = [];
  readonly pids: (number | undefined)[] = [];
  stops = 0;
  failsToStart = 0;
  private end: (exit: Exit) => void = () => undefined;
  private pid = 100;
  private awaited: (() => void) | undefined;

  get supervised(): Supervised {
    const unit: Unit = { name: 'billing', start: () => this.start() };
    return new Supervised(unit, {
      say: (line) => this.said.push(line),
      onPid: (_, pid) => {
        this.pids.push(pid);
        this.awaited?.();
        return Promise.resolve();
      },
    });
  }

  /** Ends it, and resolves when it runs again. */
  async crash(exit: Exit): Promise<void> {
    const again = new Promise<void>((resolve) => (this.awaited = resolve));
    this.end(exit);
    await again;
  }

  private start(): Promise<Running> {
    this.pid++;
    if (this.failsToStart > 0) {
      this.failsToStart--;
      return Promise.reject(new Error('its port is taken\nmore'));
    }
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.end = resolve;
    const stop = (): Promise<void> => {
      this.stops++;
      resolve({ code: 0, signal: null });
      return Promise.resolve();
    };
    return Promise.resolve({
      pid: this.pid,
      ended: promise,
      stop,
      kill: () => resolve({ code: null, signal: 'SIGKILL' }),
    });
  }
}

describe('a program that ends by itself', () => {
  it('is started again, with its end said in one line', async () => {
    const program = new FakeProgram();
    const { supervised } = program;
    await supervised.start();
    await program.crash({ code: null, signal: 'SIGKILL' });
    expect(program.pids).toEqual([101, 102]);
    expect(program.said).toEqual([
      expect.stringMatching(/^billing ended \(signal SIGKILL\) after 0\.\d s; starting it again in 0\.2 s$/),
    ]);
    await supervised.stop();
  });

  it('is tried again when the new start fails, with the reason said', async () => {
    const program = new FakeProgram();
    const { supervised } = program;
    await supervised.start();
    program.failsToStart = 1;
    await program.crash({ code: 1, signal: null });
    expect(program.said).toHaveLength(2);
    expect(program.said[0]).toContain('(exit code 1)');
    expect(program.said[1]).toContain('(its port is taken)');
    expect(program.pids).toEqual([101, 103]);
    await supervised.stop();
  });
});

describe('a program that is told to stop', () => {
  it('is not started again, and nothing is said', async () => {
    const program = new FakeProgram();
    const { supervised } = program;
    await supervised.start();
    await supervised.stop();
    expect([program.stops, program.said, program.pids]).toEqual([1, [], [101, undefined]]);
  });

  it('stops at once while it waits for its next start', async () => {
    const program = new FakeProgram();
    const { supervised } = program;
    await supervised.start();
    const crashed = program.crash({ code: 1, signal: null });
    await supervised.stop();
    await crashed;
    expect(program.pids).toEqual([101, undefined]);
  });
});

describe('a program whose first start fails', () => {
  it('is given up, with its reason', async () => {
    const program = new FakeProgram();
    program.failsToStart = 1;
    const { supervised } = program;
    await expect(supervised.start()).rejects.toThrow('its port is taken');
    await supervised.stop();
    expect(program.said).toEqual([]);
  });
});

describe('the pause before a new start', () => {
  it('doubles from 0.2 s to 10 s, and begins anew after a good run', () => {
    const pauses = [0];
    for (let crash = 0; crash < 8; crash++) pauses.push(nextPause(pauses.at(-1) ?? 0, 100));
    expect(pauses.slice(1)).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
    expect(nextPause(LONGEST_PAUSE_MS, 60_000)).toBe(SHORTEST_PAUSE_MS);
  });
});
