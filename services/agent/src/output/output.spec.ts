import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Arrivals } from './arrivals.ts';
import { skipTarget, spaceToGive } from './disk-space.ts';

describe('when something was written', () => {
  it('lies between the looks that saw the file grow', () => {
    const arrivals = new Arrivals(0, 1000);
    arrivals.saw(0, 2000);
    arrivals.saw(100, 2200);
    arrivals.saw(100, 9000);
    arrivals.saw(300, 9200);
    expect([50, 100, 101, 200, 300, 301].map((offset) => arrivals.at(offset))).toEqual([
      2100, 2200, 9001, 9100, 9200, 9200,
    ]);
    arrivals.forget(100);
    expect(arrivals.at(200)).toBe(9100);
  });

  it('begins again with the file', () => {
    const arrivals = new Arrivals(500, 0);
    arrivals.saw(20, 1000);
    expect(arrivals.at(10)).toBe(500);
  });

  it('is known for as many looks as there may be, only coarser', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 300 }), (growths) => {
        const arrivals = new Arrivals(0, 0, 8);
        let [size, atUs] = [0, 0];
        for (const growth of growths) arrivals.saw((size += growth), (atUs += 100));
        let last = 0;
        for (let offset = 1; offset <= size; offset++) {
          expect(arrivals.at(offset)).toBeGreaterThanOrEqual(last);
          last = arrivals.at(offset);
        }
        expect(last).toBeLessThanOrEqual(atUs);
      }),
    );
  });
});

describe('the disk of an output file', () => {
  const MIB = 1024 ** 2;
  const settings = { reclaimBytes: 16 * MIB, unreadBytes: 256 * MIB };
  const file = (sizeMib: number, shippedMib: number, quietMs: number, diskMib = sizeMib) => ({
    size: sizeMib * MIB,
    diskBytes: diskMib * MIB,
    shipped: shippedMib * MIB,
    quietMs,
  });

  it.each([
    ['small', file(16, 16, 5000), true, 'nothing'],
    ['shipped and quiet', file(17, 17, 1000), true, 'empty'],
    ['shipped and busy', file(17, 17, 10), true, 'punch'],
    ['shipped, busy and in one piece', file(17, 17, 10), false, 'nothing'],
    ['shipped, busy, in one piece and large', file(65, 65, 10), false, 'empty'],
    ['half shipped', file(100, 20, 5000), true, 'punch'],
    ['half shipped, with its disk given back', file(100, 20, 5000, 82), true, 'nothing'],
    ['half shipped and in one piece', file(100, 20, 5000), false, 'nothing'],
  ])('of a file that is %s', (_, state, canPunch, way) => {
    expect(spaceToGive(state, canPunch, settings)).toBe(way);
  });

  it('is limited: the oldest of what was not read is passed over', () => {
    const [size, read] = [300 * MIB, 44 * MIB];
    expect(skipTarget({ size, read }, true, settings)).toBeNull();
    expect(skipTarget({ size, read: read - 1 }, true, settings)).toBe(172 * MIB);
    expect(skipTarget({ size, read: read - 1 }, false, settings)).toBe(size);
  });
});
