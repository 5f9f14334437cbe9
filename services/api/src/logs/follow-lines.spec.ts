import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Asker, Bus } from '@tidegate/eventing/nest';
import type { ApiSettings } from '../http/settings.ts';
import { FollowLines, type LogAsk } from './follow-lines.gateway.ts';
import type { LogItem } from './sse.ts';

const ask: LogAsk = {
  projectId: 'proj-0123456789ab',
  endpointId: 'endpt-0123456789ab',
  replicaId: null,
  sinceSeconds: null,
  after: null,
  limit: 10,
};
const settings = { logFollowers: 1 } as ApiSettings;

/** A log that nobody writes to. */
const quiet = () => {
  let listening = 0;
  const asker = { ask: () => Promise.resolve({ lines: [], cursor: '0' }) } as unknown as Asker;
  const bus = { listen: () => (listening++, () => (listening = 0)) } as unknown as Bus;
  return { follower: new FollowLines(asker, bus, settings), listening: () => listening };
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
    const events = await follower.follow(ask, closed.signal);
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
      const events = await follower.follow(ask, client.signal);
      expect(listening()).toBe(1);
      await expect(follower.follow(ask, client.signal)).rejects.toMatchObject({
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
    await follower.follow(ask, client.signal);
    client.abort();
    expect(listening()).toBe(0);
    await expect(follower.follow(ask, new AbortController().signal)).resolves.toBeDefined();
  });
});
