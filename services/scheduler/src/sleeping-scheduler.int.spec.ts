import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, rebuild } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { caughtUp, leastReady, mostHeld, mostHeldAtOnce, typed, wholeLog } from './log.spec-helper.ts';
import { pool as projection } from './placement/pool.projection.ts';
import { FakePool } from './pool.spec-helper.ts';
import {
  Schedulers,
  endSleepers,
  pausedAt,
  randomFrom,
  replicasOf,
  slowedBy,
} from './schedulers.spec-helper.ts';

jest.setTimeout(240_000);

describe('a scheduler that sleeps between its decision and the log', () => {
  let group: Schedulers;
  let first: TestService;
  beforeEach(async () => {
    group = await Schedulers.fresh();
    first = await group.start();
  });
  afterEach(() => group.end());

  const endpointOf = async (service: TestService, name: string, gpus = 1): Promise<FakeEndpoint> => {
    const endpoint = new FakeEndpoint(service.get(EventStore), name, shape(gpus));
    await endpoint.request();
    return endpoint;
  };

  it('gives nothing away that another one has given meanwhile', async () => {
    const node = new FakeNode(first, 'a', simulatedGpus(1));
    await node.sync();
    const [words, others] = [await endpointOf(first, 'words'), await endpointOf(first, 'others')];
    await caughtUp(first);
    const sleeper = pausedAt(first, (streamId) => streamId.startsWith('pool-'));
    await words.scale(1);
    await sleeper.asleep;
    const second = await group.start();
    node.moveTo(second);
    const pool = new FakePool(second, [node]);
    await second.eventually(async () => expect(await endSleepers(second)).toBeGreaterThan(0));
    await pool.are(words, 'ready@a');
    await words.scale(0);
    await pool.are(words);
    await others.scale(1);
    await pool.are(others, 'ready@a');
    // It believes that the GPU is free and that it leads.
    sleeper.wake();
    for (let n = 0; n < 20; n++) await pool.breathe();
    await pool.are(words);
    await pool.are(others, 'ready@a');
    const log = await wholeLog(second);
    expect(typed(log, 'ReplicaPlaced')).toHaveLength(2);
    expect(mostHeld(log)).toBe(1000);
    expect(mostHeldAtOnce(log)).toBe(1000);
  });

  it('looks at an endpoint again when its look was lost, and asks for nothing twice', async () => {
    const second = await group.start();
    const nodes = ['a', 'b'].map((name) => new FakeNode(second, name, simulatedGpus(1)));
    const pool = new FakePool(second, nodes.slice(0, 1));
    await pool.breathe();
    const endpoint = await endpointOf(second, 'words');
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    pool.nodes.push(...nodes.slice(1));
    await pool.breathe();
    // The first one leads: reviews are its work.
    const sleeper = pausedAt(first, (_streamId, events) =>
      events.some(({ type }) => type === 'ReplicaRequested'),
    );
    await pool.command(nodes[0] ?? { id: '' }, 'drain');
    await sleeper.asleep;
    await second.eventually(async () => expect(await endSleepers(second)).toBeGreaterThan(0));
    sleeper.wake();
    await pool.are(endpoint, 'ready@b');
    await pool.until(async () => expect(typed(await wholeLog(second), 'NodeDrained')).toHaveLength(1));
    const log = await wholeLog(second);
    expect(typed(log, 'ReplicaRequested')).toHaveLength(2);
    expect(leastReady(log, 1)).toBe(1);
    expect(await second.get(Db).query(sql`select 1 from reviews`)).toEqual([]);
  });

  it('calls no node empty that was opened and drained again meanwhile', async () => {
    const node = new FakeNode(first, 'a', simulatedGpus(1));
    await node.sync();
    const endpoint = await endpointOf(first, 'words');
    const sleeper = pausedAt(first, (_streamId, events) => events.some(({ type }) => type === 'NodeDrained'));
    const second = await group.start();
    node.moveTo(second);
    const pool = new FakePool(second, [node]);
    await pool.command(node, 'drain');
    await sleeper.asleep;
    await pool.command(node, 'uncordon');
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    await pool.command(node, 'drain');
    sleeper.wake();
    for (let n = 0; n < 20; n++) await pool.breathe();
    expect(await pool.node(node)).toMatchObject({ state: 'draining', replicas: 1 });
    expect(typed(await wholeLog(second), 'NodeDrained')).toEqual([]);
    await endpoint.scale(0);
    await pool.until(async () => expect(await pool.node(node)).toMatchObject({ state: 'cordoned' }));
  });

  it('gives no GPU twice while both decide late, hear the nodes in turn, and nodes are drained', async () => {
    const second = await group.start();
    const both = [first, second] as const;
    const random = randomFrom(11);
    const late = randomFrom(23);
    for (const service of both) slowedBy(service, late, 120);
    const nodes = ['a', 'b', 'c'].map((name) => new FakeNode(second, name, simulatedGpus(4)));
    const pool = new FakePool(second, nodes);
    await pool.breathe();
    const endpoints = await Promise.all(
      Array.from({ length: 10 }, (_, n) => endpointOf(second, `e${String(n)}`, n % 3 === 0 ? 2 : 1)),
    );
    const pick = <One>(all: readonly One[]): One => all[Math.floor(random() * all.length)] as One;
    for (let round = 0; round < 12; round++) {
      for (const node of nodes) node.moveTo(pick(both));
      await Promise.all(endpoints.map((endpoint) => endpoint.scale(Math.floor(random() * 3))));
      await pool.command(pick(nodes), pick(['cordon', 'uncordon', 'drain', 'drain', 'uncordon'] as const));
      await caughtUp(second);
      await pool.breathe();
      await pool.breathe();
    }
    for (const node of nodes) await pool.command(node, 'uncordon');
    await Promise.all(endpoints.map((endpoint) => endpoint.scale(1)));
    // What all want together always fits: 8 of 12, at most two on one node.
    await Promise.all(endpoints.slice(0, 4).map((endpoint) => endpoint.scale(0)));
    await pool.until(async () => {
      for (const node of nodes) node.moveTo(pick(both));
      const rows = await second
        .get(Db)
        .query<{ id: string }>(sql`select endpoint_id as id from replicas where state = 'ready'`);
      const wanted = endpoints.filter(({ desired }) => desired === 1).map(({ id }) => id);
      expect(rows.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
      expect(nodes.reduce((sum, { running }) => sum + running.size, 0)).toBe(wanted.length);
    }, 120_000);
    const log = await wholeLog(second);
    expect(typed(log, 'NodeDrainStarted').length).toBeGreaterThan(0);
    // What drains and is wanted again needs no new place.
    const given = typed(log, 'ReplicaPlaced').length + typed(log, 'ReplicaResumed').length;
    expect(given).toBeGreaterThan(20);
    expect(mostHeld(log)).toBeLessThanOrEqual(1000);
    expect(mostHeldAtOnce(log)).toBeLessThanOrEqual(1000);
    await caughtUp(second);
    const kept = await replicasOf(second);
    const views = await Promise.all(nodes.map((node) => pool.listed(node)));
    await rebuild(projection, { db: second.get(Db), store: second.get(EventStore), schema: 'scheduler' });
    expect(await replicasOf(second)).toEqual(kept);
    const again = await Promise.all(nodes.map((node) => pool.listed(node)));
    expect(again.map((view) => [view?.state, view?.free])).toEqual(
      views.map((view) => [view?.state, view?.free]),
    );
  });
});
