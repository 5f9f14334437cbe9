import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idFrom } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Bus, Db } from '@tidegate/eventing/nest';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Owned, asynchronous, deleted } from '../events.spec-helper.ts';
import { SettleInvocations } from '../runs/settle-invocations.handler.ts';
import { type Handler, answerOk } from '../upstream.spec-helper.ts';
import { AUTH, type Accepted, type Invoking, testInvoking } from './invoking.spec-helper.ts';

let on: Invoking;

beforeAll(async () => {
  on = await testInvoking();
}, 60_000);
afterAll(async () => {
  await on.close();
});

const newInvocationId = (): string => idFrom('invocation', randomBytes(6));

const trafficOf = ({ endpointId }: Owned) => on.platform.tables.routing.endpoint(endpointId)?.traffic;

const silent: Handler = () => undefined;
const failing: Handler = (_req, res) => {
  res.writeHead(503).end('not now');
};

describe('an asynchronous request', () => {
  it('is run at a replica, and its result and its times can be read', async () => {
    const owned = await on.endpoint();
    on.answering((_req, res, body) => {
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ had: body }));
    });
    const { request_id: id, status_url, response_location } = await on.invoke(owned, { body: '{"n":1}' });
    expect(response_location).toBe(status_url);
    const view = await on.until(status_url, 'succeeded');
    expect(view).toMatchObject({
      id,
      attempts: 1,
      maxAttempts: 6,
      status: 200,
      error: null,
      contentType: 'application/json',
      deadLetter: false,
      result: { had: '{"n":1}' },
    });
    for (const at of ['queuedAt', 'startedAt', 'finishedAt', 'expiresAt'])
      expect(Date.parse(String(view[at]))).toBeGreaterThan(0);
    expect(Number(view['ranMs'])).toBeGreaterThanOrEqual(0);
    expect(Number(view['waitedMs'])).toBeGreaterThanOrEqual(0);
    expect(on.replica.received[0]?.headers['x-request-id']).toBe(id);
  });

  it('costs no try when it could not be read to be tried', async () => {
    const owned = await on.endpoint({ maxAttempts: 1 });
    on.answering(answerOk);
    const settle = on.platform.gateway.get(SettleInvocations);
    const requestOf = settle.requestOf.bind(settle);
    settle.requestOf = () => {
      settle.requestOf = requestOf;
      return Promise.reject(new Error('Connection terminated unexpectedly'));
    };
    const { status_url } = await on.invoke(owned);
    expect(await on.until(status_url, 'succeeded')).toMatchObject({ attempts: 1 });
  });

  it('is not taken packed: it would be sent later without saying so', async () => {
    const owned = await on.endpoint();
    const answer = await fetch(`${on.platform.url}/api/d/${owned.endpointId}/work`, {
      method: 'POST',
      headers: { ...AUTH, prefer: 'respond-async', 'content-encoding': 'gzip' },
      body: gzipSync('{"n":1}'),
    });
    expect([answer.status, await answer.text()]).toEqual([415, expect.stringContaining('gzip')]);
  });

  it('wakes its endpoint while it waits in the database, and takes no caller’s place', async () => {
    const owned = await on.endpoint({ asleep: true });
    on.answering(answerOk);
    const samples: Record<string, number>[] = [];
    const following = on.platform.control
      .get(Bus)
      .followSignals('MetricSampled', { sinceSeconds: 60 }, ({ endpointId, metrics }) => {
        if (endpointId === owned.endpointId) samples.push(metrics);
      });
    const accepted = await Promise.all(Array.from({ length: 40 }, () => on.invoke(owned)));
    await on.platform.eventually(() => {
      expect(samples.at(-1)?.['waiting']).toBe(40);
    });
    expect(trafficOf(owned)).toMatchObject({ waiting: 0, inFlight: 0, backlog: 40 });
    await on.wake(owned);
    await Promise.all(accepted.map(({ status_url }) => on.until(status_url, 'succeeded')));
    await on.platform.eventually(() => {
      expect(samples.at(-1)).toMatchObject({ waiting: 0, in_flight: 0 });
    });
    following.stop();
    expect(on.replica.received).toHaveLength(40);
  });

  it('is run also when the gateway that accepted it fell before it was written down', async () => {
    const owned = await on.endpoint();
    on.answering(answerOk);
    const invocationId = newInvocationId();
    const { target, maxAttempts, resultTtlSeconds, webhookUrl } = asynchronous('/work');
    const queuedAtUs = Date.now() * 1000;
    const queue = () =>
      on.platform.control.get(Bus).signal('InvocationQueued', {
        endpointId: owned.endpointId,
        projectId: owned.projectId,
        ...{ target, maxAttempts, resultTtlSeconds, webhookUrl },
        ...{ invocationId, queuedAtUs, expiresAtUs: queuedAtUs + 60_000_000, replayOf: null },
        ...{ method: 'POST', path: '/work', contentType: '', bodyBase64: btoa('x') },
      });
    await queue();
    const path = `/api/d/${owned.endpointId}/requests/${invocationId}`;
    await on.platform.eventually(async () => {
      expect((await fetch(`${on.platform.url}${path}`, { headers: AUTH })).status).toBe(200);
    });
    await on.until(path, 'succeeded');
    await queue();
    expect(on.replica.received.map(({ body }) => body)).toEqual(['x']);
  });

  it('is not tried more often than its endpoint says, then it is a dead letter that can be queued anew once', async () => {
    const owned = await on.endpoint({ maxAttempts: 2 });
    on.answering(failing);
    const { request_id: id, status_url } = await on.invoke(owned, { body: '"again"' });
    expect(await on.until(status_url, 'failed')).toMatchObject({
      attempts: 2,
      deadLetter: true,
      error: 'Given up after 2 tries: the replica answered 503',
    });
    expect(on.replica.received).toHaveLength(2);
    const listed = await on.get(`/api/d/${owned.endpointId}/requests?dead_letters=true`);
    expect(listed['items']).toMatchObject([{ id, deadLetter: true }]);
    on.answering(answerOk);
    const [first, second] = await Promise.all([1, 2].map(() => on.post(`${status_url}/replay`)));
    expect([first?.status, second?.status]).toEqual([202, 202]);
    const anew = (await first!.json()) as Accepted;
    expect(await second!.json()).toEqual(anew);
    expect(anew.request_id).not.toBe(id);
    expect(await on.until(anew.status_url, 'succeeded')).toMatchObject({ replayOf: id, attempts: 1 });
    expect(await on.get(status_url)).toMatchObject({ state: 'failed', replayedAs: anew.request_id });
    expect(on.replica.received.map(({ body }) => body)).toEqual(['"again"']);
    const third = (await (await on.post(`${status_url}/replay`)).json()) as Accepted;
    expect(third.request_id).toBe(anew.request_id);
    expect((await on.post(`${anew.status_url}/replay`)).status).toBe(409);
  });

  it('is given up when its time is over, and fails when its endpoint is deleted', async () => {
    const owned = await on.endpoint({ asleep: true });
    const [late, orphan] = [await on.invoke(owned), await on.invoke(owned)];
    await on.platform.gateway
      .get(Db)
      .query(sql`update invocations set expires_at = clock_timestamp() where id = ${late.request_id}`);
    expect(await on.until(late.status_url, 'failed')).toMatchObject({
      deadLetter: true,
      attempts: 0,
      error: 'It waited too long.',
    });
    await on.platform.append(deleted(owned, 'later'));
    await on.platform.eventually(async () => {
      const [row] = await on.platform.gateway
        .get(Db)
        .query(sql`select state, error from invocations where id = ${orphan.request_id}`);
      expect(row).toEqual({ state: 'failed', error: 'The endpoint was deleted.' });
    });
  });

  it('is forgotten when it has been over for as long as its endpoint wanted it kept', async () => {
    const owned = await on.endpoint();
    on.answering(answerOk);
    const { request_id: id, status_url } = await on.invoke(owned);
    await on.until(status_url, 'succeeded');
    const db = on.platform.gateway.get(Db);
    await on.platform.eventually(async () => {
      const rows = await db.query(sql`select 1 from invocations where id = ${id} and off_queue`);
      expect(rows).toHaveLength(1);
    });
    await db.query(
      sql`update invocations set finished_at = finished_at - interval '59 minutes' where id = ${id}`,
    );
    await db.query(
      sql`update invocations set finished_at = finished_at - interval '2 minutes' where id = ${id}`,
    );
    await on.platform.eventually(async () => {
      expect((await fetch(`${on.platform.url}${status_url}`, { headers: AUTH })).status).toBe(404);
    }, 60_000);
    expect(await db.query(sql`select 1 from invocation_results where invocation_id = ${id}`)).toEqual([]);
  }, 70_000);

  it('whose result is too large fails and says so', async () => {
    const owned = await on.endpoint();
    on.answering((_req, res) => {
      res.writeHead(200).end('x'.repeat(10_001));
    });
    const { status_url } = await on.invoke(owned);
    const view = await on.until(status_url, 'failed');
    expect(view).toMatchObject({ error: 'The result is larger than 10000 bytes.', deadLetter: false });
  });
});

describe('an asynchronous request that is cancelled', () => {
  it('is never run while it waits', async () => {
    const owned = await on.endpoint({ asleep: true });
    on.answering(answerOk);
    const { status_url } = await on.invoke(owned);
    const answer = await on.post(`${status_url}/cancel`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { state: 'cancelled', attempts: 0 }]);
    await on.wake(owned);
    const other = await on.invoke(owned);
    await on.until(other.status_url, 'succeeded');
    expect(on.replica.received).toHaveLength(1);
    const view = await on.get(status_url);
    expect(view.state).toBe('cancelled');
    expect(view).not.toHaveProperty('result');
  });

  it('is called back from its replica while it runs, and its slot is free', async () => {
    const owned = await on.endpoint();
    on.answering(silent);
    const { status_url } = await on.invoke(owned);
    await on.until(status_url, 'running');
    await on.platform.eventually(() => {
      expect(on.replica.open.size).toBe(1);
    });
    expect((await on.post(`${status_url}/cancel`)).status).toBe(200);
    await on.platform.eventually(() => {
      expect(on.replica.open.size).toBe(0);
      expect(trafficOf(owned)).toMatchObject({ inFlight: 0, waiting: 0, backlog: 0 });
    });
    expect(await on.get(status_url)).toMatchObject({ state: 'cancelled', attempts: 1 });
  });

  it('is over already when it has ended, and is told what it is', async () => {
    const owned = await on.endpoint();
    on.answering(answerOk);
    const { status_url } = await on.invoke(owned);
    await on.until(status_url, 'succeeded');
    const answer = await on.post(`${status_url}/cancel`);
    expect(answer.status).toBe(409);
    expect(JSON.stringify(await answer.json())).toContain('is succeeded');
  });
});

describe('an asynchronous request under a key', () => {
  it('is one, however often it is sent', async () => {
    const owned = await on.endpoint();
    on.answering(answerOk);
    const headers = { 'idempotency-key': 'one' };
    const sent = await Promise.all(Array.from({ length: 5 }, () => on.invoke(owned, { headers })));
    expect(new Set(sent.map(({ request_id }) => request_id)).size).toBe(1);
    await on.until(sent[0]!.status_url, 'succeeded');
    const again = await on.post(`/api/d/${owned.endpointId}/work`, { headers });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(await again.json()).toEqual(sent[0]);
    expect(on.replica.received).toHaveLength(1);
  });

  it('is refused with another body, and is another one at another endpoint', async () => {
    const [owned, other] = [await on.endpoint(), await on.endpoint()];
    const headers = { 'idempotency-key': 'two' };
    const { request_id: id } = await on.invoke(owned, { headers, body: '1' });
    const refused = await on.post(`/api/d/${owned.endpointId}/work`, { headers, body: '2' });
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { error: { code: 'request.key_reused' } },
    ]);
    expect((await on.invoke(other, { headers, body: '1' })).request_id).not.toBe(id);
    const bad = await on.post(`/api/d/${owned.endpointId}/work`, { headers: { 'idempotency-key': 'a b' } });
    expect(bad.status).toBe(400);
  });

  it('is queued under its first id when the queue had not taken it', async () => {
    const owned = await on.endpoint();
    on.answering(answerOk);
    const headers = { 'idempotency-key': 'three' };
    const { request_id: id } = await on.invoke(owned, { headers });
    await on.platform.gateway
      .get(Db)
      .query(sql`update invocation_keys set queued = false where invocation_id = ${id}`);
    expect((await on.invoke(owned, { headers })).request_id).toBe(id);
    await on.until(`/api/d/${owned.endpointId}/requests/${id}`, 'succeeded');
    expect(on.replica.received).toHaveLength(1);
  });
});
