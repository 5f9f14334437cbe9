import { describe, expect, it } from '@jest/globals';
import { endpointRequested } from '../events.spec-helper.ts';
import { countServed, newEndpoint } from '../routing/endpoint.ts';
import { newReplica } from '../routing/replica.ts';
import { inFlightByReplica } from './in-flight-by-replica.ts';
import { Ring } from './ring.ts';
import { isSampleDue, quietAt, quietMetrics } from './sample-due.ts';
import { TokenUses } from './token-uses.loop.ts';
import type { Bus } from '@tidegate/eventing/nest';

describe('a ring', () => {
  it('keeps order, never grows, and counts what it could not keep', () => {
    const ring = new Ring<number>(3);
    expect([1, 2, 3, 4].map((n) => ring.push(n))).toEqual([true, true, true, false]);
    expect(ring.shift()).toBe(1);
    expect(ring.push(5)).toBe(true);
    expect([ring.shift(), ring.shift(), ring.shift(), ring.shift()]).toEqual([2, 3, 5, undefined]);
    expect([ring.takeDropped(), ring.takeDropped()]).toEqual([1, 0]);
  });
});

describe('a sample', () => {
  const endpoint = () => newEndpoint(endpointRequested().data, new Date());
  const zero = { atMs: 0, inFlight: 0, waiting: 0, requestsTotal: 0, finishedTotal: 0, desired: 0 };

  it('is due each half second while requests wait, or were turned away a moment ago', () => {
    const waking = endpoint();
    waking.traffic.waiting = 1;
    expect([300, 500].map((nowMs) => isSampleDue(waking, zero, nowMs))).toEqual([false, true]);
    const away = endpoint();
    away.traffic.turnedAwayUntilMs = 600;
    expect(isSampleDue(away, zero, 500)).toBe(true);
  });

  it('is due each second while there is traffic, and once more when it fell to zero', () => {
    const busy = endpoint();
    busy.traffic.inFlight = 1;
    expect([500, 1000].map((nowMs) => isSampleDue(busy, zero, nowMs))).toEqual([false, true]);
    const quick = endpoint();
    quick.traffic.requestsTotal = 1;
    expect(isSampleDue(quick, zero, 1000)).toBe(true);
    expect(isSampleDue(endpoint(), { ...zero, inFlight: 2 }, 1000)).toBe(true);
    const over = endpoint();
    countServed(over.traffic, 3);
    expect([500, 1000].map((nowMs) => isSampleDue(over, zero, nowMs))).toEqual([false, true]);
    expect(isSampleDue(over, { ...zero, finishedTotal: 1 }, 1000)).toBe(false);
    expect(isSampleDue(endpoint(), zero, 1000)).toBe(false);
  });

  it('is due every ten seconds while there is a replica, and once without', () => {
    const quiet = endpoint();
    expect(isSampleDue(quiet, undefined, 0)).toBe(true);
    expect(isSampleDue(quiet, zero, 100_000)).toBe(false);
    quiet.ready = [newReplica(quiet, { replicaId: 'repl-1', revision: 1, host: 'h', port: 1 })];
    expect([5000, 10_000].map((nowMs) => isSampleDue(quiet, zero, nowMs))).toEqual([false, true]);
    quiet.ready = [];
    expect([500, 1000].map((nowMs) => isSampleDue(quiet, { ...zero, desired: 1 }, nowMs))).toEqual([
      false,
      true,
    ]);
  });
});

describe('what shows something', () => {
  it('says until when there was nothing, and what had been counted by then', () => {
    const { traffic } = newEndpoint(endpointRequested().data, new Date());
    traffic.requestsTotal = 4;
    const quiet = quietAt(traffic, undefined, 1000);
    expect(quiet).toEqual({ atMs: 1000, requestsTotal: 4 });
    Object.assign(traffic, { inFlight: 1, requestsTotal: 5 });
    expect(quietAt(traffic, quiet, 1100)).toBe(quiet);
    const said = { atMs: 1500, inFlight: 1, waiting: 0, requestsTotal: 5 };
    const words = { quiet_seconds_ago: 0.5, quiet_requests_total: 4 };
    expect(quietMetrics(quiet, said)).toEqual(words);
    // It came and went in between.
    expect(quietMetrics(quiet, { ...said, inFlight: 0 })).toEqual(words);
    expect(quietMetrics(quiet, { ...said, inFlight: 0, requestsTotal: 4 })).toEqual({});
    expect(quietMetrics(undefined, said)).toEqual({});
  });
});

describe('the requests in flight of each replica', () => {
  const endpoint = newEndpoint(endpointRequested().data, new Date());
  const readyWith = (...inFlight: number[]) =>
    inFlight.map((count, i) => ({
      ...newReplica(endpoint, { replicaId: `repl-${String(i)}`, revision: 1, host: 'h', port: 1 }),
      inFlight: count,
    }));

  it('are told of several, those that have some', () => {
    expect(inFlightByReplica(readyWith(2, 0, 1))).toEqual({ 'repl-0': 2, 'repl-2': 1 });
    expect(inFlightByReplica(readyWith(0, 0))).toEqual({});
  });

  it('are not told of one, nor of more than two hundred', () => {
    expect(inFlightByReplica([])).toBeUndefined();
    expect(inFlightByReplica(readyWith(5))).toBeUndefined();
    const busy = readyWith(...Array.from({ length: 201 }, () => 1));
    expect(inFlightByReplica(busy)).toBeUndefined();
    expect(Object.keys(inFlightByReplica([...busy.slice(1), ...readyWith(0, 0)]) ?? {})).toHaveLength(200);
  });
});

describe('used tokens', () => {
  it('are told once each, at most a thousand at a time, and not again until used again', () => {
    const told: unknown[] = [];
    const uses = new TokenUses({ nudge: (_: string, data: unknown) => told.push(data) } as unknown as Bus);
    for (const id of ['a', 'b', 'a']) uses.note(id);
    uses.tell();
    uses.tell();
    for (let n = 0; n < 1500; n++) uses.note(String(n));
    uses.tell();
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual({ tokenIds: ['a', 'b'] });
    expect((told[1] as { tokenIds: string[] }).tokenIds).toHaveLength(1000);
  });
});
