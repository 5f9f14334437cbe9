import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { causeOf } from '@tidegate/eventing';
import { EventStore } from '@tidegate/eventing/nest';
import { testService } from '@tidegate/testing';
import { ApiModule } from '../api.module.ts';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { prepareEdge } from '../edge/edge.gateway.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { MOST_RESUMED } from './resume.ts';
import { watch } from './watch.spec-helper.ts';
import { Watches } from './watches.gateway.ts';

let api: TestApi;
let project: { id: string; token: string };
let endpointId: string;

beforeAll(async () => {
  api = await testApi({ watches: 4, watchesPerProject: 3, watchMemory: 100 });
  project = await api.newProject();
  endpointId = await create('first');
  await quiet();
});
afterAll(async () => {
  await api.close();
});

const create = async (name: string, token = project.token): Promise<string> => {
  const { body } = await api.call('POST', '/v1/endpoints', { token, body: { name, model: 'tidegate/tiny' } });
  return body.id;
};

/** Nothing goes on by itself any more. */
const quiet = () =>
  api.eventually(async () => {
    const { body } = await api.call('GET', `/v1/endpoints/${endpointId}`, { token: project.token });
    expect(body.state).toBe('deploying');
  });

const watching = (search = '', headers: Record<string, string> = {}, token = project.token) =>
  watch(`${api.app.url}/v1/watch${search}`, token, headers);

/** Events that nothing follows from. */
const flicker = (count: number, projectId = project.id) =>
  append(
    Array.from({ length: count }, () => ({
      type: 'SecurityGroupSaved',
      data: { securityGroupId: 'sgrp-0123456789ab', projectId, name: 'office', rules: [] },
    })),
  );

const append = (events: readonly { type: string; data: object }[]) =>
  api.app
    .get(EventStore)
    .append('sgrp-0123456789ab', 'any', events, causeOf({ commandId: randomUUID(), actor: 'service:test' }));

describe('a project that is watched', () => {
  it('tells what it has, and then what happens, with the endpoint as it then is', async () => {
    const client = watching();
    await api.eventually(() => expect(client.told).toHaveLength(1));
    const [snapshot] = client.told;
    expect(snapshot).toMatchObject({
      event: 'snapshot',
      data: { endpoints: [{ id: endpointId, state: 'deploying' }], nextCursor: null, position: snapshot?.id },
    });
    const second = await create('second');
    await api.eventually(() => {
      const views = client.changes<{ id: string; state: string } | undefined>('endpoint').filter(Boolean);
      expect(views.at(-1)).toMatchObject({ id: second, state: 'deploying' });
    });
    const positions = client.changes<number>('position');
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(client.told.slice(1).map(({ id }) => id)).toEqual(positions);
    expect(client.changes('type').slice(0, 2)).toEqual(['EndpointRequested', 'EndpointStateChanged']);
    expect(client.changes<{ actor: string }>('event')[0]?.actor).toMatch(/^tok-/);
    await client.close();
  });

  it('goes on where a client stopped, without a gap or a repeat, from memory and after a restart', async () => {
    const first = watching();
    await api.eventually(() => expect(first.told).toHaveLength(1));
    await first.close();
    const lastId = first.told[0]?.id ?? 0;
    await flicker(150);
    const expected = Array.from({ length: 150 }, (_, i) => lastId + 1 + i);
    const resumed = watching('?after=1', { 'last-event-id': String(lastId) });
    await api.eventually(() => expect(resumed.changes('position')).toEqual(expected));
    expect(resumed.told.map(({ event }) => event)).not.toContain('snapshot');
    await resumed.close();

    const { databaseUrl, natsUrl, natsToken } = api.app;
    const settings = api.app.get<ApiSettings>(API_SETTINGS as never);
    const restarted = await testService({
      service: 'api',
      module: ApiModule.with(() => settings),
      prepare: prepareEdge,
      beside: { databaseUrl, natsUrl, natsToken },
    });
    const other = watch(`${restarted.url}/v1/watch?after=${String(lastId + 100)}`, project.token);
    await api.eventually(() => expect(other.changes('position')).toEqual(expected.slice(100)));
    await flicker(3);
    const more = [1, 2, 3].map((n) => lastId + 150 + n);
    await api.eventually(() => expect(other.changes('position')).toEqual([...expected.slice(100), ...more]));
    await restarted.close();
    await other.ended;
    expect(other.told.at(-1)).toMatchObject({ event: 'end', data: { code: 'service.unavailable' } });
  });

  it('begins again with a snapshot when too much lies between, or when the place is none of its log', async () => {
    const before = await api.app.get(EventStore).head();
    await flicker(MOST_RESUMED + 1);
    const end = await api.app.get(EventStore).head();
    await flicker(1);
    await api.eventually(() => expect(api.app.get(Watches).followed).toBeGreaterThan(end));
    const late = watching(`?after=${String(before)}`);
    await api.eventually(() => expect(late.told.map(({ event }) => event)).toEqual(['reset', 'snapshot']));
    expect(late.told[1]?.id).toBeGreaterThan(end);
    await late.close();
    const odd = watching('', { 'last-event-id': '999999999' });
    await api.eventually(() => expect(odd.told.map(({ event }) => event)).toEqual(['reset', 'snapshot']));
    await odd.close();
  });

  it('tells nothing of another project, and only what is wanted', async () => {
    const other = await api.newProject();
    const theirs = await create('theirs', other.token);
    const mine = watching(`?endpoint=${endpointId}&types=DomainReleased`);
    const all = watching();
    await api.eventually(() => expect([mine.told.length, all.told.length]).toEqual([1, 1]));
    const released = (of: { endpointId: string; projectId: string }) => ({
      type: 'DomainReleased',
      data: { ...of, domain: 'a.example.com' },
    });
    await append([released({ endpointId: theirs, projectId: other.id })]);
    const third = await create('third');
    await append(
      [{ endpointId: third }, { endpointId }].map((of) => released({ ...of, projectId: project.id })),
    );
    await api.eventually(() =>
      expect(all.changes('type').slice(-2)).toEqual(['DomainReleased', 'DomainReleased']),
    );
    await api.eventually(() => expect(mine.changes('endpointId')).toEqual([endpointId]));
    expect(JSON.stringify([mine.told, all.told])).not.toContain(other.id);
    await Promise.all([mine.close(), all.close()]);
  });
});

describe('a watch', () => {
  it('is refused for what is not there, alike for what is another’s', async () => {
    const other = await api.newProject();
    const theirs = await create('theirs', other.token);
    const answers = [theirs, 'endpt-ffffffffffff', 'x'].map(async (id) => {
      const { status, body } = await api.call('GET', `/v1/watch?endpoint=${id}`, { token: project.token });
      return [status, body.code];
    });
    for (const answer of await Promise.all(answers)) expect(answer).toEqual([404, 'endpoint.not_found']);
    for (const search of ['types=Moon', 'types=TokenIssued', 'after=-1', 'after=x', 'moon=1'])
      expect((await api.call('GET', `/v1/watch?${search}`, { token: project.token })).body.code).toBe(
        'request.invalid',
      );
    expect((await api.call('GET', '/v1/watch', { token: operator })).body.code).toBe('project.not_chosen');
    expect((await api.call('GET', '/v1/watch')).body.code).toBe('token.missing');
  });

  it('is one of so many; who leaves makes room', async () => {
    const three = [1, 2, 3].map(() => watching());
    await api.eventually(() => {
      for (const client of three) expect(client.told).toHaveLength(1);
    });
    const refused = await api.call('GET', '/v1/watch', { token: project.token });
    expect(refused.body).toMatchObject({ code: 'watch.too_many', status: 429 });
    const other = await api.newProject();
    const fourth = watching('', {}, other.token);
    await api.eventually(() => expect(fourth.told).toHaveLength(1));
    expect((await api.call('GET', '/v1/watch', { token: other.token })).body.code).toBe('watch.too_many');
    await Promise.all([...three, fourth].map((client) => client.close()));
    const next = watching();
    await api.eventually(() => expect(next.told).toHaveLength(1));
    await next.close();
  });

  it('ends with its token', async () => {
    const issue = async (name: string, expiresAt: string | null) => {
      const path = `/v1/projects/${project.id}/tokens`;
      const body = { name, scopes: ['read'], expiresAt };
      return (await api.call('POST', path, { token: operator, body })).body;
    };
    const revoked = await issue('revoked', null);
    const expiring = await issue('expiring', new Date(Date.now() + 4000).toISOString());
    const clients = [revoked, expiring].map(({ token }) => watching('', {}, token ?? ''));
    await api.eventually(() => {
      for (const client of clients) expect(client.told).toHaveLength(1);
    });
    await api.call('DELETE', `/v1/projects/${project.id}/tokens/${revoked.id}`, { token: operator });
    for (const client of clients) {
      await client.ended;
      expect(client.told.at(-1)).toMatchObject({
        event: 'end',
        data: { code: 'token.invalid', status: 401 },
      });
    }
  });

  it('answers HEAD without being one', async () => {
    const headers = { authorization: `Bearer ${project.token}` };
    for (let n = 1; n <= 6; n++) {
      const answer = await fetch(`${api.app.url}/v1/watch`, { method: 'HEAD', headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
      ]);
      await api.eventually(() => expect(api.app.get(Watches).count).toBe(0));
    }
  });
});
