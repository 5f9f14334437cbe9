import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { eventually, testNats, type TestNats, testService, type TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import type { Decider } from '../decider.ts';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
import { Conflict, EventStore } from './event.store.ts';
import { aCause, mortalPostgres, pause, priceOf, rate, serviceOf, upTo } from './eventing.spec-helper.ts';
import { Handles } from './handler.ts';

jest.setTimeout(60_000);

type Rate = ReturnType<typeof rate>;
const ladder: Decider<number, { steps: number }, Rate> = {
  initial: 0,
  decide: (top, { steps }) => upTo(steps).map((n) => rate(top + n)),
  evolve: (_top, { data }) => data.priceNanoUsdPerHour,
};
@Injectable()
class Ladders extends Handles(ladder, { stream: (id) => `rate-${id}` }) {}

describe('the event store', () => {
  let app: TestService;
  let store: EventStore;
  beforeAll(async () => {
    app = await testService({ service: 'specs', module: serviceOf({ providers: [Ladders] }) });
    store = app.get(EventStore);
  });
  afterAll(() => app.close());

  it('gives back what was appended, in its place', async () => {
    const stream = randomUUID();
    const cause = aCause();
    const appended = await store.append(stream, 0, [rate(1), rate(2)], cause);
    expect(appended).toMatchObject({ outcome: 'ok', version: 2, lastPosition: appended.firstPosition + 1 });
    const { events, version } = await store.read(stream);
    expect(version).toBe(2);
    expect(events[1]).toMatchObject({
      ...rate(2),
      position: appended.lastPosition,
      streamId: stream,
      version: 2,
      tenantId: null,
      correlationId: cause.correlationId,
      causationId: cause.causationId,
      meta: { actor: 'operator' },
    });
    expect(await store.head()).toBe(appended.lastPosition);
  });

  it('does a command once, wherever it is sent from', async () => {
    const stream = randomUUID();
    const cause = aCause();
    const first = await store.append(stream, 'any', [rate(1)], cause);
    const again = await Promise.all(upTo(5).map(() => store.append(stream, 'any', [rate(1)], cause)));
    for (const outcome of again) expect(outcome).toEqual({ ...first, outcome: 'duplicate' });
    const other = aCause();
    const atOnce = await Promise.all(upTo(5).map(() => store.append(stream, 'any', [rate(2)], other)));
    expect(atOnce.map(({ outcome }) => outcome).sort()).toEqual([...upTo(4).map(() => 'duplicate'), 'ok']);
    expect((await store.read(stream)).version).toBe(2);
  });

  it('refuses an append that was decided on another version', async () => {
    const stream = randomUUID();
    await store.append(stream, 0, [rate(1)], aCause());
    await expect(store.append(stream, 0, [rate(2)], aCause())).rejects.toBeInstanceOf(Conflict);
    await expect(store.append(stream, 7, [rate(2)], aCause())).rejects.toBeInstanceOf(Conflict);
  });

  it('refuses events that are not of the log or do not fit their schema, and appends nothing of them', async () => {
    const stream = randomUUID();
    const wrong = { type: 'RatePublished', data: { sku: 'x' } };
    await expect(store.append(stream, 0, [rate(1), wrong], aCause())).rejects.toThrow(/priceNanoUsdPerHour/);
    await expect(store.append(stream, 0, [{ type: 'MetricSampled', data: {} }], aCause())).rejects.toThrow(
      'not an event of the log',
    );
    await expect(store.append(stream, 0, [], aCause())).rejects.toThrow('nothing to append');
    expect((await store.read(stream)).version).toBe(0);
  });

  it('lets one append fail alone though it was sent with others', async () => {
    const stream = randomUUID();
    const bad = store.append('\0', 'any', [rate(0)], aCause());
    const good = upTo(50).map((n) => store.append(stream, 'any', [rate(n)], aCause()));
    await expect(bad).rejects.toThrow();
    await Promise.all(good);
    const { events } = await store.read(stream);
    expect(events.map((event) => priceOf(event as never))).toEqual(upTo(50));
  });

  it('pages through the whole log, and through some types of it', async () => {
    const after = await store.head();
    await store.append(randomUUID(), 0, upTo(5).map(rate), aCause());
    const page = await store.readLog({ after, limit: 3 });
    expect(page.map(({ position }) => position - after)).toEqual([1, 2, 3]);
    expect(await store.readLog({ after, types: ['NodeLost'] })).toEqual([]);
    expect(await store.readLog({ after, types: ['RatePublished'] })).toHaveLength(5);
  });

  it('tells the history of an endpoint or a project, newest first and page by page', async () => {
    const [endpointId, projectId] = ['endpt-00000000000a', 'proj-00000000000a'];
    const started = (id: string, owner: string) => ({
      type: 'EndpointStartRequested',
      data: { endpointId: id, projectId: owner },
    });
    const put = (id: string, owner: string) => store.append(id, 'any', [started(id, owner)], aCause());
    for (const [id, owner] of [
      [endpointId, projectId],
      ['endpt-00000000000b', projectId],
      ['endpt-00000000000c', 'proj-00000000000b'],
      [endpointId, projectId],
    ] as const)
      await put(id, owner);
    const ofEndpoint = await store.history({ endpointId, limit: 10 });
    expect(ofEndpoint.map(({ version }) => version)).toEqual([2, 1]);
    expect(await store.history({ endpointId, limit: 10, before: ofEndpoint[0]!.position })).toHaveLength(1);
    expect(await store.history({ tenantId: projectId, limit: 2 })).toHaveLength(2);
    expect(await store.history({ tenantId: projectId, limit: 10 })).toHaveLength(3);
    // An endpoint of somebody else has no history.
    expect(await store.history({ endpointId, tenantId: 'proj-00000000000b', limit: 10 })).toEqual([]);
    await expect(store.history({ limit: 10 })).rejects.toThrow('history of what');
  });

  it('lets many commands on one stream take turns', async () => {
    const handled = await Promise.all(
      upTo(12).map(() => app.get(Ladders).handle('turns', { steps: 2 }, aCause())),
    );
    expect(new Set(handled.map(({ position }) => position)).size).toBe(12);
    const { events } = await store.read('rate-turns');
    expect(events.map((event) => priceOf(event as never))).toEqual(upTo(24));
  });

  it('gives no position that a double cannot hold', async () => {
    await expect(app.get(Db).query(sql`select 9007199254740993::int8 as n`)).rejects.toThrow('does not fit');
    expect(await app.get(Db).query(sql`select 9007199254740991::int8 as n`)).toEqual([
      { n: 9007199254740991 },
    ]);
  });
});

describe('an event store whose Postgres goes away', () => {
  let postgres: Awaited<ReturnType<typeof mortalPostgres>>;
  let nats: TestNats;
  let app: TestService;
  beforeAll(async () => {
    [postgres, nats] = await Promise.all([mortalPostgres(), testNats()]);
    const beside = { databaseUrl: postgres.databaseUrl, natsUrl: nats.url, natsToken: nats.token };
    app = await testService({ service: 'specs', module: serviceOf({}), beside });
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([postgres.drop(), nats.drop()]);
  });

  it('refuses while it is away, loses nothing it promised, and repeats what it does not know the end of', async () => {
    const store = app.get(EventStore);
    const done: string[] = [];
    let over = false;
    const refused: unknown[] = [];
    const writer = async (): Promise<void> => {
      while (!over) {
        const stream = randomUUID();
        try {
          await store.append(stream, 0, [rate(1)], aCause());
          done.push(stream);
        } catch (error) {
          refused.push(error);
          await pause(20);
        }
      }
    };
    const writers = upTo(8).map(writer);
    await pause(200);
    await postgres.kill();
    await pause(300);
    const sentWhileAway = store.append('away', 0, [rate(1)], aCause()).catch((error: unknown) => error);
    expect(await sentWhileAway).toMatchObject({
      code: 'service.unavailable',
      params: { service: 'database' },
    });
    await postgres.back();
    const before = done.length;
    await eventually(() => expect(done.length).toBeGreaterThan(before + 50), 10_000);
    over = true;
    await Promise.all(writers);
    expect(refused.every((error) => error instanceof Refusal)).toBe(true);
    for (const stream of done) expect((await store.read(stream)).version).toBe(1);
  }, 60_000);

  it('hides a connection that broke while nothing was sent', async () => {
    const store = app.get(EventStore);
    await store.append(randomUUID(), 0, [rate(1)], aCause());
    await app.get(Db).query(sql`
      select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`);
    expect(await store.append(randomUUID(), 0, [rate(1)], aCause())).toMatchObject({ outcome: 'ok' });
  });
});
