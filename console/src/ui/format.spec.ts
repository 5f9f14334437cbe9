import { describe, expect, it } from '@jest/globals';
import { ago, bytes, count, duration, money } from './format.ts';

describe('money', () => {
  it.each([
    [0n, '$0.00'],
    [420_000n, '$0.00042'],
    [1_234_567_890_000n, '$1,234.57'],
    ['12340000000', '$12.34'],
    [-5_000_000_000n, '−$5.00'],
    [9_007_199_254_740_993_000_000_000n, '$9,007,199,254,740,993.00'],
  ])('%s nano-USD is %s', (nano, text) => expect(money(nano)).toBe(text));
});

describe('a duration', () => {
  it.each([
    [0.25, '250 ms'],
    [2.04, '2.0 s'],
    [59.6, '60 s'],
    [185, '3 min 5 s'],
    [7200, '2 h'],
    [90_061, '1 d 1 h'],
  ])('of %d seconds is %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('sizes, counts and moments', () => {
  it('are told in the unit that fits', () => {
    expect(bytes(0)).toBe('0 B');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(count(1234)).toBe('1,234');
    expect(count(12_345)).toBe('12.3 k');
    expect(ago(1_000, 1_500)).toBe('just now');
    expect(ago(0, 65_000)).toBe('1 min 5 s ago');
    expect(ago(65_000, 0)).toBe('in 1 min 5 s');
  });
});
