import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StopFilter } from './stop-filter.ts';

const passed = (filter: StopFilter, pieces: readonly string[]): string[] => [
  ...pieces.map((piece) => filter.push(piece)),
  filter.flush(),
];

describe('a stop filter', () => {
  it('lets everything through when there is nothing to stop at', () => {
    expect(passed(new StopFilter(['']), ['a', 'b'])).toEqual(['a', 'b', '']);
  });

  it('ends the text before a stop string that came in pieces', () => {
    const filter = new StopFilter(['<end>']);
    expect(passed(filter, ['one <e', 'nd> two'])).toEqual(['one ', '', '']);
    expect(filter.stopped).toBe(true);
  });

  it('gives back what only looked like the beginning of one', () => {
    expect(passed(new StopFilter(['<end>']), ['a<e', 'x', '<'])).toEqual(['a', '<ex', '', '<']);
  });

  it('stops at the earliest of several', () => {
    expect(passed(new StopFilter(['cd', 'b']), ['abcd'])).toEqual(['a', '']);
  });

  it('passes exactly the text before the first stop, however it is cut', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c') });
    const stop = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(letters), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
        const text = pieces.join('');
        const ends = stops.map((item) => text.indexOf(item)).filter((index) => index >= 0);
        const expected = text.slice(0, Math.min(text.length, ...ends));
        expect(passed(new StopFilter(stops), pieces).join('')).toBe(expected);
      }),
    );
  });
});
