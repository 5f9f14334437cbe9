import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let token: string;
let id: string;
let path: string;

beforeAll(async () => {
  api = await testApi();
  ({ token } = await api.newProject());
  const body = { name: 'chat', model: 'tidegate/tiny' };
  ({ id } = (await api.call('POST', '/v1/endpoints', { token, body })).body);
  path = `/v1/endpoints/${id}/events`;
  await becomes('deploying');
  await api.call('POST', `/v1/endpoints/${id}/stop`, { token: operator });
  await becomes('stopped');
});
afterAll(() => api.close());

const becomes = (state: string) =>
  api.eventually(async () =>
    expect((await api.call('GET', `/v1/endpoints/${id}`, { token })).body.state).toBe(state),
  );
const history = async (search: string) => (await api.call('GET', `${path}?${search}`, { token })).body;
const typesOf = async (search: string) => (await history(search)).items.map(({ type }) => type);

describe('the history of an endpoint', () => {
  it('is asked for by type', async () => {
    expect(await typesOf('type=EndpointRequested,EndpointStopRequested')).toEqual([
      'EndpointStopRequested',
      'EndpointRequested',
    ]);
    expect(await typesOf('type=RolloutStarted')).toEqual([]);
  });

  it('is asked for by who caused it', async () => {
    const types = await typesOf('actor=operator');
    expect(types).toContain('EndpointStopRequested');
    expect(types).not.toContain('EndpointRequested');
  });

  it('is asked for by time', async () => {
    const { items } = await history('type=EndpointStopRequested');
    const at = encodeURIComponent((items[0] as unknown as { at: string }).at);
    expect(await typesOf(`since=${at}&type=EndpointRequested`)).toEqual([]);
    expect(await typesOf(`until=${at}&type=EndpointRequested`)).toEqual(['EndpointRequested']);
    expect(await typesOf('since=2100-01-01')).toEqual([]);
  });

  it('keeps what is asked for over its pages', async () => {
    const first = await history('type=EndpointStateChanged&limit=2');
    const second = await history(`type=EndpointStateChanged&limit=50&cursor=${first.nextCursor ?? ''}`);
    const all = await history('type=EndpointStateChanged');
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(all.items.length).toBeGreaterThan(3);
  });

  it.each(['type=Nonsense', 'type=', 'since=yesterday', 'until=', 'actor='])('refuses %s', async (search) => {
    const { status, body } = await api.call('GET', `${path}?${search}`, { token });
    expect([status, body.errors[0]?.pointer]).toEqual([400, `?${search.split('=')[0] ?? ''}`]);
  });
});
