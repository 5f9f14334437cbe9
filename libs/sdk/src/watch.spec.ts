import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { clientOf } from './client.ts';
import { followLogs } from './logs.ts';
import {
  type FakePlatform,
  collected,
  eventText,
  fakePlatform,
  problem,
  streamed,
} from './platform.spec-helper.ts';
import { type WatchOptions, changesOf, watch } from './watch.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let platform: FakePlatform | undefined;
const over: (() => void)[] = [];
afterEach(async () => {
  for (const end of over.splice(0)) end();
  await platform?.close();
  platform = undefined;
});
const against = async (...replies: Parameters<typeof fakePlatform>[0][]) => {
  platform = await fakePlatform((heard, nth) => (replies[nth - 1] ?? replies.at(-1)!)(heard, nth));
  return { url: platform.url, heard: platform.heard };
};
const OPENING = 'retry: 100\n\n';
const snapshot = (position: number) =>
  eventText('snapshot', { position, endpoints: [], nextCursor: null }, position);
const change = (position: number) => eventText('change', { position, type: 'EndpointScaled' }, position);

/** Watches until so many things were told. */
const told = async (url: string, count: number, more: Partial<WatchOptions> = {}): Promise<string[]> => {
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    const say = (what: string): void => {
      if (said.push(what) >= count) resolve();
    };
    const watching = watch({
      url,
      onSnapshot: ({ position }) => say(`snapshot ${position}`),
      onChange: ({ position }) => say(`change ${position}`),
      onReset: () => say('reset'),
      onState: (state, error) => say(error && state === 'ended' ? `ended ${error.message}` : state),
      ...more,
    });
    over.push(() => watching.close());
  });
  return said;
};

describe('a watch', () => {
  it('begins with a snapshot, and goes on after a break where it was', async () => {
    const { url, heard } = await against(
      () => streamed([OPENING, snapshot(4), change(5), ': hb\nid: 9\n\n'], 'break'),
      () => streamed([OPENING, change(10)]),
    );
    expect(await told(url, 6, { headers: () => ({ authorization: 'Bearer t' }) })).toEqual([
      ...['live', 'snapshot 4', 'change 5', 'reconnecting', 'live', 'change 10'],
    ]);
    expect(heard.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '9']);
    expect(heard[1]?.headers.authorization).toBe('Bearer t');
  });

  it('says that it starts anew when too much lies between', async () => {
    const { url } = await against(() => streamed([eventText('reset', {}), snapshot(90), change(91)]));
    expect(await told(url, 4, { after: 3 })).toEqual(['live', 'reset', 'snapshot 90', 'change 91']);
    expect(platform?.heard[0]?.headers['last-event-id']).toBe('3');
  });

  it('asks for one endpoint and some types', async () => {
    const { url, heard } = await against(() => streamed([snapshot(1)]));
    await told(url, 2, { endpoint: 'endpt-1', types: ['ReplicaReady', 'EndpointScaled'] });
    expect(heard[0]?.query.toString()).toBe('endpoint=endpt-1&types=ReplicaReady%2CEndpointScaled');
  });

  it('comes back after a platform that ends it to start anew', async () => {
    const end = eventText('end', { status: 503, code: 'service.unavailable', title: 'Away' });
    const { url } = await against(
      () => streamed([OPENING, snapshot(4), end], 'end'),
      () => streamed([change(5)]),
    );
    expect(await told(url, 5)).toEqual(['live', 'snapshot 4', 'reconnecting', 'live', 'change 5']);
  });

  it('ends when its token does', async () => {
    const end = eventText('end', { status: 401, code: 'token.invalid', title: 'The token is not valid' });
    const { url, heard } = await against(() => streamed([snapshot(4), end], 'end'));
    expect(await told(url, 3)).toEqual(['live', 'snapshot 4', 'ended The token is not valid']);
    expect(heard).toHaveLength(1);
  });

  it('ends when it is refused, and says so once', async () => {
    const { url } = await against(() => problem(401, 'session.ended'));
    expect(await told(url, 1)).toEqual(['ended Title of session.ended']);
  });

  it('ends when its reader fails', async () => {
    const { url } = await against(() => streamed([snapshot(4)]));
    const onSnapshot = () => {
      throw new Error('mine');
    };
    expect(await told(url, 2, { onSnapshot })).toEqual(['live', 'ended mine']);
  });

  it('is told nothing more once it is closed', async () => {
    const { url } = await against(() => streamed([snapshot(4)], 'break'));
    const said: string[] = [];
    const watching = watch({
      url,
      onSnapshot: () => watching.close(),
      onState: (state) => said.push(state),
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(said).toEqual(['live']);
  });

  it('is closed after a collection of garbage too', async () => {
    const gone = Promise.withResolvers<void>();
    const { url } = await against(() => (response) => {
      response.on('close', () => gone.resolve());
      streamed([snapshot(4)])(response);
    });
    const { promise: seen, resolve } = Promise.withResolvers<void>();
    const watching = watch({ url, onSnapshot: () => resolve() });
    await seen;
    for (let nth = 0; nth < 5; nth++) {
      await new Promise((then) => setTimeout(then, 10));
      collectGarbage();
    }
    watching.close();
    await gone.promise;
  });

  it('is read at its reader’s pace, and ends with them', async () => {
    const { url } = await against(() => streamed([snapshot(4), change(5), change(6)]));
    const seen: string[] = [];
    for await (const item of changesOf(clientOf({ url }))) {
      seen.push(item.kind);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['snapshot', 'change']);
  });
});

describe('a log that is followed', () => {
  const line = (cursor: number) =>
    eventText('line', { cursor: String(cursor), text: `line ${cursor}` }, cursor);

  it('goes on after its last line, and asks for what is past once', async () => {
    const { url, heard } = await against(
      () => streamed([OPENING, line(1), line(2)], 'break'),
      () => streamed([': still here\n\n', line(3)]),
    );
    const texts: string[] = [];
    for await (const { text } of followLogs(clientOf({ url }), 'endpt-1', { lines: '2', severity: 'warn' })) {
      texts.push(text);
      if (texts.length === 3) break;
    }
    expect(texts).toEqual(['line 1', 'line 2', 'line 3']);
    expect(heard.map(({ query }) => query.toString())).toEqual([
      'lines=2&severity=warn&follow=true',
      'severity=warn&follow=true',
    ]);
    expect(heard[1]?.headers['last-event-id']).toBe('2');
  });

  it('is refused for an endpoint that is not there', async () => {
    const { url } = await against(() => problem(404, 'endpoint.not_found'));
    const following = collected(followLogs(clientOf({ url }), 'endpt-x'));
    await expect(following).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('ends without an error when it is stopped', async () => {
    const { url } = await against(() => streamed([line(1)]));
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { text } of followLogs(clientOf({ url }), 'endpt-1', { signal: stop.signal })) {
      seen.push(text);
      stop.abort();
    }
    expect(seen).toEqual(['line 1']);
  });
});
