import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANYWHERE } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { typed, wholeLog } from './log.spec-helper.ts';
import { NodeStore } from './nodes/node.store.ts';
import { FakePool } from './pool.spec-helper.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(120_000);

describe('a node', () => {
  let service: TestService;
  let endpoint: FakeEndpoint;
  let node: FakeNode;
  let pool: FakePool;
  beforeEach(async () => {
    service = await testService({
      service: 'scheduler',
      module: SchedulerModule.with({ leaseSeconds: 15, drainLimitSeconds: 30 }),
    });
    endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(1));
    await endpoint.request();
    node = new FakeNode(service, 'a', simulatedGpus(2));
    pool = new FakePool(service, [node]);
    await node.sync();
  });
  afterEach(() => service.close());

  it('is shown with what it says of itself, what it holds, and what is free', async () => {
    node.traits = { driver: 'docker', labels: { tier: 'fast' }, taints: ['spot'], zone: 'eu-1a' };
    node.has = ['model:acme/words', 'image:serve:1', 'model:acme/words'];
    await pool.until(async () =>
      expect(await pool.listed(node)).toMatchObject({
        ...node.traits,
        state: 'ready',
        replicas: 0,
        drain: null,
        free: { vcpuMillis: 64_000, memoryMib: 512_000, diskMib: 1_000_000, gpuThousandths: [1000, 1000] },
      }),
    );
    const stored = await service.get(Db).query<{ has: string[] }>(sql`select has from heartbeats`);
    expect(stored).toEqual([{ has: ['image:serve:1', 'model:acme/words'] }]);
    expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(2);
    node.traits = { ...node.traits, driver: 'process', taints: [] };
    await endpoint.stage({ diskMib: 10_000 });
    await endpoint.start();
    await pool.until(async () =>
      expect(await pool.node(node)).toMatchObject({
        replicas: 1,
        free: { vcpuMillis: 63_000, memoryMib: 511_000, diskMib: 990_000, gpuThousandths: [0, 1000] },
      }),
    );
  });

  it('that nobody knows is not found', async () => {
    const stranger = new FakeNode(service, 'stranger');
    await expect(pool.node(stranger)).rejects.toMatchObject({ code: 'node.not_found' });
    for (const action of ['cordon', 'uncordon', 'drain', 'remove'] as const)
      await expect(pool.command(stranger, action)).rejects.toMatchObject({ code: 'node.not_found' });
  });

  it('takes nothing new while it is cordoned, and keeps what it has', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    const change = { commandId: randomUUID(), actor: 'tok-00000000000a', requestId: 'req-1' };
    for (let n = 0; n < 2; n++)
      expect(await pool.command(node, 'cordon', change)).toMatchObject({ state: 'cordoned', replicas: 1 });
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'pending@none');
    for (let n = 0; n < 5; n++) await pool.breathe();
    await pool.are(endpoint, 'ready@a', 'pending@none');
    expect(await pool.listed(node)).toMatchObject({ state: 'cordoned' });
    expect(await pool.command(node, 'uncordon')).toMatchObject({ state: 'ready' });
    await pool.are(endpoint, 'ready@a', 'ready@a');
    const cordoned = typed(await wholeLog(service), 'NodeCordoned');
    expect(cordoned.map(({ data }) => data)).toEqual([{ nodeId: node.id, by: 'tok-00000000000a' }]);
    expect(cordoned[0]?.meta).toMatchObject({ requestId: 'req-1' });
  });

  it('that is lost while it is cordoned is cordoned when it returns', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    await pool.command(node, 'cordon');
    pool.nodes.pop();
    await pool.until(async () =>
      expect(await pool.listed(node)).toMatchObject({ state: 'lost', replicas: 0 }),
    );
    await pool.are(endpoint, 'pending@none');
    pool.nodes.push(node);
    await pool.until(async () => expect(await pool.listed(node)).toMatchObject({ state: 'cordoned' }));
    node.bootId = 'boot-2';
    await pool.until(async () => expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(2));
    await pool.until(async () => expect(await pool.listed(node)).toMatchObject({ state: 'cordoned' }));
    await pool.are(endpoint, 'pending@none');
  });

  it('that returns with something that nobody wants is taken back when that is gone', async () => {
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    const orphans = [...node.running.keys()];
    pool.nodes.pop();
    await pool.are(endpoint, 'pending@none', 'pending@none');
    // Whoever gives up nodes need not look at it any more.
    expect(await service.get(NodeStore).heartbeats()).toEqual([]);
    node.lingers = true;
    pool.nodes.push(node);
    for (let n = 0; n < 5; n++) await pool.breathe();
    expect(node.last?.desired).toEqual([]);
    expect(node.last?.stopCauses).toEqual({
      [orphans[0] ?? '']: 'node_lost',
      [orphans[1] ?? '']: 'node_lost',
    });
    node.finish(orphans[0] ?? '', 'node_lost');
    for (let n = 0; n < 5; n++) await pool.breathe();
    expect(await pool.listed(node)).toMatchObject({ state: 'lost' });
    await pool.are(endpoint, 'pending@none', 'pending@none');
    node.finish(orphans[1] ?? '', 'node_lost');
    await pool.are(endpoint, 'ready@a', 'ready@a');
    expect(typed(await wholeLog(service), 'NodeReturned')).toHaveLength(1);
  });

  it('that was removed with something on it, or booted with it, is taken when that is gone', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    const [first = ''] = [...node.running.keys()];
    node.lingers = true;
    node.bootId = 'boot-2';
    for (let n = 0; n < 3; n++) await pool.breathe();
    expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(1);
    expect(node.last).toMatchObject({ desired: [], stopCauses: { [first]: 'orphaned' } });
    node.finish(first);
    await pool.until(async () => {
      const there = await pool.replicasOf(endpoint);
      expect(there.map(({ id, state }) => [id === first, state])).toEqual([[false, 'ready']]);
    });
    expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(2);
    await pool.command(node, 'cordon');
    await endpoint.scale(0, 'stop');
    await service.eventually(async () =>
      expect(await pool.replicasOf(endpoint)).not.toMatchObject([{ state: 'ready' }]),
    );
    const data = { nodeId: node.id, by: 'operator' };
    const cause = { commandId: randomUUID(), correlationId: randomUUID(), causationId: randomUUID() };
    await service.get(EventStore).append(node.id, 'any', [{ type: 'NodeRemoved', data }], cause);
    await service.eventually(async () => expect(await pool.listed(node)).toBeUndefined());
    for (let n = 0; n < 3; n++) await pool.breathe();
    expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(2);
    await pool.until(async () => {
      for (const id of [...node.running.keys()]) node.finish(id);
      expect(await pool.listed(node)).toMatchObject({ state: 'ready' });
    });
  });

  it('that says something new of itself keeps what it runs', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    const before = [...node.running.keys()];
    node.traits = { ...node.traits, labels: { tier: 'fast' } };
    await pool.until(async () => expect(await pool.listed(node)).toMatchObject({ labels: { tier: 'fast' } }));
    expect([...node.running.keys()]).toEqual(before);
    await pool.are(endpoint, 'ready@a');
    const store = service.get(NodeStore);
    expect((await store.heartbeats()).map(({ nodeId }) => nodeId)).toEqual([node.id]);
    expect(await store.heartbeats(60_000_000)).toEqual([]);
    // Nobody ends what is on a node that has come back.
    expect(await store.openReplicas(node.id)).toHaveLength(1);
    expect(await store.openReplicas(node.id, { isGone: true })).toEqual([]);
  });

  it('is removed when it is closed and empty, and is a new one when it reports again', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    await expect(pool.command(node, 'remove')).rejects.toMatchObject({ code: 'node.in_use' });
    await pool.command(node, 'cordon');
    await expect(pool.command(node, 'remove')).rejects.toMatchObject({ code: 'node.in_use' });
    await endpoint.scale(0, 'stop');
    await pool.are(endpoint);
    expect(await pool.command(node, 'remove')).toBeNull();
    await expect(pool.node(node)).rejects.toMatchObject({ code: 'node.not_found' });
    await service.eventually(async () => expect(await pool.listed(node)).toBeUndefined());
    await endpoint.start();
    await pool.are(endpoint, 'ready@a');
    expect(await pool.node(node)).toMatchObject({ state: 'ready' });
  });

  it('is removed when it is lost, with whatever was on it', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    pool.nodes.pop();
    await pool.until(async () => expect(await pool.node(node)).toMatchObject({ state: 'lost' }));
    expect(await pool.command(node, 'remove')).toBeNull();
    await service.eventually(async () => expect(await pool.listed(node)).toBeUndefined());
    await pool.are(endpoint, 'pending@none');
    const [stop] = typed(await wholeLog(service), 'ReplicaStopped');
    expect(stop?.data).toMatchObject({ cause: 'node_lost', nodeId: node.id });
  });

  it('that was removed with something on it does not keep that for ever', async () => {
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a');
    // As if it had been placed there after whoever removed the node had looked.
    const data = { nodeId: node.id, by: 'operator' };
    const cause = { commandId: randomUUID(), correlationId: randomUUID(), causationId: randomUUID() };
    await service.get(EventStore).append(node.id, 'any', [{ type: 'NodeRemoved', data }], cause);
    pool.nodes.pop();
    await pool.are(endpoint, 'pending@none');
    expect(typed(await wholeLog(service), 'ReplicaStopped')[0]?.data).toMatchObject({ cause: 'node_lost' });
  });

  it.each(['evicted', 'preempted', 'agent_stopped'] as const)(
    'whose replica was %s gets another one at once',
    async (reason) => {
      await endpoint.scale(1);
      await pool.are(endpoint, 'ready@a');
      const [first = ''] = [...node.running.keys()];
      node.finish(first, reason);
      await pool.until(async () => {
        expect((await pool.replicasOf(endpoint)).map(({ id, state }) => [id === first, state])).toEqual([
          [false, 'ready'],
        ]);
      });
      const log = await wholeLog(service);
      const [stop] = typed(log, 'ReplicaStopped');
      expect(stop?.data.cause).toBe(reason);
      // The stop itself led to it: nothing waited.
      expect(typed(log, 'ReplicaRequested')[1]?.causationId).toBe(stop?.id);
      expect(await service.get(Db).query(sql`select 1 from back_offs`)).toEqual([]);
    },
  );

  it('gets replicas that are asked for together as a gang', async () => {
    await endpoint.stage({ placement: { ...ANYWHERE, gang: true } });
    await endpoint.start();
    await pool.are(endpoint, 'ready@a');
    await endpoint.scale(3);
    pool.nodes.push(new FakeNode(service, 'b', simulatedGpus(2)));
    await pool.until(async () =>
      expect((await pool.replicasOf(endpoint)).filter(({ state }) => state === 'ready')).toHaveLength(3),
    );
    const gangs = typed(await wholeLog(service), 'ReplicaRequested').map(({ data }) => data.gang);
    expect(gangs).toEqual([undefined, { id: expect.any(String), size: 2 }, gangs[1]]);
    const placed = typed(await wholeLog(service), 'ReplicaPlaced');
    expect(placed).toHaveLength(3);
  });
});
