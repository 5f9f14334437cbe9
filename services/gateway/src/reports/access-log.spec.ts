import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type EventNamed, unpackRequests } from '@tidegate/contracts';
import type { Bus } from '@tidegate/eventing/nest';
import { eventually } from '../eventually.spec-helper.ts';
import { DEFAULTS } from '../settings.ts';
import { AccessLog } from './access-log.loop.ts';
import { type AccessRecord, accessRecord } from './access-record.ts';
import type { Lines } from './which-lines.ts';

type Batch = EventNamed<'RequestsRecorded'>['data'];
type Line = Partial<AccessRecord> & { event: string };

const ENDPOINT = 'endpt-0123456789ab';
const record = (requestId: string, given: Partial<AccessRecord> = {}): AccessRecord => ({
  ...accessRecord(
    {
      requestId,
      atMs: 1000,
      method: 'GET',
      path: '/',
      outcome: 'answered',
      clientAddress: '127.0.0.1',
      projectId: 'proj-0123456789ab',
      endpointId: ENDPOINT,
      tokenId: '',
      durationMs: 1.23456,
      traceId: '',
    },
    { status: 200 },
  ),
  ...given,
});

/** A bus that can be away, refuse what it has stored, or be slow. */
const testBus = () => {
  const sent: { id: string; batch: Batch }[] = [];
  const bus = {
    sent,
    mood: 'well' as 'well' | 'away' | 'deaf',
    signal: (_type: string, batch: Batch, { id }: { id: string }) => {
      if (bus.mood === 'away') return Promise.reject(new Error('not connected to the bus'));
      sent.push({ id, batch });
      return bus.mood === 'deaf' ? Promise.reject(new Error('no answer')) : Promise.resolve();
    },
    batches: () => [...new Map(sent.map(({ id, batch }) => [id, batch])).values()],
    ids: () => bus.batches().flatMap(({ records }) => unpackRequests(records).requestId),
  };
  return bus;
};

let lines: Line[] = [];
beforeEach(() => {
  lines = [];
  const write = (line: Line): void => void lines.push(line);
  Logger.overrideLogger({ log: write, warn: write, error: write });
});
afterEach(() => {
  Logger.overrideLogger(false);
});

const accessLog = (bus: ReturnType<typeof testBus>, accessLines: Lines = 'none'): AccessLog => {
  const log = new AccessLog(bus as unknown as Bus, { ...DEFAULTS, accessLines });
  log.onApplicationBootstrap();
  return log;
};
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `req-${String(n)}`);

describe('the access log', () => {
  it('ships each request once and in order, in numbered batches, those just before the end too', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    const before = names(1500);
    for (const name of before) log.push(record(name));
    await eventually(() => expect(bus.ids()).toHaveLength(1500));
    log.push(record('the last'));
    await log.beforeApplicationShutdown();
    expect(bus.ids()).toEqual([...before, 'the last']);
    expect(bus.batches().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(Math.max(...bus.batches().map(({ count }) => count))).toBe(512);
  });

  it('keeps a batch small enough for the bus, however long the paths are', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    const path = '"'.repeat(512);
    for (const name of names(1024)) log.push(record(name, { path: name + path }));
    await log.beforeApplicationShutdown();
    expect(bus.ids()).toHaveLength(1024);
    for (const { batch } of bus.sent) expect(JSON.stringify(batch).length).toBeLessThan(1_000_000);
  });

  it('ships nothing of requests that are for no endpoint', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    log.push(record('a', { projectId: '', endpointId: '' }));
    await log.beforeApplicationShutdown();
    expect(bus.sent).toEqual([]);
  });

  it('sends what may not have arrived again under the same number', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    bus.mood = 'deaf';
    log.push(record('a'));
    await eventually(() => expect(bus.sent.length).toBeGreaterThan(0));
    bus.mood = 'well';
    log.push(record('b'));
    await log.beforeApplicationShutdown();
    expect(new Set(bus.sent.map(({ id }) => id)).size).toBe(2);
    expect(bus.sent.length).toBeGreaterThan(2);
    expect(bus.ids()).toEqual(['a', 'b']);
  });

  it('keeps so many while the bus is away, counts the others by endpoint, and tells of them', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    bus.mood = 'away';
    const other = 'endpt-00000000000b';
    // A batch is on its way, and the ring is full behind it.
    const kept = 512 + 65_536;
    for (let n = 0; n < kept; n++) log.push(record('kept'));
    log.push(record('lost', { atMs: 2000 }));
    log.push(record('lost', { atMs: 1500 }));
    log.push(record('lost', { atMs: 3000, endpointId: other }));
    bus.mood = 'well';
    await log.beforeApplicationShutdown();
    expect(bus.ids()).toHaveLength(kept);
    expect(bus.ids()).not.toContain('lost');
    expect(bus.batches().flatMap(({ lost }) => lost)).toEqual([
      {
        projectId: 'proj-0123456789ab',
        endpointId: ENDPOINT,
        requests: 2,
        fromUs: 1_500_000,
        untilUs: 2_000_000,
      },
      {
        projectId: 'proj-0123456789ab',
        endpointId: other,
        requests: 1,
        fromUs: 3_000_000,
        untilUs: 3_000_000,
      },
    ]);
  });

  it('says how much is lost when the process ends before the bus is back', async () => {
    const bus = testBus();
    const log = accessLog(bus);
    bus.mood = 'away';
    for (const name of names(700)) log.push(record(name));
    await log.beforeApplicationShutdown();
    expect(lines.at(-1)).toMatchObject({ event: 'access.not_shipped', lost: 700 });
    expect(lines.filter(({ event }) => event === 'access.waiting')).toHaveLength(1);
  });
});

describe('the process’s own log', () => {
  const several = [
    record('fine'),
    record('refused', { status: 401, outcome: 'refused', endpointId: '' }),
    record('failed', { status: 502 }),
    record('cut', { outcome: 'cut' }),
    record('gone', { status: 0, outcome: 'client_gone' }),
  ];
  it.each([
    ['none', []],
    ['failed', ['failed', 'cut']],
    ['all', ['fine', 'refused', 'failed', 'cut', 'gone']],
  ] as const)('has lines of %s', async (which, wanted) => {
    const log = accessLog(testBus(), which);
    for (const one of several) log.push(one);
    await log.beforeApplicationShutdown();
    expect(lines.map(({ requestId }) => requestId)).toEqual(wanted);
    for (const line of lines) expect(line).toMatchObject({ event: 'request', durationMs: 1.23 });
  });

  it('is not flooded by failures: what is too much is counted', async () => {
    const log = accessLog(testBus(), 'failed');
    for (const name of names(300)) log.push(record(name, { status: 500 }));
    await eventually(() => expect(lines).toHaveLength(257));
    expect(lines.at(-1)).toMatchObject({ event: 'access.dropped', dropped: 44 });
    await log.beforeApplicationShutdown();
  });
});
