import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packed, unpacked } from './arrivals.ts';

const minute = (some: Record<number, number>): number[] =>
  Array.from({ length: 60 }, (_, second) => some[second] ?? 0);

describe('a packed minute', () => {
  it('is what it was, whatever came', () => {
    const count = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(20_000), fc.nat(2 ** 31));
    fc.assert(
      fc.property(fc.array(count, { minLength: 60, maxLength: 60 }), (counts) => {
        expect(unpacked(packed(counts))).toEqual(counts);
      }),
    );
  });

  it('takes no more than what came needs', () => {
    expect(packed(minute({})).length).toBe(0);
    expect(packed(minute({ 0: 1 })).length).toBe(1);
    expect(packed(minute({ 59: 1 })).length).toBe(3);
    expect(packed(Array.from({ length: 60 }, () => 127)).length).toBe(60);
    expect(packed(Array.from({ length: 60 }, () => 128)).length).toBe(120);
  });

  it('is sixty counts, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const counts = unpacked(bytes);
        expect(counts).toHaveLength(60);
        expect(counts.every((count) => count >= 0)).toBe(true);
      }),
    );
  });
});
