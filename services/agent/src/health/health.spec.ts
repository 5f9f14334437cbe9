import { describe, expect, it } from '@jest/globals';
import { type Health, type Probe, UNPROBED, afterProbe, pauseMs, verdict } from './health.ts';

const after = (...probes: Probe[]): Health => probes.reduce(afterProbe, UNPROBED);
const TIMEOUT_MS = 1000;

describe('a replica that starts', () => {
  it('may fail as often as it likes within its startup timeout', () => {
    expect(
      verdict(after('closed', 'closed', 'closed', 'unhealthy', 'unhealthy'), 999, TIMEOUT_MS),
    ).toBeNull();
  });

  it('never opened its port when nothing ever listened', () => {
    expect(verdict(after('closed', 'closed'), TIMEOUT_MS, TIMEOUT_MS)).toBe('port_never_opened');
  });

  it('was never healthy when something listened, even if it does not any more', () => {
    expect(verdict(after('closed', 'unhealthy', 'closed'), TIMEOUT_MS, TIMEOUT_MS)).toBe('health_never_ok');
  });

  it('is ready with its first good answer', () => {
    expect(after('closed', 'unhealthy', 'ok')).toEqual({ ready: true, opened: true, failuresInARow: 0 });
  });
});

describe('a replica that was ready', () => {
  it('is given two failures in a row, however late in its life', () => {
    expect(verdict(after('ok', 'closed', 'unhealthy'), TIMEOUT_MS * 100, TIMEOUT_MS)).toBeNull();
  });

  it('is lost with the third', () => {
    expect(verdict(after('ok', 'closed', 'unhealthy', 'closed'), 0, TIMEOUT_MS)).toBe('health_lost');
  });

  it('starts over with a good answer in between', () => {
    expect(verdict(after('ok', 'closed', 'closed', 'ok', 'closed', 'closed'), 0, TIMEOUT_MS)).toBeNull();
  });
});

describe('the pauses between two looks at a start', () => {
  it('are two milliseconds at first and a quarter of a second in the end', () => {
    expect([0, 32, 160, 4000, 60_000].map(pauseMs)).toEqual([2, 2, 10, 250, 250]);
  });

  it('find it ready at most 6.25 % late, and need few looks for that', () => {
    let [atMs, looks] = [32, 16];
    for (; atMs < 2000; looks++) {
      const next = atMs + pauseMs(atMs);
      expect(next / atMs).toBeLessThanOrEqual(1.0625);
      atMs = next;
    }
    expect(looks).toBeLessThan(16 + 6 * 12);
  });
});
