import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, POLICY_NAMES } from './compare.ts';
import { offer, request, someOffers, someRequest } from './pools.spec-helper.ts';

describe('a comparison of the policies on recent requests', () => {
  it('names the one that wastes nothing where spreading does', () => {
    const nodes = [0, 1].map((n) => offer(`n${n}`, { count: 4 }));
    // One by one the first four requests spread over both nodes, and no node has four GPUs left.
    const recent = [...Array.from({ length: 4 }, () => request()), request({ gpuCount: 4 })];
    const { allocatedPercent, best } = compare(nodes, recent);
    expect(allocatedPercent.pack).toBe(100);
    expect(allocatedPercent.spread).toBeLessThan(100);
    expect(best).toBe('pack');
  });

  it('is the same each time, has the best as its best, and never more than there is', () => {
    fc.assert(
      fc.property(someOffers, fc.array(someRequest, { maxLength: 20 }), (nodes, recent) => {
        const { allocatedPercent, best } = compare(nodes, recent);
        const all = POLICY_NAMES.map((name) => allocatedPercent[name]);
        expect(compare(nodes, recent)).toEqual({ allocatedPercent, best });
        expect(Math.max(...all)).toBe(allocatedPercent[best]);
        expect(all.every((percent) => percent >= 0 && percent <= 100)).toBe(true);
      }),
      { numRuns: 6 },
    );
  });
});
