import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Gate } from './gate.ts';

describe('a gate', () => {
  it('never lets more through than it may, and everybody who waits gets through', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 20 }), async (fails) => {
        const gate = new Gate({ atOnce: 3, waiting: 17 }, 'log.too_many_searches');
        let [inside, most] = [0, 0];
        const ended = await Promise.allSettled(
          fails.map((isFailing) =>
            gate.run(async () => {
              most = Math.max(most, ++inside);
              await Promise.resolve();
              inside--;
              if (isFailing) throw new Error('no');
            }),
          ),
        );
        expect(most).toBeLessThanOrEqual(3);
        expect(ended.map(({ status }) => status === 'rejected')).toEqual(fails);
        await expect(gate.run(() => Promise.resolve('in'))).resolves.toBe('in');
      }),
    );
  });

  it('tells those beyond its queue to come back, and lets others in later', async () => {
    const gate = new Gate({ atOnce: 1, waiting: 1 }, 'log.too_many_searches');
    const end = Promise.withResolvers<undefined>();
    const first = gate.run(() => end.promise);
    const second = gate.run(() => Promise.resolve(2));
    await expect(gate.run(() => Promise.resolve(3))).rejects.toMatchObject({ code: 'log.too_many_searches' });
    end.resolve(undefined);
    expect(await Promise.all([first, second])).toEqual([undefined, 2]);
  });
});
