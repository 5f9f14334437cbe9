import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Combiner, CombinerFull } from './combiner.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const BAD = 'bad item';

describe('a combiner under any load', () => {
  const item = fc.record({
    weight: fc.integer({ min: 1, max: 12 }),
    isBad: fc.boolean(),
    turnsBefore: fc.nat(3),
  });

  it('answers every item once, in order, with its own answer; a bad one fails alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 60 }), fc.nat(3), async (items, turnsPerRun) => {
        const ran: number[] = [];
        let running = 0;
        const combiner = new Combiner<number, string>(
          async (batch) => {
            expect(++running).toBe(1);
            for (let i = 0; i < turnsPerRun; i++) await turn();
            running--;
            if (batch.some((n) => items[n]!.isBad)) throw new Error(BAD);
            const weight = batch.reduce((sum, n) => sum + items[n]!.weight, 0);
            expect(batch.length === 1 || weight <= 10).toBe(true);
            ran.push(...batch);
            return batch.map((n) => `answer ${n}`);
          },
          { batch: 10, queue: 1000 },
        );
        const answers: Promise<unknown>[] = [];
        for (const [n, { weight, turnsBefore }] of items.entries()) {
          for (let i = 0; i < turnsBefore; i++) await turn();
          answers.push(combiner.add(n, weight).catch((error: unknown) => error));
        }
        expect(await Promise.all(answers)).toEqual(
          items.map(({ isBad }, n) => (isBad ? new Error(BAD) : `answer ${n}`)),
        );
        expect(ran).toEqual(items.flatMap(({ isBad }, n) => (isBad ? [] : [n])));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a combiner', () => {
  const echo = (batches: number[][] = []) =>
    new Combiner<number, number>(
      (batch) => {
        batches.push([...batch]);
        return Promise.resolve(batch);
      },
      { batch: 3, queue: 10 },
    );

  it('takes what is added in the very moment of an answer', async () => {
    const combiner = echo();
    for (let n = 0; n < 20; n++) expect(await combiner.add(n, 1)).toBe(n);
  });

  it('joins what is asked at once, up to the weight of a batch', async () => {
    const batches: number[][] = [];
    const combiner = echo(batches);
    await Promise.all([1, 2, 3, 4].map((n) => combiner.add(n, 1)));
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('sends an item heavier than a batch alone', async () => {
    const batches: number[][] = [];
    const combiner = echo(batches);
    await Promise.all([combiner.add(1, 1), combiner.add(2, 8), combiner.add(3, 1)]);
    expect(batches).toEqual([[1], [2], [3]]);
  });

  it('refuses at once what does not fit into the queue, and takes more when it has room again', async () => {
    const combiner = echo();
    const taken = [combiner.add(1, 6), combiner.add(2, 4)];
    await expect(combiner.add(3, 1)).rejects.toBeInstanceOf(CombinerFull);
    expect(await Promise.all(taken)).toEqual([1, 2]);
    expect(await combiner.add(3, 1)).toBe(3);
  });

  it('finds one bad item among many without trying each alone', async () => {
    let runs = 0;
    const combiner = new Combiner<number, number>(
      (batch) => {
        runs++;
        return batch.includes(77) ? Promise.reject(new Error(BAD)) : Promise.resolve(batch);
      },
      { batch: 128, queue: 1000 },
    );
    const answers = await Promise.allSettled(Array.from({ length: 128 }, (_, n) => combiner.add(n, 1)));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(runs).toBeLessThan(20);
  });

  it('fails a whole batch at once when the error is no item’s fault', async () => {
    let runs = 0;
    const combiner = new Combiner<number, number>(
      () => {
        runs++;
        return Promise.reject(new Error('away'));
      },
      { batch: 64, queue: 100, concernsAll: () => true },
    );
    await Promise.allSettled(Array.from({ length: 64 }, (_, n) => combiner.add(n, 1)));
    expect(runs).toBe(1);
  });

  it('rejects those that a short answer leaves out', async () => {
    const combiner = new Combiner<number, number>((batch) => Promise.resolve(batch.slice(1)), {
      batch: 10,
      queue: 10,
    });
    const answers = await Promise.allSettled([combiner.add(1, 1), combiner.add(2, 1)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('has answered everything when its flush ends', async () => {
    const combiner = echo();
    let answered = 0;
    for (let n = 0; n < 8; n++) void combiner.add(n, 1).then(() => answered++);
    await combiner.flush();
    expect(answered).toBe(8);
  });
});
