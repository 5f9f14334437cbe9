import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TIME_UNITS, bucketsOf } from './buckets.ts';
import { type Dimension, TRAITS, dimensionOf, inOrder } from './dimension.ts';
import { type Group, Groups, NOTHING_USED, type Tag, type Used, compareKeys, plus } from './groups.ts';
import { type Label, Labels } from './labels.ts';
import { PROJECT, anyLine, lineOf, ready } from './lines.spec-helper.ts';
import type { DetailedLine } from './stretch.ts';

const HOUR_US = 3_600_000_000;
const T0_US = Date.UTC(2031, 1, 27, 22) * 1000;
const ENDPOINT = 'endpt-000000000001';
const NO_LABELS = new Labels([]);
const label = (atUs: number, tags: Record<string, string>): Label => ({
  endpointId: ENDPOINT,
  atUs,
  name: 'chat',
  tags,
  billingAccount: null,
});
const named = (...names: string[]): Dimension[] => inOrder(names.flatMap((name) => dimensionOf(name) ?? []));

const grouped = (
  lines: readonly DetailedLine[],
  names: readonly string[],
  {
    fromUs = 0,
    untilUs = T0_US + 10_000 * HOUR_US,
    labels = NO_LABELS,
    zone = 'UTC',
    tag = null as Tag | null,
  } = {},
): Group[] => {
  const dimensions = named(...names);
  const unit = dimensions.find(({ by }) => by === 'time');
  const span = { fromUs, untilUs };
  const buckets =
    unit?.by === 'time' ? [...bucketsOf(unit.name, span, zone)] : [{ ...span, name: 'everything' }];
  const groups = new Groups(dimensions, tag);
  for (const line of lines) groups.add(line, buckets, labels);
  return groups.sorted();
};
const totalOf = (groups: readonly Group[]): Used =>
  groups.reduce((sum, { used }) => plus(sum, used), NOTHING_USED);
const costs = (groups: readonly Group[]) => groups.map(({ keys, used }) => [...keys, used.costNanoUsd]);

describe('usage that is grouped', () => {
  const hour = (from: number, to: number) => ready(T0_US + from * HOUR_US, T0_US + to * HOUR_US);

  it('is cut at the hour', () => {
    const line = lineOf([hour(0.5, 2.25)], { priceNanoUsdPerHour: 1000n });
    expect(costs(grouped([line], ['hour'], { fromUs: T0_US, untilUs: T0_US + 3 * HOUR_US }))).toEqual([
      ['2031-02-27T22:00:00Z', 500n],
      ['2031-02-27T23:00:00Z', 1000n],
      ['2031-02-28T00:00:00Z', 250n],
    ]);
  });

  it('has the days and months of the time zone', () => {
    const line = lineOf([hour(0, 24 + 4)], { priceNanoUsdPerHour: 1000n });
    const span = { fromUs: T0_US, untilUs: T0_US + 40 * HOUR_US, zone: 'Asia/Kolkata' };
    expect(costs(grouped([line], ['day'], span))).toEqual([
      ['2031-02-28', 20_500n],
      ['2031-03-01', 7_500n],
    ]);
    expect(costs(grouped([line], ['month'], span))).toEqual([
      ['2031-02', 20_500n],
      ['2031-03', 7_500n],
    ]);
  });

  it('keeps the tags under which it was used', () => {
    const line = lineOf([hour(0, 4)], { priceNanoUsdPerHour: 1000n });
    const labels = new Labels([label(T0_US + HOUR_US, { team: 'b' }), label(T0_US, { team: 'a' })]);
    expect(costs(grouped([line], ['tag:team'], { labels }))).toEqual([
      ['a', 1000n],
      ['b', 3000n],
    ]);
    expect(costs(grouped([line], ['tag:moon'], { labels }))).toEqual([[null, 4000n]]);
    expect(costs(grouped([line], [], { labels, tag: { key: 'team', value: 'b' } }))).toEqual([[3000n]]);
    expect(grouped([line], [], { labels, tag: { key: 'team', value: 'c' } })).toEqual([]);
    expect(costs(grouped([line], [], { labels, tag: { key: 'team', value: null } }))).toEqual([[4000n]]);
  });

  it('is divided by several things at once, in their order', () => {
    const lines = [
      lineOf([hour(0, 1)], { sku: 'l4-1x', replicaId: 'repl-2' }),
      lineOf([hour(0, 1), { ...hour(1, 2), phase: 'idle' as const }], { replicaId: 'repl-1' }),
      lineOf([{ ...hour(0, 2), phase: null }], { kind: 'commitment', replicaId: null }),
    ];
    expect(grouped(lines, ['replica', 'hardware', 'phase', 'kind']).map(({ keys }) => keys)).toEqual([
      ['repl-1', 'h100-1x', 'idle', 'usage'],
      ['repl-1', 'h100-1x', 'ready', 'usage'],
      ['repl-2', 'l4-1x', 'ready', 'usage'],
      [null, 'h100-1x', null, 'commitment'],
    ]);
  });

  it('counts the time of replicas only, and nothing that is not billed', () => {
    const lines = [
      lineOf([hour(0, 1)]),
      lineOf([{ ...hour(0, 1), phase: null }], { kind: 'commitment', gpuThousandths: 0n, vcpuMillis: 0n }),
      lineOf([hour(0, 1)], { billed: false }),
    ];
    expect(totalOf(grouped(lines, ['endpoint']))).toMatchObject({
      heldUs: BigInt(HOUR_US),
      gpuThousandthsUs: 1000n * BigInt(HOUR_US),
      costNanoUsd: 2n * 3_600_000_000n,
    });
  });

  it('adds up to the bill, however it is divided', () => {
    const names = fc.uniqueArray(fc.constantFrom(...TRAITS, 'tag:team', 'tag:none'), { maxLength: 3 });
    const unit = fc.constantFrom(...TIME_UNITS, null);
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York');
    const labelled = fc
      .array(fc.record({ atUs: fc.nat({ max: 2 ** 40 }), team: fc.constantFrom('a', 'b') }), { maxLength: 4 })
      .map((changes) => new Labels(changes.map(({ atUs, team }) => label(atUs, { team }))));
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 4 }),
        fc.record({ names, unit, zone, labels: labelled }),
        (lines, { names, unit, zone, labels }) => {
          const untilUs = Math.max(1, ...lines.map(({ toUs }) => toUs));
          const groups = grouped(lines, unit ? [...names, unit] : names, { untilUs, labels, zone });
          const billed = lines.filter((line) => line.billed);
          const sum = (of: (line: DetailedLine) => bigint) =>
            billed.reduce((total, line) => total + of(line), 0n);
          expect(totalOf(groups)).toEqual({
            heldUs: sum(({ heldUs }) => heldUs),
            coveredUs: sum(({ coveredUs }) => coveredUs),
            gpuThousandthsUs: sum(({ gpuThousandthsUs }) => gpuThousandthsUs),
            vcpuMillisUs: sum(({ vcpuMillisUs }) => vcpuMillisUs),
            costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd),
          });
          for (const [n, { keys }] of groups.slice(1).entries())
            expect(compareKeys(groups[n]?.keys ?? [], keys)).toBe(-1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('adds up over spans that follow each other', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 4 }), fc.nat({ max: 5_000_000_000 }), (lines, cutUs) => {
        const untilUs = Math.max(1, ...lines.map(({ toUs }) => toUs));
        const between = (fromUs: number, until: number) =>
          totalOf(grouped(lines, ['endpoint', 'phase'], { fromUs, untilUs: until }));
        const cut = Math.min(cutUs, untilUs);
        expect(plus(between(0, cut), between(cut, untilUs))).toEqual(between(0, untilUs));
      }),
    );
  });
});

describe('a dimension', () => {
  it('is named, and time comes first', () => {
    expect(named('tag:team', 'endpoint', 'day').map(({ name }) => name)).toEqual([
      'day',
      'tag:team',
      'endpoint',
    ]);
    expect([dimensionOf('moon'), dimensionOf('tag:'), PROJECT]).toEqual([null, null, PROJECT]);
  });
});

describe('buckets', () => {
  it('of a day are 23 hours long when clocks go forward', () => {
    const day = Date.UTC(2031, 2, 29, 23) * 1000;
    const [first, second] = bucketsOf('day', { fromUs: day, untilUs: day + 40 * HOUR_US }, 'Europe/Berlin');
    expect([first?.name, (first!.untilUs - first!.fromUs) / HOUR_US]).toEqual(['2031-03-30', 23]);
    expect(second?.name).toBe('2031-03-31');
  });
});
