import { describe, expect, it } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import fc from 'fast-check';
import type { Listener } from './log-feed.ts';
import { LogReader, type ReaderOptions } from './log-reader.ts';

type Event = Recorded<AnyEvent>;

const eventAt = (position: number, type = position % 3 === 0 ? 'NodeLost' : 'RatePublished'): Event =>
  ({ position, type, streamId: 's' }) as unknown as Event;

/** A log in memory that grows, and a bus that delivers what the test says. */
const world = () => {
  const events: Event[] = [];
  const listeners = new Set<Listener>();
  const state = { reads: 0, isAway: false };
  const away = (): void => {
    state.reads++;
    if (state.isAway) throw new Error('away');
  };
  return {
    state,
    log: {
      head: async () => {
        await Promise.resolve();
        away();
        return events.length;
      },
      readLog: async ({
        after,
        limit = 10,
        types,
      }: {
        after: number;
        limit?: number;
        types?: readonly string[];
      }) => {
        await Promise.resolve();
        away();
        return events.filter((e) => e.position > after && (!types || types.includes(e.type))).slice(0, limit);
      },
    },
    feed: {
      listen: (listener: Listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    append: () => events.push(eventAt(events.length + 1)),
    deliver: (position: number) => {
      const event = events[position - 1] ?? eventAt(position);
      for (const listener of listeners) listener(event);
    },
    listeners,
  };
};

type World = ReturnType<typeof world>;
const reading = ({ log, feed }: World, options: Partial<ReaderOptions> = {}) => {
  const applied: number[] = [];
  const failures: number[] = [];
  const reader = new LogReader(log, feed, {
    from: 0,
    types: ['RatePublished'],
    apply: (events) => {
      applied.push(...events.map(({ position }) => position));
      return Promise.resolve();
    },
    failed: (_error, count) => failures.push(count),
    ...options,
  });
  return { reader, applied, failures };
};
const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 3000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(isSo()).toBe(true);
};
const ratesUpTo = (head: number): number[] =>
  Array.from({ length: head }, (_, i) => i + 1).filter((position) => position % 3 !== 0);

describe('a reader of the log', () => {
  it('applies every event of its types once and in order, however the bus loses, repeats and reorders', async () => {
    const step = fc.record({
      appends: fc.nat(5),
      deliveries: fc.array(fc.nat(9), { maxLength: 8 }),
      yields: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(10), fc.array(step, { maxLength: 25 }), async (before, steps) => {
        const w = world();
        for (let i = 0; i < before; i++) w.append();
        const { reader, applied } = reading(w);
        let head = before;
        for (const { appends, deliveries, yields } of steps) {
          for (let i = 0; i < appends; i++) head = w.append();
          for (const back of deliveries) if (head - back > 0) w.deliver(head - back);
          if (yields) await new Promise((resolve) => setImmediate(resolve));
        }
        // The last event of all comes twice, out of order: from here on everything can be repaired.
        head = w.append();
        w.deliver(head);
        w.deliver(1);
        await until(() => reader.position === head);
        await reader.stop();
        expect(applied).toEqual(ratesUpTo(head));
      }),
      { numRuns: 50 },
    );
  });

  it('finds by itself what the bus never told', async () => {
    const w = world();
    const { reader, applied } = reading(w);
    await until(() => w.state.reads > 1);
    w.append();
    await until(() => applied.length === 1);
    await reader.stop();
  });

  it('repairs what its buffer could not hold', async () => {
    const w = world();
    w.append();
    const gate = Promise.withResolvers<void>();
    const applied: number[] = [];
    const { reader } = reading(w, {
      apply: async (events) => {
        await gate.promise;
        applied.push(...events.map(({ position }) => position));
      },
    });
    await until(() => w.state.reads > 1);
    for (let position = 2; position <= 6000; position++) {
      w.append();
      w.deliver(position);
    }
    gate.resolve();
    await until(() => reader.position === 6000);
    await reader.stop();
    expect(applied).toEqual(ratesUpTo(6000));
  });

  it('tries the same events again after a failure, later and later, though more events come', async () => {
    const w = world();
    for (let i = 0; i < 4; i++) w.append();
    let fails = 3;
    const applied: number[] = [];
    const { reader, failures } = reading(w, {
      apply: (events) => {
        if (fails-- > 0) return Promise.reject(new Error('not now'));
        applied.push(...events.map(({ position }) => position));
        return Promise.resolve();
      },
    });
    const startedAt = performance.now();
    const chatter = setInterval(() => w.deliver(w.append()), 2);
    await until(() => applied.length > 0);
    clearInterval(chatter);
    expect(failures).toEqual([1, 2, 3]);
    expect(performance.now() - startedAt).toBeGreaterThan(50 + 100 + 200 - 10);
    await until(() => reader.position >= 4);
    await reader.stop();
    expect(applied).toEqual(ratesUpTo(reader.position));
  });

  it('waits for the log to come back, then goes on', async () => {
    const w = world();
    w.append();
    w.state.isAway = true;
    const { reader, applied, failures } = reading(w);
    await until(() => failures.length > 1);
    w.state.isAway = false;
    await until(() => applied.length === 1);
    await reader.stop();
  });

  it('does not run in circles when the bus speaks of events that the log does not have', async () => {
    const w = world();
    w.append();
    const { reader } = reading(w);
    await until(() => reader.position === 1);
    w.deliver(50);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(w.state.reads).toBeLessThan(20);
    await reader.stop();
  });

  it('goes back to where what it applied still stands, and takes nothing from before that again', async () => {
    const w = world();
    for (let i = 0; i < 8; i++) w.append();
    let lost: number | undefined;
    const lostAfter = () => {
      const position = lost;
      lost = undefined;
      return Promise.resolve(position);
    };
    let isGone = false;
    const applied: number[] = [];
    const { reader, failures } = reading(w, {
      lostAfter,
      apply: (events) => {
        if (isGone) {
          isGone = false;
          lost = 4;
          return Promise.reject(new Error('gone'));
        }
        applied.push(...events.map(({ position }) => position));
        return Promise.resolve();
      },
    });
    await until(() => reader.position === 8);
    expect(applied.splice(0)).toEqual([1, 2, 4, 5, 7, 8]);
    // Said when it asks by itself.
    lost = 5;
    await until(() => applied.length === 2);
    expect(applied.splice(0)).toEqual([7, 8]);
    // Found out while it applies: asked before the next try.
    isGone = true;
    for (let i = 0; i < 2; i++) w.deliver(w.append());
    await until(() => reader.position === 10);
    await reader.stop();
    expect(failures).toEqual([1]);
    expect(applied).toEqual([5, 7, 8, 10]);
  });

  it('moves over events of other types, telling its position', async () => {
    const w = world();
    for (let i = 0; i < 3; i++) w.append();
    const positions: number[] = [];
    const { reader, applied } = reading(w, { onPosition: (position) => positions.push(position) });
    await until(() => reader.position === 3);
    expect(applied).toEqual([1, 2]);
    expect(positions.at(-1)).toBe(3);
    await reader.stop();
  });

  it('stops at once, finishing what it applies, and hears nothing more', async () => {
    const w = world();
    const { reader } = reading(w);
    const startedAt = performance.now();
    await reader.stop();
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(w.listeners.size).toBe(0);
  });

  it('reads nothing more once it has stopped, wherever it was', async () => {
    const w = world();
    const head = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return w.log.head();
    };
    let reader!: LogReader;
    let answer: (position: undefined) => void = () => undefined;
    const asked = new Promise<void>((asked) => {
      const lostAfter = () => {
        asked();
        return new Promise<undefined>((resolve) => (answer = resolve));
      };
      reader = reading({ ...w, log: { ...w.log, head } }, { lostAfter }).reader;
    });
    await asked;
    const stopping = reader.stop();
    answer(undefined);
    await stopping;
    w.state.isAway = true;
    const { reads } = w.state;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(w.state.reads).toBe(reads);
  });
});
