import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { endpointRequested } from '../events.spec-helper.ts';
import { newEndpoint } from '../routing/endpoint.ts';
import { newReplica } from '../routing/replica.ts';
import { AccessLog } from './access-log.loop.ts';
import type { AccessRecord } from './access-record.ts';
import { Ring } from './ring.ts';
import { isSampleDue } from './sample-due.ts';
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
  const zero = { atMs: 0, inFlight: 0, waiting: 0, requestsTotal: 0 };

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
    expect(isSampleDue(endpoint(), zero, 1000)).toBe(false);
  });

  it('is due every ten seconds while there is a replica, and once without', () => {
    const quiet = endpoint();
    expect(isSampleDue(quiet, undefined, 0)).toBe(true);
    expect(isSampleDue(quiet, zero, 100_000)).toBe(false);
    quiet.ready = [newReplica(quiet, { replicaId: 'repl-1', revision: 1, host: 'h', port: 1 })];
    expect([5000, 10_000].map((nowMs) => isSampleDue(quiet, zero, nowMs))).toEqual([false, true]);
  });
});

describe('the access log', () => {
  const record = (requestId: string): AccessRecord => ({
    requestId,
    atMs: 1,
    method: 'GET',
    path: '/',
    status: 200,
    outcome: 'answered',
    clientAddress: '127.0.0.1',
    projectId: '',
    endpointId: '',
    tokenId: '',
    replicaId: '',
    bytesIn: 0,
    bytesOut: 0,
    durationMs: 1.23456,
    firstByteMs: -1,
    queueMs: 0,
    wakeMs: 0,
    traceId: '',
  });

  it('writes a line for each request, also those that came just before the end', () => {
    const lines: unknown[] = [];
    const write = (line: unknown): void => void lines.push(line);
    Logger.overrideLogger({ log: write, warn: write, error: write });
    const log = new AccessLog();
    log.onApplicationBootstrap();
    for (let n = 0; n < 600; n++) log.push(record(`req-${String(n)}`));
    log.onApplicationShutdown();
    expect(lines).toHaveLength(600);
    expect(lines[599]).toMatchObject({ event: 'request', requestId: 'req-599', durationMs: 1.23 });
    Logger.overrideLogger(false);
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
