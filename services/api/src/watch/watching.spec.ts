import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { type Source, Watching } from './watching.gateway.ts';

const wanted = { projectId: 'proj-0123456789ab', endpointId: null, types: null };
const change = (position: number) =>
  ({
    position,
    type: 'SecurityGroupSaved',
    tenantId: wanted.projectId,
    occurredAt: new Date(0),
    meta: {},
    data: {},
  }) as unknown as Recorded<AnyEvent>;

/** A log of one’s own making. */
const source = (changes: Recorded<AnyEvent>[] = []): Source => ({
  followed: () => changes.length,
  look: (cursor) => {
    const found = changes.filter(({ position }) => position > cursor);
    return Promise.resolve({ changes: found, upTo: found.at(-1)?.position ?? cursor });
  },
  isBeyond: () => Promise.resolve(false),
  endpoints: {
    snapshot: (_, position) => Promise.resolve({ position, endpoints: [], nextCursor: null }),
    viewAt: () => Promise.resolve(undefined),
  },
  nowMs: () => Date.now(),
});

const open = (of: Source, after: number | null, expiresAt: string | null = null) => {
  const closed = new AbortController();
  const watching = new Watching({ actor: 'tok-0123456789ab', expiresAt, wanted, after }, of, closed.signal);
  return { watching, closed, items: watching.items() };
};

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a watch of a quiet project', () => {
  it('says every fifteen seconds that it is there, and where it stands', async () => {
    const { items, closed } = open(source(), 0);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const item of items) seen.push(item);
    })();
    await jest.advanceTimersByTimeAsync(46_000);
    expect(seen).toEqual([1, 2, 3].map(() => ({ kind: 'heartbeat', position: 0 })));
    closed.abort();
    await jest.advanceTimersByTimeAsync(100);
    await reading;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends with its token, to the millisecond', async () => {
    const { items } = open(source(), 0, new Date(Date.now() + 5000).toISOString());
    const next = expect(items.next()).rejects.toMatchObject({ code: 'token.invalid' });
    await jest.advanceTimersByTimeAsync(5100);
    await next;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells at once what rings, and what comes right after together with it', async () => {
    const changes: Recorded<AnyEvent>[] = [];
    const { items, watching, closed } = open(source(changes), 0);
    const first = items.next();
    await jest.advanceTimersByTimeAsync(10);
    changes.push(change(1));
    watching.bell.ring();
    await jest.advanceTimersByTimeAsync(10);
    changes.push(change(2));
    await jest.advanceTimersByTimeAsync(40);
    expect((await first).value).toMatchObject({ kind: 'change', change: { position: 1 } });
    expect((await items.next()).value).toMatchObject({ kind: 'change', change: { position: 2 } });
    closed.abort();
    expect(await items.next()).toMatchObject({ done: true });
  });
});

describe('a client that takes nothing', () => {
  it('is cut off after thirty seconds, and held one change until then', async () => {
    const { items, watching } = open(source([change(1), change(2)]), 0);
    expect((await items.next()).value).toMatchObject({ change: { position: 1 } });
    await jest.advanceTimersByTimeAsync(29_000);
    expect([watching.stalled.aborted, watching.over.aborted]).toEqual([false, false]);
    await jest.advanceTimersByTimeAsync(1001);
    expect([watching.stalled.aborted, watching.over.aborted]).toEqual([true, true]);
    await items.return();
    expect(jest.getTimerCount()).toBe(0);
  });
});
