import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SUBJECTS, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Bus, Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { typed, wholeLog } from './log.spec-helper.ts';
import { KeepPool } from './decisions/keep-pool.consumer.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(60_000);

const module = SchedulerModule.with({ leaseSeconds: 2, drainLimitSeconds: 30 });

describe('one scheduler', () => {
  let service: TestService;
  let endpoint: FakeEndpoint;
  beforeEach(async () => {
    service = await testService({ service: 'scheduler', module });
    endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(1));
    await endpoint.request();
  });
  afterEach(() => service.close());

  const view = async (includeStopped = false) => {
    const ask = { endpointId: endpoint.id, includeStopped, limit: 100, cursor: null };
    return (await service.get(Asker).ask(questions.replicas, ask)).items;
  };
  /** Nodes speak until it is so. */
  const until = async (nodes: readonly FakeNode[], check: () => unknown, withinMs = 20_000) =>
    service.eventually(async () => {
      await Promise.all(nodes.map((node) => node.sync()));
      await check();
    }, withinMs);

  it('brings a decision to a running replica, and nudges its node', async () => {
    const node = new FakeNode(service, 'a');
    await node.sync();
    const nudged: string[] = [];
    service.get(Bus).listen('node.*.nudge', (_data, subject) => nudged.push(subject));
    await endpoint.scale(1);
    await service.eventually(() => expect(nudged).toEqual([SUBJECTS.nodeNudge(node.id)]));
    const { desired, leaseSeconds } = await node.sync();
    expect(leaseSeconds).toBe(2);
    expect(desired).toEqual([
      expect.objectContaining({
        endpointId: endpoint.id,
        revision: 1,
        model: 'acme/words',
        engineArguments: { slots: 2 },
        environment: { GREETING: 'hello' },
        gpuIndices: [0],
        startupTimeoutSeconds: 60,
      }),
    ]);
    await until([node], async () =>
      expect(await view()).toMatchObject([{ state: 'ready', simulated: true }]),
    );
    const log = await wholeLog(service);
    const [ready] = typed(log, 'ReplicaReady');
    expect(ready?.data).toMatchObject({ host: '127.0.0.1', port: 8000, nodeId: node.id });
    const [placed] = typed(log, 'ReplicaPlaced');
    expect(placed?.data.explanation).toMatchObject([{ nodeId: node.id, score: expect.any(Number) }]);
    expect(typed(log, 'ReplicaStarted')[0]?.data.startedAtUs).toBeLessThanOrEqual(ready?.data.readyAtUs ?? 0);
  });

  it('keeps a replica that fits nowhere waiting with its reason, and places it as soon as a node comes', async () => {
    await endpoint.scale(2);
    await service.eventually(async () =>
      expect(await view()).toMatchObject([
        { state: 'pending', reason: 'Waits for room: the cluster has no node.' },
        { state: 'pending' },
      ]),
    );
    const small = new FakeNode(service, 'small', simulatedGpus(1));
    await until([small], async () =>
      expect((await view()).map(({ state }) => state).toSorted()).toEqual(['pending', 'ready']),
    );
    expect((await view()).find(({ state }) => state === 'pending')?.reason).toMatch(
      /0 of its 1 H100 have room, 1 are needed/,
    );
    const big = new FakeNode(service, 'big');
    await until([small, big], async () =>
      expect((await view()).map(({ state }) => state)).toEqual(['ready', 'ready']),
    );
  });

  it('cancels what waits, and drains what runs until the gateways are done with it', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(1));
    await node.sync();
    await endpoint.scale(2);
    await until([node], async () =>
      expect((await view()).map(({ state }) => state).toSorted()).toEqual(['pending', 'ready']),
    );
    const [replicaId] = [...node.running.keys()];
    const gateway = (position: number, inFlight: number) => {
      const report = { gatewayId: 'gateway-1', position, draining: { [replicaId ?? '']: inFlight } };
      service.get(Bus).nudge(SUBJECTS.gatewayReport, report);
    };
    gateway(0, 0);
    await endpoint.scale(0, 'idle');
    await until([node], async () => expect(await view()).toMatchObject([{ state: 'draining' }]));
    const [draining] = typed(await wholeLog(service), 'ReplicaDraining');
    // A gateway that does not know of the draining yet, then one with a request left: it stays.
    for (const [position, inFlight] of [
      [(draining?.position ?? 0) - 1, 0],
      [draining?.position ?? 0, 1],
    ] as const)
      for (let look = 0; look < 5; look++) {
        gateway(position, inFlight);
        await new Promise((resolve) => setTimeout(resolve, 150));
        expect((await node.sync()).desired).toHaveLength(1);
      }
    gateway(draining?.position ?? 0, 0);
    await until([node], async () => {
      gateway(draining?.position ?? 0, 0);
      expect(await view()).toEqual([]);
    });
    const stops = typed(await wholeLog(service), 'ReplicaStopped').map(({ data }) => data);
    expect(stops).toMatchObject([
      { nodeId: null, cause: 'scaled_down', neverReady: false },
      { nodeId: node.id, cause: 'scaled_down', neverReady: false, replicaId },
    ]);
  });

  it('frees the room of a replica that was let go before its node heard of it', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(1));
    await node.sync();
    await endpoint.scale(1);
    await service.eventually(async () => expect(await view()).toMatchObject([{ state: 'placed' }]));
    await endpoint.scale(0, 'stop');
    await service.eventually(async () => expect(await view()).toMatchObject([{ state: 'draining' }]));
    expect((await node.sync()).desired).toEqual([]);
    await service.eventually(async () => expect(await view()).toEqual([]));
    const [stop] = typed(await wholeLog(service), 'ReplicaStopped');
    expect(stop?.data).toMatchObject({ cause: 'endpoint_stopped', nodeId: node.id, neverReady: false });
  });

  it('does the same again when its transaction was lost after it had acted', async () => {
    const node = new FakeNode(service, 'a');
    await node.sync();
    await endpoint.scale(0);
    await service.eventually(async () => {
      const rows = await service.get(Db).query(sql`select 1 from nodes`);
      expect(rows).toHaveLength(1);
    });
    const [decided] = typed(await wholeLog(service), 'ScaleDecided');
    // As if it had said one, and had been delivered twice: the first time the process died before its commit.
    const event = { ...decided!, data: { ...decided!.data, to: 1 } };
    const deliver = (then: () => void) =>
      service.get(Db).transaction(async (tx) => {
        await service.get(KeepPool).meet(event, tx);
        then();
      });
    const died = () => {
      throw new Error('the process died');
    };
    await expect(deliver(died)).rejects.toThrow('the process died');
    expect(typed(await wholeLog(service), 'ReplicaPlaced')).toHaveLength(1);
    // The real consumer is at work beside it: who loses a deadlock is delivered to again.
    await service.eventually(() => deliver(() => undefined));
    await until([node], async () => expect(await view()).toMatchObject([{ state: 'ready' }]));
    expect(typed(await wholeLog(service), 'ReplicaRequested')).toHaveLength(1);
    expect(typed(await wholeLog(service), 'ReplicaPlaced')).toHaveLength(1);
  });

  it('replaces what crashes, each time later', async () => {
    const node = new FakeNode(service, 'a', simulatedGpus(4), 'crashes');
    await node.sync();
    await endpoint.scale(1, 'deploy');
    const requests = async () => typed(await wholeLog(service), 'ReplicaRequested').length;
    await until([node], async () => expect(await requests()).toBe(3), 15_000);
    const at = typed(await wholeLog(service), 'ReplicaRequested').map(({ occurredAt }) =>
      occurredAt.getTime(),
    );
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1000);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(2000);
    const stopped = typed(await wholeLog(service), 'ReplicaStopped');
    expect(stopped[0]?.data).toMatchObject({
      cause: 'exited',
      exitCode: 1,
      neverReady: true,
      lastLines: ['it broke'],
    });
  });

  it('gives the replicas of a lost node to others, and stops them when it returns', async () => {
    const [lost, other] = [new FakeNode(service, 'a'), new FakeNode(service, 'b', simulatedGpus(2))];
    await lost.sync();
    await endpoint.scale(1);
    await until([lost], async () =>
      expect(await view()).toMatchObject([{ state: 'ready', nodeId: lost.id }]),
    );
    const [replicaId] = [...lost.running.keys()];
    await until(
      [other],
      async () => expect(await view()).toMatchObject([{ state: 'ready', nodeId: other.id }]),
      20_000,
    );
    const log = await wholeLog(service);
    const [stop] = typed(log, 'ReplicaStopped');
    expect(stop?.data).toMatchObject({ replicaId, cause: 'node_lost', neverReady: false });
    // Billed until its last proof of life, which was before the lease ran out.
    const [gone] = typed(log, 'NodeLost');
    expect(stop?.data.stoppedAtUs).toBe(gone?.data.lastSeenAtUs);
    const back = await lost.sync();
    expect(back.desired).toEqual([]);
    expect(back.stopCauses).toEqual({ [replicaId ?? '']: 'node_lost' });
    await lost.sync();
    const after = await wholeLog(service);
    expect(typed(after, 'NodeReturned')).toHaveLength(1);
    expect(typed(after, 'ReplicaStopped')).toHaveLength(1);
  });

  it('ends what a node ran before it booted again', async () => {
    const node = new FakeNode(service, 'a');
    await node.sync();
    await endpoint.scale(1);
    await until([node], async () => expect(await view()).toMatchObject([{ state: 'ready' }]));
    const [first] = [...node.running.keys()];
    node.bootId = 'boot-2';
    node.running.clear();
    await until([node], async () => {
      expect((await view()).map(({ id, state }) => [id === first, state])).toEqual([[false, 'ready']]);
    });
    const [stop] = typed(await wholeLog(service), 'ReplicaStopped');
    expect(stop?.data).toMatchObject({ replicaId: first, cause: 'node_restarted' });
    expect(typed(await wholeLog(service), 'NodeRegistered')).toHaveLength(2);
  });

  it('lists nodes and replicas page by page', async () => {
    const nodes = ['a', 'b', 'c'].map((name) => new FakeNode(service, name));
    await endpoint.scale(3);
    await until(nodes, async () => expect(await view()).toHaveLength(3));
    await until(nodes, async () => expect((await view()).every(({ state }) => state === 'ready')).toBe(true));
    const asker = service.get(Asker);
    const first = await asker.ask(questions.nodes, { limit: 2, cursor: null });
    const rest = await asker.ask(questions.nodes, { limit: 2, cursor: first.nextCursor });
    const all = [...first.items, ...rest.items];
    expect(rest.nextCursor).toBeNull();
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect(all.every(({ simulated }) => simulated)).toBe(true);
    const free = all.flatMap(({ free: left }) => left.gpuThousandths);
    expect(free.filter((thousandths) => thousandths === 0)).toHaveLength(3);
    const ask = { endpointId: endpoint.id, includeStopped: true, limit: 2 };
    const page = await asker.ask(questions.replicas, { ...ask, cursor: null });
    const next = await asker.ask(questions.replicas, { ...ask, cursor: page.nextCursor });
    expect(new Set([...page.items, ...next.items].map(({ id }) => id)).size).toBe(3);
    expect(next.nextCursor).toBeNull();
    await expect(asker.ask(questions.replicas, { ...ask, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });
});
