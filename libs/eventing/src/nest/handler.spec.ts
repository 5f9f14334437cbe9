import { describe, expect, it } from '@jest/globals';
import { type Event, type EventNamed, type Recorded, Refusal } from '@tidegate/contracts';
import { MemoryEventStore } from '@tidegate/testing';
import type { Decider } from '../decider.ts';
import { causeOf } from '../cause.ts';
import { deriveUuid } from '../identity.ts';
import { Conflict, type EventStore } from './event.store.ts';
import { Handles } from './handler.ts';

type Counted = Event<'Counted', { by: number }>;

const counter: Decider<number, { add: number; limit: number }, Counted> = {
  initial: 0,
  decide: (sum, { add, limit }) =>
    sum + add > limit ? [] : Array.from({ length: add }, () => ({ type: 'Counted', data: { by: 1 } })),
  evolve: (sum, { data }) => sum + data.by,
};
class Counters extends Handles(counter) {}

/** A store of one stream, whose appends lose `conflicts` races first. */
const storeThatLoses = (conflicts: number) => {
  const events: Recorded<Counted>[] = [];
  const push = (commandId: string, n: number, event: Counted): number =>
    events.push({
      ...event,
      id: deriveUuid(commandId, 'c', n),
      streamId: 'c',
      position: events.length + 11,
      version: events.length + 1,
    } as Recorded<Counted>);
  return {
    events,
    store: {
      read: () => Promise.resolve({ events: [...events], version: events.length }),
      append: (_stream: string, expected: number, given: Counted[], cause: { commandId: string }) => {
        if (conflicts-- > 0) {
          push(`rival ${conflicts}`, 0, { type: 'Counted', data: { by: 1 } });
          return Promise.reject(new Conflict('lost'));
        }
        expect(expected).toBe(events.length);
        for (const [n, event] of given.entries()) push(cause.commandId, n, event);
        return Promise.resolve({ outcome: 'ok', lastPosition: events.length + 10 });
      },
    } as unknown as EventStore,
  };
};
const cause = (n: number) => causeOf({ commandId: deriveUuid('command', n), actor: 'operator' });
const add = (n: number) => ({ add: n, limit: 100 });

describe('a handler', () => {
  it('appends what was decided and returns the new state', async () => {
    const { store } = storeThatLoses(0);
    const handled = await new Counters(store).handle('c', add(2), cause(1));
    expect(handled).toMatchObject({ state: 2, position: 12 });
    expect(handled.events).toHaveLength(2);
  });

  it('decides anew on what others did meanwhile', async () => {
    const { store, events } = storeThatLoses(3);
    expect(await new Counters(store).handle('c', add(1), cause(1))).toMatchObject({ state: 4 });
    expect(events).toHaveLength(4);
  });

  it('appends nothing when the new state asks for nothing any more', async () => {
    const { store, events } = storeThatLoses(1);
    const handled = await new Counters(store).handle('c', { add: 1, limit: 1 }, cause(1));
    expect(handled).toEqual({ state: 1, events: [], position: 0 });
    expect(events).toHaveLength(1);
  });

  it('gives up after losing every race', async () => {
    const { store } = storeThatLoses(1000);
    await expect(new Counters(store).handle('c', add(1), cause(1))).rejects.toMatchObject({
      code: 'stream.conflict',
      params: { attempts: 8 },
    });
  });

  it('does a command once: the second time it tells what the first has done', async () => {
    const { store, events } = storeThatLoses(0);
    const counters = new Counters(store);
    await counters.handle('c', add(1), cause(1));
    const first = await counters.handle('c', add(2), cause(2));
    await counters.handle('c', add(1), cause(3));
    const again = await counters.handle('c', add(2), cause(2));
    expect(events).toHaveLength(4);
    expect(again.events).toHaveLength(2);
    expect(again).toMatchObject({ state: 4, position: first.position });
  });

  it('lets everything else that is thrown through', async () => {
    const { store } = storeThatLoses(0);
    const broken = {
      ...store,
      append: () => Promise.reject(new Refusal('service.unavailable', { service: 'x' })),
    };
    await expect(
      new Counters(broken as unknown as EventStore).handle('c', add(1), cause(1)),
    ).rejects.toMatchObject({
      code: 'service.unavailable',
    });
  });
});

describe('an aggregate whose stream grows without end', () => {
  type Tally = { count: number };
  type Rate = EventNamed<'RatePublished'>;
  const counting: Decider<Tally, { by: number }, Rate> = {
    initial: { count: 0 },
    decide: (_state, { by }) =>
      Array.from({ length: by }, () => ({
        type: 'RatePublished',
        data: { sku: 'h', priceNanoUsdPerHour: 1, effectiveFromUs: 1 },
      })),
    evolve: ({ count }) => ({ count: count + 1 }),
  };
  const causeNumber = (n: number) => causeOf({ commandId: deriveUuid('counting', n), actor: 'test' });

  it('is loaded from its kept state and what came since, and is the same', async () => {
    const store = new MemoryEventStore();
    const reads: number[] = [];
    const read = store.read.bind(store);
    store.read = (streamId, after, limit) => {
      reads.push(after ?? 0);
      return read(streamId, after, limit);
    };
    const counts = new (Handles(counting, { stateForm: 1 }))(store.asStore());
    for (let n = 0; n < 7; n++) await counts.handle('rate-h', { by: 100 }, causeNumber(n));
    expect(await counts.load('rate-h')).toEqual({ state: { count: 700 }, version: 700 });
    expect(reads.at(-1)).toBe(500);
  });

  it('still knows a command that is older than its kept state', async () => {
    const store = new MemoryEventStore();
    const counts = new (Handles(counting, { stateForm: 1 }))(store.asStore());
    for (let n = 0; n < 7; n++) await counts.handle('rate-h', { by: 100 }, causeNumber(n));
    expect(await counts.handle('rate-h', { by: 100 }, causeNumber(0))).toMatchObject({
      events: [],
      position: 1,
    });
    expect(store.all).toHaveLength(700);
  });

  it('is the same without a kept state, however long its stream, and knows every command', async () => {
    const store = new MemoryEventStore();
    const counts = new (Handles(counting))(store.asStore());
    for (let n = 0; n < 6; n++) await counts.handle('rate-h', { by: 4000 }, causeNumber(n));
    expect(await counts.load('rate-h')).toEqual({ state: { count: 24_000 }, version: 24_000 });
    for (let n = 0; n < 6; n++) {
      const again = await counts.handle('rate-h', { by: 4000 }, causeNumber(n));
      expect(again.state).toEqual({ count: 24_000 });
      expect(again.position).toBeGreaterThanOrEqual(n * 4000 + 1);
    }
    expect(store.all).toHaveLength(24_000);
  });
});
