import { afterEach, describe, expect, it } from '@jest/globals';
import { type ClientOptions, clientOf } from './client.ts';
import { ConnectionError, unwrap } from './errors.ts';
import { eachOf, listOf } from './pages.ts';
import { type FakePlatform, collected, fakePlatform, problem } from './platform.spec-helper.ts';

let platform: FakePlatform | undefined;
afterEach(async () => {
  await platform?.close();
  platform = undefined;
});
const against = async (answer: Parameters<typeof fakePlatform>[0], options: ClientOptions = {}) => {
  platform = await fakePlatform(answer);
  return { client: clientOf({ url: platform.url, token: 'tg_x', ...options }), heard: platform.heard };
};
const page = (items: unknown[], nextCursor: string | null = null) => ({ body: { items, nextCursor } });
const away = problem(503, 'service.unavailable');

describe('a client', () => {
  it('sends its token, its project and its headers', async () => {
    const { client, heard } = await against(() => page([]), {
      project: () => 'proj-1',
      headers: { 'x-tidegate-console': '1' },
    });
    await unwrap(client.GET('/v1/endpoints', { params: { query: { state: 'running' } } }));
    expect(heard[0]).toMatchObject({ method: 'GET', path: '/v1/endpoints' });
    expect(heard[0]?.headers).toMatchObject({
      authorization: 'Bearer tg_x',
      'x-tidegate-project': 'proj-1',
      'x-tidegate-console': '1',
    });
    expect(heard[0]?.query.get('state')).toBe('running');
  });

  it('asks again for what is only away', async () => {
    const { client, heard } = await against((_, nth) => (nth < 3 ? away : page([])));
    await expect(unwrap(client.GET('/v1/endpoints'))).resolves.toEqual({ items: [], nextCursor: null });
    expect(heard).toHaveLength(3);
  });

  it('hands over what is still away after its tries', async () => {
    const { client, heard } = await against(() => away, { retries: { most: 1 } });
    await expect(unwrap(client.GET('/v1/endpoints'))).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(heard).toHaveLength(2);
  });

  it('makes one key for all tries of a POST, with the same body', async () => {
    const { client, heard } = await against((_, nth) =>
      nth === 1
        ? (response) => response.destroy()
        : nth === 2
          ? away
          : { status: 201, body: { id: 'proj-1' } },
    );
    await unwrap(client.POST('/v1/projects', { body: { name: 'one' } }));
    const keys = new Set(heard.map(({ headers }) => headers['idempotency-key']));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(/^[0-9a-f]{32}$/);
    expect(heard.map(({ body }) => body)).toEqual(Array(3).fill('{"name":"one"}'));
  });

  it('keeps a key that was given', async () => {
    const { client, heard } = await against(() => ({ status: 201, body: {} }));
    const params = { header: { 'Idempotency-Key': 'mine' } };
    await unwrap(client.POST('/v1/projects', { params, body: { name: 'one' } }));
    expect(heard[0]?.headers['idempotency-key']).toBe('mine');
  });

  it('does not repeat what may have had an effect', async () => {
    const { client, heard } = await against(() => (response) => response.destroy());
    const path = { endpointId: 'endpt-1' };
    await expect(
      client.PATCH('/v1/endpoints/{endpointId}', { params: { path }, body: { description: 'x' } }),
    ).rejects.toBeInstanceOf(ConnectionError);
    expect(heard).toHaveLength(1);
  });

  it('says where nobody listens', async () => {
    const { client, heard } = await against(() => page([]), { retries: { most: 0 } });
    await platform?.close();
    const failing = client.GET('/v1/endpoints');
    await expect(failing).rejects.toMatchObject({ name: 'ConnectionError', retryable: true });
    await expect(failing).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)$/);
    expect(heard).toEqual([]);
  });

  it('does not wait for ever, unless it is let', async () => {
    const { client } = await against(() => () => undefined, { timeoutMs: 50, retries: { most: 1 } });
    await expect(client.GET('/v1/endpoints')).rejects.toThrow('no answer within 0.05 s');
  });

  it('stops at once when it is told, also between two tries', async () => {
    const stop = new AbortController();
    const { client, heard } = await against(() => {
      setTimeout(() => stop.abort(), 200);
      return { ...away, headers: { 'retry-after': '20' } };
    });
    const failing = client.GET('/v1/endpoints', { signal: stop.signal });
    await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
    expect(heard).toHaveLength(1);
  });
});

describe('a list', () => {
  it('is asked for page by page, as it is taken', async () => {
    const { client, heard } = await against(({ query }) =>
      query.has('cursor') ? page([{ id: 'c' }]) : page([{ id: 'a' }, { id: 'b' }], 'next'),
    );
    const ids: string[] = [];
    for await (const { id } of listOf(client, '/v1/endpoints', { query: { state: 'running' } })) {
      ids.push(id);
      if (id === 'a') expect(heard).toHaveLength(1);
    }
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(heard.map(({ query }) => query.toString())).toEqual([
      'state=running',
      'state=running&cursor=next',
    ]);
  });

  it('is found below what has it', async () => {
    const { client, heard } = await against(() => page([{ id: 'repl-1' }]));
    const path = { endpointId: 'endpt-1' };
    for await (const { id } of listOf(client, '/v1/endpoints/{endpointId}/replicas', { path }))
      expect(id).toBe('repl-1');
    expect(heard[0]?.path).toBe('/v1/endpoints/endpt-1/replicas');
  });

  it('ends when it does not go on, and when it is refused', async () => {
    const { client } = await against(({ query }) =>
      query.get('state') === 'stopped' ? problem(400, 'request.invalid') : page([1], 'same'),
    );
    const taken = (state: 'running' | 'stopped') =>
      collected(
        eachOf((cursor) =>
          client.GET('/v1/endpoints', {
            params: { query: { state, ...(cursor !== undefined && { cursor }) } },
          }),
        ),
      );
    await expect(taken('running')).rejects.toThrow('repeats its cursor');
    await expect(taken('stopped')).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
