import { describe, expect, it } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import fc from 'fast-check';
import type { Tx } from './db.ts';
import { LogHandlers } from './log-handlers.ts';

type Event = Recorded<AnyEvent>;
const TX = {} as Tx;
const eventAt = (type: string, position: number): Event =>
  ({ type, position, id: String(position), streamId: 's', meta: {} }) as unknown as Event;

const witness = () => {
  const calls: number[][] = [];
  const handlers = new LogHandlers({
    name: 'specs.handlers',
    handlers: new Map([['Single', (event) => Promise.resolve(calls.push([event.position]))]]),
    batch: {
      types: new Set(['First', 'Second']),
      handle: (events) => Promise.resolve(calls.push(events.map(({ position }) => position))),
    },
  });
  return { calls, handlers };
};

describe('a consumer that takes many events at once', () => {
  it('gets those that follow each other in one call, and the others one by one between', async () => {
    const { calls, handlers } = witness();
    const types = ['First', 'Second', 'Single', 'Single', 'First', 'Single', 'Second', 'First'];
    for (const run of handlers.runs(types.map(eventAt))) await handlers.handle(run, TX);
    expect(calls).toEqual([[0, 1], [2], [3], [4], [5], [6, 7]]);
  });

  it('gets every event once and in order, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('First', 'Second', 'Single')), (types) => {
        const events = types.map(eventAt);
        expect(witness().handlers.runs(events).flat()).toEqual(events);
      }),
    );
  });

  it('is asked for the types of both', () =>
    expect([...witness().handlers.types].sort()).toEqual(['First', 'Second', 'Single']));

  it('is not called for nothing, nor for what it does not know', async () => {
    const { calls, handlers } = witness();
    await handlers.handle([], TX);
    await handlers.handle([eventAt('Other', 1)], TX);
    expect(calls).toEqual([]);
  });
});
