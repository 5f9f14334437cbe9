import { describe, expect, it } from '@jest/globals';
import { STOP_CAUSES } from '@tidegate/contracts';
import { reasonOf } from './replica-words.ts';

const told = {
  state: 'pending',
  stopCause: null,
  sleeps: false,
  wakes: 0,
  waitReason: null,
  nodeId: null,
} as const;

describe('a replica in words', () => {
  it('says why it waits', () => {
    expect(reasonOf({ ...told, waitReason: 'Waits for room: the cluster has no node.' })).toContain(
      'no node',
    );
    expect(reasonOf(told)).toBe('Waits to be placed.');
  });
  it('says why it ended, in other words for every cause', () => {
    const reasons = STOP_CAUSES.map((stopCause) => reasonOf({ ...told, state: 'stopped', stopCause }));
    expect(new Set(reasons).size).toBe(STOP_CAUSES.length);
    expect(reasons.every((reason) => /^Stopped: .+\.$/.test(reason))).toBe(true);
  });
});
