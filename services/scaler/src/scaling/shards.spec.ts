import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SHARDS, shardOf, shardsFor } from './shards.ts';

const members = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 });

describe('the shards of the endpoints', () => {
  it('belong to one member each, whoever asks and in whatever order it knows the members', () => {
    fc.assert(
      fc.property(members, (all) => {
        const owned = all.flatMap((member) => shardsFor(member, all));
        expect(owned.toSorted()).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
        for (const member of all)
          expect(shardsFor(member, all).length).toBeLessThanOrEqual(Math.ceil(SHARDS / all.length));
      }),
    );
  });

  it('hold about as many endpoints each', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (let n = 0; n < 8000; n++) counts[shardOf(`endpt-${n.toString(16).padStart(12, '0')}`)]! += 1;
    for (const count of counts) expect(Math.abs(count / (8000 / SHARDS) - 1)).toBeLessThan(0.15);
  });

  it('are nobody’s for who is not among the members', () => expect(shardsFor('x', ['y'])).toEqual([]));
});
