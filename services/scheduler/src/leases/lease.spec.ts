import { describe, expect, it } from '@jest/globals';
import { listeningSince, lostNodes } from './lease.ts';

const leaseUs = 10_000_000;
const quiet = { nodeId: 'node-00000000000a', silentUs: 11_000_000 };
const heard = { nodeId: 'node-00000000000b', silentUs: 9_000_000 };

describe('a lease', () => {
  it('runs out for the node that said nothing all the while', () => {
    expect(lostNodes([quiet, heard], { sinceUs: 0, nowUs: 60_000_000, leaseUs })).toEqual([quiet]);
  });
  it('does not run out while nobody could listen', () => {
    expect(lostNodes([quiet], { sinceUs: null, nowUs: 60_000_000, leaseUs })).toEqual([]);
  });
  it('does not run out for a listener who has only just begun', () => {
    expect(lostNodes([quiet], { sinceUs: 55_000_000, nowUs: 60_000_000, leaseUs })).toEqual([]);
  });
});

describe('listening', () => {
  const before = { sinceUs: 5, lookedAtUs: 100 };
  it('goes on from look to look', () => {
    expect(listeningSince(before, { nowUs: 150, connected: true, longestGapUs: 60 })).toBe(5);
  });
  it('ends with the connection and begins anew with it', () => {
    expect(listeningSince(before, { nowUs: 150, connected: false, longestGapUs: 60 })).toBeNull();
    const broken = { sinceUs: null, lookedAtUs: 150 };
    expect(listeningSince(broken, { nowUs: 200, connected: true, longestGapUs: 60 })).toBe(200);
  });
  it('begins anew after a stall of the listener', () => {
    expect(listeningSince(before, { nowUs: 161, connected: true, longestGapUs: 60 })).toBe(161);
  });
});
