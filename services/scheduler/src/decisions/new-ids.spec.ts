import { describe, expect, it } from '@jest/globals';
import { newIds } from './new-ids.ts';

describe('ids of replicas that one trigger asks for', () => {
  it('are the same each time, but for those that are there already', () => {
    const four = (known: readonly string[]) =>
      Array.from(
        { length: 4 },
        newIds(known, (n) => `id-${String(n)}`),
      );
    expect(four([])).toEqual(['id-0', 'id-1', 'id-2', 'id-3']);
    expect(four([])).toEqual(four(['other']));
    expect(four(['id-0', 'id-2'])).toEqual(['id-1', 'id-3', 'id-4', 'id-5']);
  });
});
