import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SUBJECTS, questions } from '@tidegate/contracts';
import { Asker, Bus, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testDatabase, testNats, testService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { type Behaviour, FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { leastReady, mostHeld, typed, wholeLog } from './log.spec-helper.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(120_000);

describe('an endpoint whose template changes', () => {
  let servers: { databaseUrl: string; natsUrl: string; natsToken: string | undefined };
  let drop: () => Promise<void>;
  let service: TestService;
  let endpoint: FakeEndpoint;
  let nodes: FakeNode[];

  const scheduler = () =>
    testService({
      service: 'scheduler',
      module: SchedulerModule.with({ leaseSeconds: 60, drainLimitSeconds: 30 }),
      beside: servers,
    });
  beforeEach(async () => {
    const [database, nats] = await Promise.all([testDatabase(), testNats()]);
    servers = { databaseUrl: database.url, natsUrl: nats.url, natsToken: nats.token };
    drop = async () => {
      await Promise.all([database.drop(), nats.drop()]);
    };
    service = await scheduler();
    endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(1));
    await endpoint.request();
  });
  afterEach(async () => {
    await service.close();
    await drop();
  });

  const fleet = async (
    gpus: readonly number[],
    behaves: (revision: number) => Behaviour = () => 'serves',
  ) => {
    const behaviour = ({ revision }: { revision: number }) => behaves(revision);
    nodes = gpus.map((count, n) => new FakeNode(service, `n${String(n)}`, simulatedGpus(count), behaviour));
    await Promise.all(nodes.map((node) => node.sync()));
  };
  /** The nodes, and a gateway without requests, speak once. */
  const breathe = async () => {
    const position = await service.get(EventStore).head();
    service.get(Bus).nudge(SUBJECTS.gatewayReport, { gatewayId: 'gateway-1', position, draining: {} });
    await Promise.all(nodes.map((node) => node.sync()));
  };
  const view = async () => {
    const ask = { endpointId: endpoint.id, includeStopped: false, limit: 100, cursor: null };
    return (await service.get(Asker).ask(questions.replicas, ask)).items;
  };
  const until = (check: () => unknown) =>
    service.eventually(async () => {
      await breathe();
      await check();
    });
  /** All that is there, as `state@template`. */
  const are = (...expected: string[]) =>
    until(async () => {
      const now = (await view()).map(({ state, revision }) => `${state}@${String(revision)}`);
      expect(now.toSorted()).toEqual(expected);
    });
  const stopCauses = async () =>
    typed(await wholeLog(service), 'ReplicaStopped').map(
      ({ data }) => `${data.cause}@${String(data.revision)}`,
    );
  const deploy = async (replicas: number) => {
    await endpoint.scale(replicas, 'deploy');
    await are(...Array.from({ length: replicas }, () => 'ready@1'));
  };

  it('is replaced with one replica more than it needs, so that never fewer serve', async () => {
    await fleet([2, 2]);
    await deploy(2);
    const to = await endpoint.rollOut({ environment: { GREETING: 'good day' } });
    expect(to).toBe(2);
    await are('ready@2', 'ready@2');
    await endpoint.promote();
    await are('ready@2', 'ready@2');
    const log = await wholeLog(service);
    expect(leastReady(log, 2)).toBe(2);
    expect(await stopCauses()).toEqual(['replaced@1', 'replaced@1']);
    expect(typed(log, 'ReplicaRequested')).toHaveLength(4);
    expect(typed(log, 'ReplicaDelayed')).toEqual([]);
    const told = nodes.flatMap(({ last }) => last?.desired ?? []);
    expect(told).toHaveLength(2);
  });

  it('is replaced one by one where no GPU is spare, over the death of the scheduler', async () => {
    await fleet([1, 1, 1]);
    await deploy(3);
    await endpoint.rollOut({ engineArguments: { slots: 4 } });
    await until(async () => expect((await view()).map(({ revision }) => revision)).toContain(2));
    const first = service;
    service = await scheduler();
    for (const node of nodes) node.moveTo(service);
    await first.close();
    await are('ready@2', 'ready@2', 'ready@2');
    const log = await wholeLog(service);
    expect(leastReady(log, 3)).toBe(2);
    expect(mostHeld(log)).toBe(1000);
    expect(await stopCauses()).toEqual(['replaced@1', 'replaced@1', 'replaced@1']);
    const delayed = typed(log, 'ReplicaDelayed').map(({ data }) => data);
    expect(new Set(delayed.map(({ replicaId }) => replicaId)).size).toBe(delayed.length);
    expect(delayed[0]).toMatchObject({
      revision: 2,
      message: expect.stringMatching(/^Waits for room: \d nodes?: 0 of its 1 H100 have room, 1 are needed/),
    });
  });

  it('keeps what it has when the new template fits nowhere', async () => {
    await fleet([2]);
    await deploy(2);
    await endpoint.rollOut({ hardware: shape(1, { gpuModel: 'L4' }) });
    await are('pending@2', 'ready@1', 'ready@1');
    for (let n = 0; n < 20; n++) await breathe();
    await are('pending@2', 'ready@1', 'ready@1');
    const log = await wholeLog(service);
    expect(typed(log, 'ReplicaDelayed')).toHaveLength(1);
    expect(typed(log, 'ReplicaDraining')).toEqual([]);
    await endpoint.abort({ hardware: shape(1) });
    await are('ready@1', 'ready@1');
    expect(await stopCauses()).toEqual(['rollout_aborted@2']);
  });

  it('makes as much room as a bigger template needs', async () => {
    await fleet([2]);
    await deploy(2);
    await endpoint.rollOut({ hardware: shape(2) });
    await are('pending@2', 'ready@2');
    expect(await stopCauses()).toEqual(['replaced@1', 'replaced@1']);
  });

  it('runs a canary beside it, shifts it, and goes back when it is aborted', async () => {
    await fleet([4, 4]);
    await deploy(4);
    await endpoint.rollOut({ environment: {} }, 25);
    await are('ready@1', 'ready@1', 'ready@1', 'ready@2');
    await endpoint.shift(50);
    await are('ready@1', 'ready@1', 'ready@2', 'ready@2');
    await endpoint.abort({ environment: { GREETING: 'hello' } });
    await are('ready@1', 'ready@1', 'ready@1', 'ready@1');
    expect((await stopCauses()).toSorted()).toEqual([
      'replaced@1',
      'replaced@1',
      'rollout_aborted@2',
      'rollout_aborted@2',
    ]);
    await endpoint.rollOut({ environment: {} }, 25);
    await endpoint.shift(100);
    await are('ready@4', 'ready@4', 'ready@4', 'ready@4');
  });

  it('starts nothing more when it is stopped in the middle', async () => {
    await fleet([3], (revision) => (revision === 2 ? 'starts' : 'serves'));
    await deploy(2);
    await endpoint.rollOut({ environment: {} });
    await are('ready@1', 'ready@1', 'starting@2');
    await endpoint.promote();
    await endpoint.scale(0, 'stop');
    await are();
    expect(typed(await wholeLog(service), 'ReplicaRequested')).toHaveLength(3);
    expect((await stopCauses()).toSorted()).toEqual([
      'endpoint_stopped@1',
      'endpoint_stopped@1',
      'endpoint_stopped@2',
    ]);
    await endpoint.start();
    await are('starting@2');
  });

  it('drops a candidate for a newer one', async () => {
    await fleet([3], (revision) => (revision === 2 ? 'starts' : 'serves'));
    await deploy(2);
    await endpoint.rollOut({ environment: {} });
    await are('ready@1', 'ready@1', 'starting@2');
    await endpoint.rollOut({ environment: { GREETING: 'good day' } });
    await are('ready@3', 'ready@3');
    expect((await stopCauses()).toSorted()).toEqual(['replaced@1', 'replaced@1', 'replaced@2']);
  });

  it('replaces what it loses at once while its candidate keeps crashing', async () => {
    await fleet([4], (revision) => (revision === 2 ? 'crashes' : 'serves'));
    await deploy(2);
    await endpoint.rollOut({ environment: {} });
    await until(async () => expect(await stopCauses()).toEqual(['exited@2', 'exited@2', 'exited@2']));
    const [node] = nodes;
    const [victim] = [...(node?.running.keys() ?? [])];
    node?.finish(victim ?? '');
    await until(async () => expect((await view()).filter(({ state }) => state === 'ready')).toHaveLength(2));
    const log = await wholeLog(service);
    const stop = typed(log, 'ReplicaStopped').find(({ data }) => data.replicaId === victim);
    const next = typed(log, 'ReplicaRequested').find(
      ({ data, position }) => data.revision === 1 && position > (stop?.position ?? Infinity),
    );
    const waitedMs = (next?.occurredAt.getTime() ?? 0) - (stop?.occurredAt.getTime() ?? 0);
    // The first wait of its own template, not the fourth of the other one.
    expect(waitedMs).toBeLessThan(7500);
  });

  it('starts with what was staged while it was stopped, and wakes with what is rolled out', async () => {
    await fleet([2]);
    await deploy(1);
    await endpoint.scale(0, 'stop');
    await are();
    await endpoint.stage({ environment: {} });
    await endpoint.start();
    await are('ready@2');
    await endpoint.scale(0, 'idle');
    await are();
    await endpoint.rollOut({ environment: { GREETING: 'good day' } });
    await endpoint.scale(1, 'wake');
    await are('ready@3');
    expect(await stopCauses()).toEqual(['endpoint_stopped@1', 'scaled_down@2']);
  });
});
