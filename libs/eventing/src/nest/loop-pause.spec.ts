import { describe, expect, it } from '@jest/globals';
import { LoopPause } from './loop-pause.ts';

const LONG_MS = 60_000;

describe('a loop that pauses', () => {
  it('goes on when it is woken', async () => {
    const pause = new LoopPause();
    const woken = pause.untilWoken(LONG_MS);
    pause.wake();
    expect(await woken).toBe(true);
  });

  it('does not lose a wake that comes while it works', async () => {
    const pause = new LoopPause();
    pause.wake();
    expect(await pause.untilWoken(LONG_MS)).toBe(true);
  });

  it('goes on by itself when the time is over, once per wake', async () => {
    const pause = new LoopPause();
    pause.wake();
    await pause.untilWoken(LONG_MS);
    expect(await pause.untilWoken(1)).toBe(false);
  });

  it('waits in full after a failure, whatever wakes it', async () => {
    const pause = new LoopPause();
    const startedAt = performance.now();
    const waited = pause.afterFailure(1, { firstMs: 30 });
    pause.wake();
    await waited;
    expect(performance.now() - startedAt).toBeGreaterThan(25);
  });

  it('waits longer after each failure, up to a limit', async () => {
    const pause = new LoopPause();
    const startedAt = performance.now();
    await pause.afterFailure(3, { firstMs: 5 });
    expect(performance.now() - startedAt).toBeGreaterThan(17);
    await pause.afterFailure(10_000, { firstMs: 5, mostMs: 10 });
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('ends every pause when it is stopped, those to come as well', async () => {
    const pause = new LoopPause();
    const pauses = [pause.untilWoken(LONG_MS), pause.afterFailure(20, { mostMs: LONG_MS })];
    pause.stop();
    await Promise.all([...pauses, pause.untilWoken(LONG_MS), pause.afterFailure(20, { mostMs: LONG_MS })]);
    expect(pause.stopped).toBe(true);
  });
});
