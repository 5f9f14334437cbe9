import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holeValues } from './holes.ts';
import { fairOrder, type Waiting } from './queue.ts';
import { Ranking } from './ranking.ts';

describe('the value of a hole', () => {
  it('is that of the shares it can take', () => {
    const values = holeValues([400], [10]);
    expect([399, 400, 799, 800, 1000].map((hole) => values[hole])).toEqual([0, 0.5, 0.5, 1, 1]);
  });

  it('is nothing while no share was asked for', () => {
    expect(holeValues([], [])).toEqual(new Float64Array(1001));
  });

  const demand = fc
    .uniqueArray(fc.integer({ min: 50, max: 950 }), { minLength: 1, maxLength: 6 })
    .chain((sizes) =>
      fc.tuple(
        fc.constant(sizes),
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: sizes.length, maxLength: sizes.length }),
      ),
    );

  it('never falls with its size, and that of two holes is never more than that of both together', () => {
    fc.assert(
      fc.property(demand, fc.nat(500), fc.nat(500), ([sizes, counts], a, b) => {
        const values = holeValues(sizes, counts);
        expect(values.findIndex((value, hole) => hole > 0 && value < values[hole - 1]!)).toBe(-1);
        expect(values[a]! + values[b]!).toBeLessThanOrEqual(values[a + b]! + 1e-9);
        expect(values[1000]).toBeCloseTo(1, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('prices the whole demand at no more GPUs than it takes, and no fewer than it fills', () => {
    fc.assert(
      fc.property(demand, ([sizes, counts]) => {
        const values = holeValues(sizes, counts);
        const priced = sizes.reduce((sum, size, n) => sum + counts[n]! * values[size]!, 0);
        const filled = sizes.reduce((sum, size, n) => sum + (counts[n]! * size) / 1000, 0);
        const alone = sizes.reduce((sum, size, n) => sum + counts[n]! / Math.floor(1000 / size), 0);
        expect(priced).toBeLessThanOrEqual(alone + 1e-3);
        expect(priced).toBeGreaterThanOrEqual(filled - 1e-3);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a ranking', () => {
  it('ascends in the order of the keys, of equal ones in that of the numbers', () => {
    const keys = fc.array(fc.constantFrom(0, 1, 2, 3, Infinity), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        keys,
        fc.array(fc.tuple(fc.nat(299), fc.constantFrom(0, 1, 2, 3, Infinity)), { maxLength: 40 }),
        (first, changes) => {
          const ranking = new Ranking(first.length);
          ranking.keys.set(first);
          ranking.build();
          const now = [...first];
          for (const [node, key] of changes)
            if (node < now.length) {
              ranking.set(node, key);
              now[node] = key;
            }
          const seen: number[] = [];
          ranking.ascend((node) => seen.push(node) > 0);
          const expected = [...now.keys()]
            .filter((node) => now[node] !== Infinity)
            .toSorted((a, b) => now[a]! - now[b]! || a - b);
          expect(seen).toEqual(expected);
          expect(ranking.first()).toBe(expected[0] ?? -1);
        },
      ),
    );
  });
});

describe('the queue', () => {
  const one = (id: string, projectId: string, position: number, priority = 0): Waiting => ({
    id,
    projectId,
    priority,
    position,
    gpuMilli: 1000,
  });

  it('lets a small project in between a large one’s hundred', () => {
    const crowd = Array.from({ length: 100 }, (_, n) => one(`big${n}`, 'big', n));
    const order = fairOrder([...crowd, one('small', 'small', 500)], new Map()).map(({ id }) => id);
    expect(order.indexOf('small')).toBe(1);
    expect(order.filter((id) => id.startsWith('big'))).toEqual(crowd.map(({ id }) => id));
  });

  it('puts the project last that holds the most already', () => {
    const waiting = [one('a', 'rich', 1), one('b', 'poor', 2)];
    expect(fairOrder(waiting, new Map([['rich', 4000]])).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('puts priority before fairness', () => {
    const waiting = [one('a', 'p', 1), one('b', 'q', 2, 5)];
    expect(fairOrder(waiting, new Map([['q', 9000]])).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('loses nobody', () => {
    const some = fc.uniqueArray(fc.tuple(fc.nat(1000), fc.constantFrom('p', 'q', 'r'), fc.nat(2)), {
      selector: ([n]) => n,
    });
    fc.assert(
      fc.property(some, (list) => {
        const waiting = list.map(([n, project, priority]) => one(String(n), project, n, priority));
        expect(
          fairOrder(waiting, new Map())
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(waiting.map(({ id }) => id).toSorted());
      }),
    );
  });
});
