import { describe, expect, it } from '@jest/globals';
import { packRequests, type RequestRecord, unpackRequests } from '@tidegate/contracts';
import fc from 'fast-check';
import { arrayOf, quoted } from './array-literal.ts';
import { BOUNDS_US, BUCKETS, bucketOf, emptyHistogram, quantileUs, totalOf } from './histogram.ts';
import { keptOf, lossesOf } from './kept.ts';
import { requestRecord } from './request-record.spec-helper.ts';
import { classOf, hourOf, merged, rollUp } from './roll-up.ts';
import { arrivalsOf, rowsOf } from './rows.ts';

const NOW_MS = Date.UTC(2030, 0, 31, 0, 30);
const record = fc.record({
  requestId: fc.string({ maxLength: 20 }),
  atMs: fc.integer({ min: NOW_MS - 3 * 3_600_000, max: NOW_MS }),
  method: fc.constantFrom('GET', 'POST'),
  path: fc.string({ maxLength: 30, unit: 'binary' }),
  status: fc.constantFrom(0, 101, 200, 204, 302, 404, 429, 500, 503, 999),
  outcome: fc.constantFrom<RequestRecord['outcome']>('answered', 'refused', 'client_gone', 'cut'),
  code: fc.constantFrom('', 'endpoint.waking'),
  clientAddress: fc.ipV4(),
  projectId: fc.constantFrom('proj-00000000000a', 'proj-00000000000b'),
  endpointId: fc.constantFrom('endpt-00000000000a', 'endpt-00000000000b'),
  tokenId: fc.constantFrom('', 'tok-00000000000a', 'tok-00000000000b'),
  replicaId: fc.constantFrom('', 'repl-00000000000a'),
  bytesIn: fc.nat(),
  bytesOut: fc.nat(),
  durationMs: fc.double({ min: 0, max: 3_600_000, noNaN: true }),
  firstByteMs: fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 60_000, noNaN: true })),
  queueMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  wakeMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  attempts: fc.nat(5),
  promptTokens: fc.integer({ min: -1, max: 100_000 }),
  completionTokens: fc.integer({ min: -1, max: 100_000 }),
  tokensEstimated: fc.boolean(),
  stream: fc.boolean(),
  traceId: fc.constant(''),
});
const recordList = fc.array(record, { maxLength: 60 });

describe('a histogram', () => {
  it('has every value in the bucket whose bounds are around it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(), fc.constantFrom(...BOUNDS_US), fc.integer({ min: 0, max: 2 ** 40 })),
        (us) => {
          const bucket = bucketOf(us);
          expect(us).toBeLessThanOrEqual(BOUNDS_US[bucket] ?? Infinity);
          if (bucket > 0) expect(us).toBeGreaterThan(BOUNDS_US[bucket - 1]!);
        },
      ),
    );
  });

  it('tells a quantile that lies in the bucket of the true one, never above the longest', () => {
    const values = fc.array(fc.integer({ min: 0, max: 2 ** 31 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (given, share) => {
        const counts = emptyHistogram();
        for (const us of given) counts[bucketOf(us)]!++;
        const sorted = given.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
        const longest = sorted.at(-1)!;
        const told = quantileUs(counts, share, longest)!;
        const bucket = bucketOf(exact);
        expect(told).toBeGreaterThanOrEqual(BOUNDS_US[bucket - 1] ?? 0);
        expect(told).toBeLessThanOrEqual(Math.min(BOUNDS_US[bucket] ?? Infinity, longest));
      }),
    );
  });

  it('tells greater shares no smaller values, and nothing of nothing', () => {
    const counts = fc.array(fc.nat(5), { minLength: BUCKETS, maxLength: BUCKETS });
    fc.assert(
      fc.property(counts, (given) => {
        const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantileUs(given, share, 2 ** 40) ?? 0) as [
          number,
          number,
          number,
        ];
        expect(p50 <= p95 && p95 <= p99).toBe(true);
      }),
    );
    expect(quantileUs(emptyHistogram(), 0.5)).toBeNull();
  });
});

describe('a batch that is packed', () => {
  it('is the same when it is unpacked, to the microsecond', () => {
    fc.assert(
      fc.property(recordList, (records) => {
        const batch = unpackRequests(packRequests(records));
        expect(batch.count).toBe(records.length);
        for (const [n, one] of records.entries()) {
          expect(batch.fromMs + batch.sinceMs[n]!).toBe(one.atMs);
          expect(batch.words[batch.path[n]!]).toBe(one.path.toWellFormed());
          expect(batch.requestId[n]).toBe(one.requestId);
          expect(Math.abs(batch.durationUs[n]! - one.durationMs * 1000)).toBeLessThanOrEqual(0.5);
          expect(batch.firstByteUs[n]! < 0).toBe(one.firstByteMs < 0);
          expect([batch.status[n], batch.promptTokens[n]]).toEqual([one.status, one.promptTokens]);
        }
      }),
    );
  });

  it.each([
    ['no JSON', 'x'],
    ['no words', '{"count":0,"fromMs":0,"requestId":[],"traceId":[]}'],
    ['no ids', '{"count":0,"fromMs":0,"words":[]}'],
    ['a short column', packRequests([requestRecord()]).replace('"status":[200]', '"status":[]')],
    ['a word that is none', packRequests([requestRecord()]).replace('"method":[0]', '"method":[99]')],
    ['a number that is none', packRequests([requestRecord()]).replace('"status":[200]', '"status":["200"]')],
  ])('is not taken with %s', (_, text) => {
    expect(() => unpackRequests(text)).toThrow();
  });
});

describe('hours', () => {
  it('add up to the records, in whatever batches these come', () => {
    fc.assert(
      fc.property(fc.array(recordList, { maxLength: 4 }), (lists) => {
        const records = lists.flat();
        const hours = merged(lists.flatMap((list) => hoursOf(list)));
        const sum = (of: (hour: (typeof hours)[number]) => number) =>
          hours.reduce((total, hour) => total + of(hour), 0);
        const total = (of: (one: RequestRecord) => number) => records.reduce((all, one) => all + of(one), 0);
        expect(sum((h) => h.requests)).toBe(records.length);
        expect(sum((h) => h.errors)).toBe(
          total(({ status, outcome }) => (classOf(status) === 5 || outcome === 'cut' ? 1 : 0)),
        );
        expect(sum((h) => h.bytesOut)).toBe(total(({ bytesOut }) => bytesOut));
        expect(sum((h) => h.promptTokens)).toBe(total(({ promptTokens }) => Math.max(0, promptTokens)));
        expect(sum((h) => totalOf(h.durations))).toBe(
          total(({ outcome }) => (outcome === 'refused' ? 0 : 1)),
        );
        expect(sum((h) => totalOf(h.firstBytes))).toBe(
          total(({ outcome, firstByteMs }) => (outcome === 'refused' || firstByteMs < 0 ? 0 : 1)),
        );
        for (const hour of hours) {
          expect(hourOf(hour.firstAtUs)).toBe(hour.hourUs);
          expect(hourOf(hour.lastAtUs)).toBe(hour.hourUs);
          expect(hour.estimated).toBeLessThanOrEqual(hour.metered);
        }
      }),
    );
  });

  it('come in one order, whatever the order of the batches', () => {
    fc.assert(
      fc.property(recordList, (records) => {
        const keys = (list: readonly RequestRecord[]) =>
          merged(hoursOf(list)).map((h) => [h.projectId, h.endpointId, h.hourUs, h.tokenId, h.statusClass]);
        expect(keys(records.toReversed())).toEqual(keys(records));
      }),
    );
  });
});

describe('rows', () => {
  it('are those that are young enough; without room they are told as lost', () => {
    const batch = unpackRequests(
      packRequests([requestRecord({ atMs: NOW_MS }), requestRecord({ atMs: NOW_MS - 5 * 86_400_000 })]),
    );
    const atUs = arrivalsOf(batch, NOW_MS * 1000);
    const given = { nowUs: NOW_MS * 1000, keepDays: 2 };
    expect(keptOf(atUs, { ...given, hasRoom: true })).toEqual({ rows: [0], refused: [] });
    const full = keptOf(atUs, { ...given, hasRoom: false });
    expect(full).toEqual({ rows: [], refused: [0] });
    const mine = { projectId: 'proj-0123456789ab', endpointId: 'endpt-0123456789ab' };
    expect(lossesOf(batch, atUs, full, [{ ...mine, requests: 2, fromUs: 5, untilUs: 6 }])).toEqual([
      { ...mine, requests: 3, fromUs: 5, untilUs: NOW_MS * 1000 },
    ]);
  });

  it('are quoted for Postgres whatever they hold', () => {
    expect(arrayOf([quoted('a"b\\c'), quoted('{,}'), quoted('')])).toBe('{"a\\"b\\\\c","{,}",""}');
    const batch = unpackRequests(packRequests([requestRecord({ path: '/\0' })]));
    expect(rowsOf(batch, [1], [0])).toMatchObject({ path: '{"/\ufffd"}', atUs: '{1}', status: '{200}' });
  });
});

const hoursOf = (records: readonly RequestRecord[]) => {
  const batch = unpackRequests(packRequests(records));
  return rollUp(batch, arrivalsOf(batch, NOW_MS * 1000));
};
