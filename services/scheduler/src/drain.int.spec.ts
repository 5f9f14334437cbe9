import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { leastReady, mostHeld, typed, wholeLog } from './log.spec-helper.ts';
import { FakePool } from './pool.spec-helper.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(120_000);

describe('a node that is drained', () => {
  let service: TestService;
  let endpoint: FakeEndpoint;
  let pool: FakePool;
  let a: FakeNode;
  let b: FakeNode;
  beforeEach(async () => {
    service = await testService({
      service: 'scheduler',
      module: SchedulerModule.with({ leaseSeconds: 15, drainLimitSeconds: 30 }),
    });
    endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(1));
    await endpoint.request();
  });
  afterEach(() => service.close());

  const nodeWith = async (name: string, gpus: number): Promise<FakeNode> => {
    const node = new FakeNode(service, name, simulatedGpus(gpus));
    await node.sync();
    return node;
  };
  /** Two replicas on `a`, then `b` comes. */
  const begin = async (gpusOfB: number): Promise<void> => {
    a = await nodeWith('a', 2);
    pool = new FakePool(service, [a]);
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    b = await nodeWith('b', gpusOfB);
    pool.nodes.push(b);
  };
  const stops = async () => typed(await wholeLog(service), 'ReplicaStopped').map(({ data }) => data.cause);
  const isDrained = (node: FakeNode) =>
    pool.until(async () => expect(await pool.listed(node)).toMatchObject({ state: 'cordoned', drain: null }));

  it('is emptied with the replacements ready first', async () => {
    await begin(2);
    const view = await pool.command(a, 'drain', { deadlineSeconds: 600 });
    expect(view).toMatchObject({ state: 'draining', replicas: 2, drain: { startedAt: expect.any(String) } });
    const { startedAt = '', deadline = '' } = view?.drain ?? {};
    expect(Date.parse(deadline ?? '') - Date.parse(startedAt)).toBe(600_000);
    await pool.are(endpoint, 'ready@b', 'ready@b');
    await isDrained(a);
    const log = await wholeLog(service);
    expect(leastReady(log, 2)).toBe(2);
    expect(typed(log, 'ReplicaRequested')).toHaveLength(4);
    expect(await stops()).toEqual(['node_drained', 'node_drained']);
    const [drained] = typed(log, 'NodeDrained');
    const [, last] = typed(log, 'ReplicaStopped');
    expect(drained?.position).toBeGreaterThan(last?.position ?? Infinity);
    // It stays closed until somebody opens it.
    await endpoint.scale(3);
    await pool.are(endpoint, 'ready@b', 'ready@b', 'pending@none');
    expect(await pool.command(a, 'uncordon')).toMatchObject({ state: 'ready', replicas: 0 });
    await pool.are(endpoint, 'ready@b', 'ready@b', 'ready@a');
  });

  it('waits where there is no room elsewhere, and goes on when there is', async () => {
    await begin(1);
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'ready@b', 'ready@a', 'pending@none');
    for (let n = 0; n < 10; n++) await pool.breathe();
    await pool.are(endpoint, 'ready@b', 'ready@a', 'pending@none');
    expect(await pool.node(a)).toMatchObject({ state: 'draining', replicas: 1, drain: { deadline: null } });
    pool.nodes.push(await nodeWith('c', 1));
    await pool.are(endpoint, 'ready@b', 'ready@c');
    await isDrained(a);
    expect(leastReady(await wholeLog(service), 2)).toBe(2);
  });

  it('is emptied at its deadline whether or not there is room', async () => {
    await begin(1);
    await pool.command(a, 'drain', { deadlineSeconds: 3 });
    await isDrained(a);
    await pool.are(endpoint, 'ready@b', 'pending@none');
    expect(await stops()).toEqual(['node_drained', 'node_drained']);
  });

  it('may be given a deadline later: what is left goes', async () => {
    await begin(1);
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'ready@b', 'ready@a', 'pending@none');
    expect(await pool.command(a, 'drain', { deadlineSeconds: 0 })).toMatchObject({ state: 'draining' });
    await isDrained(a);
    await pool.are(endpoint, 'ready@b', 'pending@none');
  });

  it('keeps what it has when that is called off, and nothing is left over', async () => {
    await begin(1);
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'ready@b', 'ready@a', 'pending@none');
    await pool.command(a, 'uncordon');
    await pool.are(endpoint, 'ready@b', 'ready@a');
    expect((await stops()).toSorted()).toEqual(['node_drained', 'scaled_down']);
    expect(await pool.node(a)).toMatchObject({ state: 'ready', drain: null, replicas: 1 });
  });

  it('lets one go at once that takes no requests yet', async () => {
    a = new FakeNode(service, 'a', simulatedGpus(1), 'starts');
    await a.sync();
    pool = new FakePool(service, [a]);
    await endpoint.scale(1);
    await pool.are(endpoint, 'starting@a');
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'pending@none');
    await isDrained(a);
    pool.nodes.push(await nodeWith('b', 1));
    await pool.are(endpoint, 'ready@b');
  });

  it('is emptied of many endpoints, each by itself', async () => {
    const quarter = shape(1, { gpuThousandths: 250 });
    const others = Array.from({ length: 16 }, (_, n) => {
      return new FakeEndpoint(service.get(EventStore), `e${String(n)}`, quarter);
    });
    await begin(8);
    const c = await nodeWith('c', 4);
    pool.nodes.push(c);
    await pool.command(b, 'cordon');
    await Promise.all(others.map((other) => other.request()));
    await Promise.all(others.map((other) => other.scale(1)));
    await pool.until(async () => expect(await pool.listed(c)).toMatchObject({ replicas: 16 }));
    await pool.command(b, 'uncordon');
    await pool.command(c, 'drain');
    await isDrained(c);
    for (const other of others) await pool.are(other, 'ready@b');
    const log = await wholeLog(service);
    expect(mostHeld(log)).toBeLessThanOrEqual(1000);
    expect(typed(log, 'ReplicaRequested')).toHaveLength(2 + 2 * others.length);
    expect(await service.get(Db).query(sql`select 1 from reviews`)).toEqual([]);
  });

  it('goes on while a template is rolled out, with never fewer ready than before', async () => {
    await begin(4);
    await endpoint.rollOut({ environment: {} });
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'ready@b', 'ready@b');
    await isDrained(a);
    const last = (await pool.replicasOf(endpoint)).map(({ revision }) => revision);
    expect(last).toEqual([2, 2]);
    expect(leastReady(await wholeLog(service), 2)).toBe(2);
  });

  it('is empty when it is lost, and drained so', async () => {
    await begin(1);
    await pool.command(a, 'drain');
    await pool.are(endpoint, 'ready@b', 'ready@a', 'pending@none');
    pool.nodes.shift();
    await isDrainedThoughLost();
    await pool.are(endpoint, 'ready@b', 'pending@none');
    expect((await stops()).toSorted()).toEqual(['node_drained', 'node_lost']);
  });
  const isDrainedThoughLost = () =>
    pool.until(async () => {
      expect(await pool.listed(a)).toMatchObject({ state: 'lost', replicas: 0 });
      expect(typed(await wholeLog(service), 'NodeDrained')).toHaveLength(1);
    });
});
