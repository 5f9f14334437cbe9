import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANYWHERE, type PlacementSpec, type ReplicaView, SUBJECTS, questions } from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Asker, Bus, Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { mostHeld, typed, wholeLog } from './log.spec-helper.ts';
import { PoolStore } from './placement/pool.store.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(120_000);

const module = SchedulerModule.with({ leaseSeconds: 60, drainLimitSeconds: 60, placementPolicy: 'pack' });
const rules = (change: Partial<PlacementSpec>): { placement: PlacementSpec } => ({
  placement: { ...ANYWHERE, ...change },
});

describe('a scheduler with few places', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await testService({ service: 'scheduler', module });
  });
  afterEach(() => service.close());

  const endpoint = async (
    name: string,
    hardware = shape(1),
    fields: Parameters<FakeEndpoint['stage']>[0] = {},
  ): Promise<FakeEndpoint> => {
    const made = new FakeEndpoint(service.get(EventStore), name, hardware);
    await made.request();
    await made.stage(fields);
    return made;
  };
  const view = async ({ id: endpointId }: FakeEndpoint): Promise<readonly ReplicaView[]> => {
    const ask = { endpointId, includeStopped: false, limit: 100, cursor: null };
    return (await service.get(Asker).ask(questions.replicas, ask)).items;
  };
  const statesOf = async (one: FakeEndpoint) => (await view(one)).map(({ state }) => state).toSorted();
  /** Nodes speak, and a gateway has nothing to finish, until it is so. */
  const until = async (nodes: readonly FakeNode[], check: () => unknown) =>
    service.eventually(async () => {
      const position = await service.get(EventStore).head();
      service.get(Bus).nudge(SUBJECTS.gatewayReport, { gatewayId: 'gateway-1', position, draining: {} });
      await Promise.all(nodes.map((node) => node.sync()));
      await check();
    }, 60_000);
  const explain = async (one: FakeEndpoint, replicaId: string) =>
    service.get(Asker).ask(questions.explainPlacement, { endpointId: one.id, replicaId });

  it('lets a replica of lower priority go for one of higher, and only then gives its place away', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(1));
    await node.sync();
    const usual = await endpoint('usual');
    await usual.scale(1, 'deploy');
    await until([node], async () => expect(await statesOf(usual)).toEqual(['ready']));
    const urgent = await endpoint('urgent', shape(1), rules({ priority: 90 }));
    await urgent.scale(1, 'deploy');
    await service.eventually(async () => {
      expect(await statesOf(usual)).toContain('draining');
      expect(await view(urgent)).toMatchObject([
        { state: 'pending', placeInLine: { place: 1 }, reason: expect.stringContaining(node.id) },
      ]);
    });
    // Another one may be asked for in its place by now.
    const leaving = (await view(usual)).find(({ state }) => state === 'draining');
    expect(leaving?.reason).toBe('Finishes its last requests: a replica of higher priority took its place.');
    await until([node], async () => {
      expect(await statesOf(urgent)).toEqual(['ready']);
      expect(await statesOf(usual)).toEqual(['pending']);
    });
    const log = await wholeLog(service);
    expect(typed(log, 'ReplicaDraining')).toMatchObject([
      { data: { endpointId: usual.id, cause: 'preempted' } },
    ]);
    expect(typed(log, 'ReplicaStopped').map(({ data }) => data.cause)).toEqual(['preempted']);
    expect(mostHeld(log)).toBeLessThanOrEqual(1000);
    const [ended] = typed(log, 'ReplicaStopped');
    const placed = typed(log, 'ReplicaPlaced').at(-1);
    expect(placed?.data.endpointId).toBe(urgent.id);
    expect(placed?.position).toBeGreaterThan(ended?.position ?? Infinity);
    // What is free again goes to who was pushed out.
    await urgent.scale(0, 'idle');
    await until([node], async () => expect(await statesOf(usual)).toEqual(['ready']));
  });

  it('says of each node why a replica is not there, and places it once one will do', async () => {
    const picky = await endpoint('picky', shape(1), {
      ...rules({ nodeLabels: { tier: 'fast' }, zones: ['x'] }),
      diskMib: 2_000_000,
    });
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => new FakeNode(service, name));
    const [plain, tainted, far, small, containers] = nodes;
    if (!plain || !tainted || !far || !small || !containers) throw new Error('five nodes');
    tainted.traits = { ...tainted.traits, labels: { tier: 'fast' }, zone: 'x', taints: ['odd'] };
    far.traits = { ...far.traits, labels: { tier: 'fast' }, zone: 'y' };
    small.traits = { ...small.traits, labels: { tier: 'fast' }, zone: 'x' };
    containers.traits = { ...small.traits, driver: 'docker' };
    await Promise.all(nodes.map((node) => node.sync()));
    await picky.scale(1, 'deploy');
    await service.eventually(async () => expect((await view(picky))[0]?.reason).toContain('Waits for room'));
    const [replica] = await view(picky);
    const waits = await explain(picky, replica?.id ?? '');
    expect(waits).toMatchObject({
      state: 'pending',
      asOf: 'waiting',
      nodes: 5,
      placeInLine: { place: 1, of: 1 },
    });
    expect(Object.fromEntries(waits.candidates.map(({ nodeId, reason }) => [nodeId, reason]))).toEqual({
      [plain.id]: 'is in no zone',
      [tainted.id]: 'keeps off who does not tolerate odd',
      [far.id]: 'is in zone y',
      [small.id]: 'has 1000000 MiB of disk free, 2000000 are needed',
      [containers.id]: 'starts containers only, and it runs as a process',
    });
    expect(waits.candidates.every(({ chosen, cost }) => !chosen && cost === null)).toBe(true);
    const roomy = new FakeNode(service, 'f', { ...simulatedGpus(1), diskMib: 3_000_000 });
    roomy.traits = small.traits;
    await until([...nodes, roomy], async () => expect(await statesOf(picky)).toEqual(['ready']));
    const placed = await explain(picky, replica?.id ?? '');
    expect(placed).toMatchObject({ state: 'ready', asOf: 'placed', placeInLine: null, nodes: 6 });
    expect(placed.candidates[0]).toMatchObject({ nodeId: roomy.id, hostname: roomy.id, chosen: true });
    expect(placed.candidates.filter(({ chosen }) => chosen)).toHaveLength(1);
    await expect(explain(picky, 'repl-000000000000')).rejects.toMatchObject({ code: 'replica.not_found' });
  });

  it('places a gang as a whole, once there is room for all of it', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(2));
    await node.sync();
    const gang = await endpoint('gang', shape(1), rules({ gang: true }));
    await gang.scale(3, 'deploy');
    await service.eventually(async () =>
      expect((await view(gang)).map(({ reason }) => reason)).toEqual(
        Array.from({ length: 3 }, () => expect.stringContaining('all 3 of its gang at once')),
      ),
    );
    const single = await endpoint('single');
    await single.scale(1, 'deploy');
    await until([node], async () => expect(await statesOf(single)).toEqual(['ready']));
    expect(await statesOf(gang)).toEqual(['pending', 'pending', 'pending']);
    const other = new FakeNode(service, 'b', simulatedGpus(2));
    await until([node, other], async () => expect(await statesOf(gang)).toEqual(['ready', 'ready', 'ready']));
    const places = typed(await wholeLog(service), 'ReplicaPlaced').filter(
      ({ data }) => data.endpointId === gang.id,
    );
    expect(new Set(places.map(({ version }) => version)).size).toBe(3);
    const positions = places.map(({ position }) => position);
    expect(Math.max(...positions) - Math.min(...positions)).toBe(2);
  });

  it('does not wait for ever for the rest of a gang that nobody asked for', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(2));
    await node.sync();
    const gang = await endpoint('gang', shape(3), rules({ gang: true }));
    await gang.scale(2, 'deploy');
    await service.eventually(async () => expect(await view(gang)).toHaveLength(2));
    const store = service.get(PoolStore);
    const known = async () => (await store.pending(service.get(Db), 'local')).map((one) => one.gang?.known);
    // As if whoever asked had died in between.
    await service.get(Db).query(sql`update replicas set gang_size = 4`);
    expect(await known()).toEqual([2, 2]);
    await service.get(Db).query(sql`update replicas set requested_at_us = requested_at_us - 61000000`);
    expect(await known()).toEqual([4, 4]);
  });

  it('counts several GPUs of a replica as whole ones', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(2));
    await node.sync();
    const pair = await endpoint('pair', shape(2, { gpuThousandths: 500 }));
    await pair.scale(1, 'deploy');
    await until([node], async () => expect(await statesOf(pair)).toEqual(['ready']));
    const held = await service.get(PoolStore).heldByProject(service.get(Db), 'local');
    expect([...held.values()]).toEqual([2000]);
  });

  it('gives a project no more than its quota, and lets nobody else wait for that', async () => {
    const node = new FakeNode(service, 'a');
    await node.sync();
    const words = await endpoint('words', shape(2));
    const quotas = { endpoints: 10, replicasPerEndpoint: 10, gpus: 4 };
    const setQuota = (gpus: number) =>
      service.get(EventStore).append(
        'proj-00000000000a',
        'any',
        [
          {
            type: 'QuotasSet',
            data: { projectId: 'proj-00000000000a', quotas: { ...quotas, gpus }, by: 'operator' },
          },
        ],
        causeOf({ commandId: randomUUID(), actor: 'operator' }),
      );
    await setQuota(4);
    await words.scale(3, 'deploy');
    await until([node], async () => expect(await statesOf(words)).toEqual(['pending', 'ready', 'ready']));
    const left = (await view(words)).find(({ state }) => state === 'pending');
    expect(left?.reason).toBe('Waits for quota: its project holds 4 of its 4 GPUs, and 2 more are needed.');
    const onCpu = await endpoint('cpu', shape(0));
    await onCpu.scale(1, 'deploy');
    await until([node], async () => expect(await statesOf(onCpu)).toEqual(['ready']));
    await setQuota(6);
    await until([node], async () => expect(await statesOf(words)).toEqual(['ready', 'ready', 'ready']));
  });

  it('keeps replicas on nodes of their own where that is asked for', async () => {
    const nodes = ['a', 'b'].map((name) => new FakeNode(service, name));
    await Promise.all(nodes.map((node) => node.sync()));
    const apart = await endpoint('apart', shape(1), rules({ spread: 'nodes' }));
    await apart.scale(3, 'deploy');
    await until(nodes, async () => expect(await statesOf(apart)).toEqual(['pending', 'ready', 'ready']));
    const all = await view(apart);
    expect(new Set(all.flatMap(({ nodeId }) => nodeId ?? [])).size).toBe(2);
    expect(all.find(({ state }) => state === 'pending')?.reason).toContain('has one of its group');
  });

  it('gives everybody that waits a place in one line, the higher priority first', async () => {
    const low = await endpoint('low', shape(1), rules({ priority: 10 }));
    const high = await endpoint('high', shape(1), rules({ priority: 70 }));
    await low.scale(2, 'deploy');
    await high.scale(2, 'deploy');
    await service.eventually(async () => {
      const places = [...(await view(high)), ...(await view(low))].map(({ placeInLine }) => placeInLine);
      expect(places.map((one) => one?.of)).toEqual([4, 4, 4, 4]);
      expect(
        places
          .slice(0, 2)
          .map((one) => one?.place)
          .toSorted(),
      ).toEqual([1, 2]);
      expect(
        places
          .slice(2)
          .map((one) => one?.place)
          .toSorted(),
      ).toEqual([3, 4]);
    });
  });

  it('tells how much room there is before anything is created', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(4));
    await node.sync();
    const words = await endpoint('words');
    await words.scale(3, 'deploy');
    await until([node], async () => expect(await statesOf(words)).toEqual(['ready', 'ready', 'ready']));
    const room = (gpus: number, replicas: number, framework = 'engine-double') =>
      service.get(Asker).ask(questions.roomFor, {
        projectId: null,
        replicas,
        cluster: 'local',
        model: 'acme/words',
        image: null,
        framework,
        hardware: shape(gpus),
        diskMib: null,
        placement: ANYWHERE,
      });
    expect(await room(1, 2)).toMatchObject({ now: 1, ever: 2, nodes: 1, obstacle: null });
    expect(await room(2, 3)).toMatchObject({ now: 0, ever: 2 });
    const never = await room(8, 1);
    expect(never).toMatchObject({
      now: 0,
      ever: 0,
      obstacle: '0 of 1 would fit: 1 node: has 4 H100, 8 are needed.',
    });
    expect(never.candidates).toMatchObject([{ nodeId: node.id, chosen: false, cost: null }]);
    expect((await room(1, 1, 'vllm')).obstacle).toContain('needs a container');
  });
});
