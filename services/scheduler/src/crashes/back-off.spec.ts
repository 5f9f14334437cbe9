import { describe, expect, it } from '@jest/globals';
import { afterCrash, heldBackAt, isCrash, waitUs } from './back-off.ts';

const second = 1_000_000;
const crash = (nowUs: number, change = {}) => ({
  readyAtUs: null,
  stoppedAtUs: nowUs,
  nowUs,
  ...change,
});

describe('the wait before a replacement', () => {
  it('doubles from one second to a minute', () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => waitUs(failures) / second)).toEqual([1, 2, 4, 32, 60, 60]);
  });
  it('does not grow by replicas that fall together', () => {
    const first = afterCrash(undefined, crash(0));
    expect(first).toEqual({ failures: 1, heldBack: 1, dueAtUs: second });
    expect(afterCrash(first, crash(second / 2))).toEqual({ ...first, heldBack: 2 });
  });
  it('grows when the replacement crashes as well', () => {
    const released = { failures: 1, heldBack: 0, dueAtUs: null };
    expect(afterCrash(released, crash(5 * second))).toEqual({
      failures: 2,
      heldBack: 1,
      dueAtUs: 7 * second,
    });
  });
  it('begins anew after a replica that was healthy for a minute', () => {
    const before = { failures: 5, heldBack: 0, dueAtUs: null };
    expect(afterCrash(before, crash(100 * second, { readyAtUs: 40 * second })).failures).toBe(1);
    expect(afterCrash(before, crash(100 * second, { readyAtUs: 41 * second })).failures).toBe(6);
  });
});

describe('what is held back', () => {
  const backOff = { failures: 1, heldBack: 2, dueAtUs: 10 };
  it('waits until it is due', () => {
    expect(heldBackAt(backOff, 9)).toBe(2);
    expect(heldBackAt(backOff, 10)).toBe(0);
  });
  it('is nothing for a template that never crashed', () => {
    expect(heldBackAt(undefined, 9)).toBe(0);
  });
});

describe('a crash', () => {
  it('is what the replica is the reason for', () => {
    expect(isCrash('exited')).toBe(true);
    expect(isCrash('health_never_ok')).toBe(true);
    expect(isCrash('image_pull_failed')).toBe(true);
    expect(isCrash('node_lost')).toBe(false);
    expect(isCrash('replaced')).toBe(false);
    expect(isCrash('rollout_aborted')).toBe(false);
    expect(isCrash('scaled_down')).toBe(false);
  });
});
