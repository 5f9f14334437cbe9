import { describe, expect, it } from '@jest/globals';
import { differences, shown } from './diff.ts';

describe('two documents', () => {
  it('differ where a value does', () =>
    expect(
      differences({ a: 1, b: { 'c/d': [1], e: 2 }, f: 3 }, { a: 1, b: { 'c/d': [1, 2], e: 2 } }),
    ).toEqual([
      { pointer: '/b/c~1d', from: [1], to: [1, 2] },
      { pointer: '/f', from: 3, to: undefined },
    ]));
  it('that are the same do not', () => expect(differences({ a: [{ b: 1 }] }, { a: [{ b: 1 }] })).toEqual([]));
  it('show values in one line', () =>
    expect([undefined, null, '', 'x', 5, { a: 1 }].map(shown)).toEqual([
      'none',
      'none',
      'empty',
      'x',
      '5',
      '{"a":1}',
    ]));
});
