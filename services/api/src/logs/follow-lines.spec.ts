import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  EVERY_LINE,
  type LogLineView,
  type LogTailAnswer,
  type LogTailAsk,
  Refusal,
} from '@tidegate/contracts';
import { type Asker, type Bus, Clock } from '@tidegate/eventing/nest';
import type { ApiSettings } from '../http/settings.ts';
import { TokenEnds } from '../http/token-ends.gateway.ts';
import fc from 'fast-check';
import { FollowLines } from './follow-lines.gateway.ts';
import type { LogItem } from './sse.ts';

const ask: LogTailAsk = {
  ...EVERY_LINE,
  projectId: 'proj-0123456789ab',
  endpointId: 'endpt-0123456789ab',
  limit: 10,
};
const who = { actor: 'token-0123456789ab', expiresAt: null };
const settings = { logFollowers: 1, logFollowersPerProject: 1 } as ApiSettings;

const followerOf = (asker: unknown, bus: unknown, limits = settings, ends = new TokenEnds()): FollowLines =>
  new FollowLines(asker as Asker, bus as Bus, new Clock(), ends, limits);

/** A log that nobody writes to. */
const quiet = () => {
  let listening = 0;
  const asker = {
    ask: () => Promise.resolve({ lines: [], cursor: '0', olderCursor: null, cameTo: null }),
  };
  const bus = { listen: () => (listening++, () => (listening = 0)) };
  const ends = new TokenEnds();
  return { follower: followerOf(asker, bus, settings, ends), ends, listening: () => listening };
};

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a quiet log', () => {
  it('is kept open by a heartbeat every fifteen seconds', async () => {
    const { follower } = quiet();
    const closed = new AbortController();
    const { items: events } = await follower.follow(ask, who, closed.signal);
    const seen: LogItem[] = [];
    const reading = (async () => {
      for await (const event of events) seen.push(event);
    })();
    await jest.advanceTimersByTimeAsync(14_000);
    expect(seen).toEqual([]);
    await jest.advanceTimersByTimeAsync(34_000);
    expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(['heartbeat']));
    expect(seen.length).toBeGreaterThanOrEqual(2);
    closed.abort();
    await reading;
  });

  it('leaves nothing behind when its client goes, and when the service stops', async () => {
    const { follower, listening } = quiet();
    for (const end of [
      (client: AbortController) => client.abort(),
      () => follower.beforeApplicationShutdown(),
    ]) {
      const client = new AbortController();
      const { items: events } = await follower.follow(ask, who, client.signal);
      expect(listening()).toBe(1);
      await expect(follower.follow(ask, who, client.signal)).rejects.toMatchObject({
        code: 'log.too_many_followers',
      });
      const reading = (async () => {
        for await (const event of events) expect(event).toBeUndefined();
      })();
      await jest.advanceTimersByTimeAsync(100);
      end(client);
      await reading;
      expect([listening(), jest.getTimerCount()]).toEqual([0, 0]);
    }
  });

  it('leaves nothing behind when its client goes before it has read anything', async () => {
    const { follower, listening } = quiet();
    const client = new AbortController();
    await follower.follow(ask, who, client.signal);
    client.abort();
    expect(listening()).toBe(0);
    await expect(follower.follow(ask, who, new AbortController().signal)).resolves.toBeDefined();
  });
});

describe('a follower', () => {
  it('is one of so many of its project, and of all', async () => {
    const idle = { ask: () => Promise.resolve({ lines: [], cursor: '0', olderCursor: null, cameTo: null }) };
    const limits = { logFollowers: 3, logFollowersPerProject: 2 } as ApiSettings;
    const follower = followerOf(idle, { listen: () => () => undefined }, limits);
    const [client, other] = [new AbortController(), { ...ask, projectId: 'proj-ba9876543210' }];
    for (let n = 0; n < 2; n++) await follower.follow(ask, who, client.signal);
    const code = 'log.too_many_followers';
    await expect(follower.follow(ask, who, client.signal)).rejects.toMatchObject({
      code,
      params: { limit: 2 },
    });
    await follower.follow(other, who, client.signal);
    await expect(follower.follow(other, who, client.signal)).rejects.toMatchObject({
      code,
      params: { limit: 3 },
    });
    client.abort();
    await expect(follower.follow(ask, who, new AbortController().signal)).resolves.toBeDefined();
  });

  it('hears no more when its token is revoked, or was a moment ago', async () => {
    const { follower, ends, listening } = quiet();
    const { items } = await follower.follow(ask, who, new AbortController().signal);
    const over = items.next();
    await jest.advanceTimersByTimeAsync(100);
    ends.revoke('token-ba9876543210');
    await jest.advanceTimersByTimeAsync(100);
    expect(listening()).toBe(1);
    ends.revoke(who.actor);
    await expect(over).resolves.toMatchObject({ done: true });
    expect([listening(), jest.getTimerCount()]).toEqual([0, 0]);
    const again = follower.follow(ask, who, new AbortController().signal);
    await expect(again).rejects.toMatchObject({ code: 'token.invalid' });
    expect(listening()).toBe(0);
  });

  it('hears no more once its token has expired', async () => {
    const { follower, listening } = quiet();
    const expiresAt = new Date(Date.now() + 5000).toISOString();
    const { items } = await follower.follow(ask, { ...who, expiresAt }, new AbortController().signal);
    const over = items.next();
    await jest.advanceTimersByTimeAsync(4000);
    expect(listening()).toBe(1);
    await jest.advanceTimersByTimeAsync(4000);
    await expect(over).resolves.toMatchObject({ done: true });
    expect(listening()).toBe(0);
  });

  it('that takes nothing for half a minute loses its place', async () => {
    const { write, follower } = memoryLog();
    const { items, stalled } = await follower.follow(
      { ...ask, after: '0' },
      who,
      new AbortController().signal,
    );
    write(3, true);
    await items.next();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(stalled.aborted).toBe(false);
    await items.next();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(stalled.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(2000);
    expect(stalled.aborted).toBe(true);
    await expect(items.next()).resolves.toMatchObject({ done: true });
    expect(jest.getTimerCount()).toBe(0);
  });
});

/** A log in memory that answers as the logs service does: in pages, past what a filter leaves out, and now and then not at all. */
const memoryLog = () => {
  const lines: LogLineView[] = [];
  const state = { away: false, asked: 0, late: false };
  const rung = new Set<() => void>();
  const tail = (wanted: LogTailAsk): LogTailAnswer => {
    state.asked++;
    if (state.away) throw new Refusal('service.unavailable', { service: 'logs' });
    const fits = ({ text }: LogLineView) => wanted.search === null || text.includes(wanted.search.text);
    const head = String(lines.length);
    if (wanted.after === null) {
      const newest = lines.filter(fits).slice(-wanted.limit);
      return { lines: newest, cursor: head, olderCursor: null, cameTo: null };
    }
    // Time is up after three lines.
    const looked = lines.slice(Number(wanted.after), state.late ? Number(wanted.after) + 3 : undefined);
    const found = looked.filter(fits).slice(0, Math.min(wanted.limit, 7));
    const isFull = found.length === Math.min(wanted.limit, 7);
    const cursor = isFull ? found.at(-1)!.cursor : (looked.at(-1)?.cursor ?? wanted.after);
    const cameTo = cursor === head ? null : '2030-01-31T00:00:00.000Z';
    return { lines: found, cursor, olderCursor: null, cameTo: isFull ? null : cameTo };
  };
  const write = (count: number, isNudged: boolean) => {
    for (let n = 0; n < count; n++) {
      const sequence = lines.length + 1;
      const text = sequence % 3 === 0 ? 'wanted' : 'other';
      const at = '2030-01-31T00:00:00.000Z';
      const nothing = { replicaId: null, traceId: null, requestId: null, attributes: null };
      lines.push({
        ...nothing,
        cursor: String(sequence),
        sequence,
        at,
        text,
        stream: 'stdout',
        severity: 'info',
      });
    }
    if (isNudged) for (const ring of rung) ring();
  };
  const asker = { ask: (_: unknown, wanted: LogTailAsk) => Promise.resolve().then(() => tail(wanted)) };
  const listen = (_: string, ring: () => void) => (rung.add(ring), () => rung.delete(ring));
  const many = { logFollowers: 100, logFollowersPerProject: 100 } as ApiSettings;
  const follower = followerOf(asker, { listen }, many);
  return { lines, state, write, follower };
};

describe('a log that is followed', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      count: fc.integer({ min: 1, max: 25 }),
      nudged: fc.boolean(),
    }),
    fc.record({ kind: fc.constantFrom('away', 'back', 'late', 'soon', 'reconnect') }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 500, 2500) }),
  );

  it('is told without a gap and without a repeat, whatever happens when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (steps, isFiltered) => {
        const { lines, state, write, follower } = memoryLog();
        const search = isFiltered ? { text: 'wanted', caseSensitive: true, regex: false } : null;
        const seen: string[] = [];
        let client = new AbortController();
        const connect = async (after: string) => {
          client = new AbortController();
          const { items } = await follower.follow({ ...ask, search, after }, who, client.signal);
          void (async () => {
            for await (const item of items) if (item.kind === 'line') seen.push(item.line.cursor);
          })();
        };
        await connect('0');
        for (const one of steps) {
          if (one.kind === 'write') write(one.count, one.nudged);
          else if (one.kind === 'wait') await jest.advanceTimersByTimeAsync(one.ms);
          else if (one.kind === 'away') state.away = true;
          else if (one.kind === 'late' || one.kind === 'soon') state.late = one.kind === 'late';
          else state.away = false;
          if (one.kind === 'reconnect') {
            client.abort();
            await jest.advanceTimersByTimeAsync(1);
            await connect(seen.at(-1) ?? '0');
          }
        }
        state.away = false;
        await jest.advanceTimersByTimeAsync(10_000);
        client.abort();
        await jest.advanceTimersByTimeAsync(1);
        const wanted = lines.filter(({ text }) => !isFiltered || text === 'wanted');
        expect(seen).toEqual(wanted.map(({ cursor }) => cursor));
      }),
      { numRuns: 150 },
    );
  });

  it('by somebody who does not read waits for them alone, one page in hand', async () => {
    const { lines, state, write, follower } = memoryLog();
    const client = new AbortController();
    const { items: slow } = await follower.follow({ ...ask, after: '0' }, who, client.signal);
    const { items: quick } = await follower.follow({ ...ask, after: '0' }, who, client.signal);
    const seen: string[] = [];
    void (async () => {
      for await (const item of quick) if (item.kind === 'line') seen.push(item.line.cursor);
    })();
    for (let n = 0; n < 50; n++) {
      write(20, true);
      await jest.advanceTimersByTimeAsync(10);
    }
    await jest.advanceTimersByTimeAsync(3000);
    expect(seen).toHaveLength(1000);
    const asked = state.asked;
    // It begins where it stood: nothing was kept for it.
    const first: string[] = [];
    for await (const item of slow) {
      if (item.kind === 'line') first.push(item.line.cursor);
      if (first.length === 14) break;
    }
    expect(first).toEqual(lines.slice(0, 14).map(({ cursor }) => cursor));
    expect(state.asked - asked).toBeLessThanOrEqual(3);
    client.abort();
    await jest.advanceTimersByTimeAsync(1);
  });
});
