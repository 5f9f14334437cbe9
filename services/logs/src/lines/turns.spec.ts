import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Turns } from './turns.ts';

describe('turns', () => {
  it('go one at a time per key, in the order of asking, and others do not wait', async () => {
    const done: string[] = [];
    const turns = new Turns();
    const first = Promise.withResolvers<undefined>();
    const all = [
      turns.run('a', async () => {
        await first.promise;
        done.push('a1');
      }),
      turns.run('a', () => Promise.resolve(done.push('a2'))),
      turns.run('b', () => Promise.resolve(done.push('b1'))),
    ];
    await all[2];
    expect(done).toEqual(['b1']);
    first.resolve(undefined);
    await Promise.all(all);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on after one that failed, and remember no key that nobody waits for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean())), async (asked) => {
        const turns = new Turns();
        const order: number[] = [];
        const results = await Promise.allSettled(
          asked.map(([key, fails], n) =>
            turns.run(key, () => {
              order.push(n);
              return fails ? Promise.reject(new Error('no')) : Promise.resolve(n);
            }),
          ),
        );
        expect(results.map(({ status }) => status === 'rejected')).toEqual(asked.map(([, fails]) => fails));
        for (const wanted of ['a', 'b', 'c']) {
          const ofKey = order.filter((n) => asked[n]?.[0] === wanted);
          expect(ofKey).toEqual(ofKey.toSorted((x, y) => x - y));
        }
        expect(turns.busy).toBe(0);
      }),
    );
  });
});
