import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SignalEvent } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Bus, Db } from '@tidegate/eventing/nest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { updated } from '../events.spec-helper.ts';
import { answerOk } from '../upstream.spec-helper.ts';
import { AUTH, type Invoking, type View, testInvoking } from './invoking.spec-helper.ts';

let on: Invoking;

beforeAll(async () => {
  on = await testInvoking();
}, 60_000);
afterAll(async () => {
  await on.close();
});

describe('the list of asynchronous requests', () => {
  it('has the newest first, page by page, by state', async () => {
    const owned = await on.endpoint({ asleep: true });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await on.invoke(owned)).request_id);
    const base = `/api/d/${owned.endpointId}/requests`;
    await on.post(`${base}/${ids[2]!}/cancel`);
    const seen: string[] = [];
    for (let query = '?limit=2'; ;) {
      const page = await on.get(`${base}${query}`);
      seen.push(...(page['items'] as View[]).map(({ id }) => id));
      if (page.nextPageToken === null) break;
      query = `?limit=2&page_token=${page.nextPageToken}`;
    }
    expect(seen).toEqual(ids.toReversed());
    const inState = async (state: string) =>
      ((await on.get(`${base}?state=${state}`))['items'] as View[]).map(({ id }) => id);
    expect(await inState('cancelled')).toEqual([ids[2]]);
    expect(await inState('queued')).toHaveLength(4);
    expect(await inState('running')).toEqual([]);
    for (const query of ['state=odd', 'limit=0', 'limit=x', 'page_token=x', 'dead_letters=1'])
      expect((await fetch(`${on.platform.url}${base}?${query}`, { headers: AUTH })).status).toBe(400);
  });

  it('is the replica’s own path where nothing is asynchronous', async () => {
    const owned = await on.endpoint();
    await on.platform.append(updated(owned, { name: 'later' }));
    await on.platform.eventually(() => {
      expect(on.platform.tables.routing.endpoint(owned.endpointId)?.configured.async).toBeNull();
    });
    on.answering(answerOk);
    await on.get(`/api/d/${owned.endpointId}/requests`);
    expect(on.replica.received.map(({ url }) => url)).toEqual(['/requests']);
  });
});

describe('a result that goes elsewhere', () => {
  it('is a file below the results folder before the request is said to have succeeded', async () => {
    const owned = await on.endpoint({ target: 'team/a' });
    on.answering(answerOk);
    const { request_id: id, response_location, status_url } = await on.invoke(owned);
    expect(response_location).toBe(`team/a/api/${owned.endpointId}/request/${id}.json`);
    const view = await on.until(status_url, 'succeeded');
    expect(view['responseLocation']).toBe(response_location);
    expect(view).not.toHaveProperty('result');
    const document = JSON.parse(await readFile(join(on.folder, response_location), 'utf8')) as View;
    expect(document).toMatchObject({ id, state: 'succeeded', status: 200, result: { ok: true } });
    const kept = await on.platform.gateway
      .get(Db)
      .query(sql`select 1 from invocation_results where invocation_id = ${id}`);
    expect(kept).toEqual([]);
  });

  it('is refused at once where there is no such place', async () => {
    const owned = await on.endpoint({ target: 's3://results' });
    const answer = await on.post(`/api/d/${owned.endpointId}/work`);
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { error: { code: 'invocation.no_place' } },
    ]);
  });

  it('waits until it can be stored, and the replica is not asked again', async () => {
    const owned = await on.endpoint({ target: 'blocked' });
    on.answering(answerOk);
    const { status_url, request_id: id } = await on.invoke(owned);
    const db = on.platform.gateway.get(Db);
    await on.until(status_url, 'succeeded');
    await db.query(sql`
      update invocations set state = 'storing', target = 'missing/deep', follow_at = clock_timestamp() where id = ${id}`);
    await db.query(sql`insert into invocation_results (invocation_id, document) values (${id}, '{}'::bytea)`);
    await on.until(status_url, 'succeeded');
    expect(
      await readFile(join(on.folder, 'missing/deep/api', owned.endpointId, 'request', `${id}.json`), 'utf8'),
    ).toBe('{}');
    expect(on.replica.received).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('tells of each end once, under an id that is the same when it is told again', async () => {
    const told: Extract<SignalEvent, { type: 'WebhookQueued' }>['data'][] = [];
    const bus = on.platform.gateway.get(Bus);
    const signal = bus.signal.bind(bus);
    bus.signal = async (type: never, data: never, options: never) => {
      if (type === 'WebhookQueued') told.push(data);
      await signal(type, data, options);
    };
    const owned = await on.endpoint({ webhookUrl: 'https://example.com/hook' });
    on.answering(answerOk);
    const [done, cancelled] = [await on.invoke(owned), await on.invoke(owned)];
    await on.until(done.status_url, 'succeeded');
    await on.post(`${cancelled.status_url}/cancel`);
    const about = (id: string) => told.filter(({ data }) => data['id'] === id);
    await on.platform.eventually(() => {
      expect(about(done.request_id)).toMatchObject([
        {
          url: 'https://example.com/hook',
          type: 'invocation.succeeded',
          projectId: owned.projectId,
          data: { state: 'succeeded', responseLocation: done.status_url, endpointId: owned.endpointId },
        },
      ]);
    });
    await on.platform.gateway
      .get(Db)
      .query(sql`update invocations set follow_at = clock_timestamp() where id = ${done.request_id}`);
    await on.platform.eventually(() => {
      expect(about(done.request_id)).toHaveLength(2);
      expect(about(cancelled.request_id)).not.toEqual([]);
    });
    expect(new Set(about(done.request_id).map(({ webhookId }) => webhookId)).size).toBe(1);
    bus.signal = signal;
  });
});
