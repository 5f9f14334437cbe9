import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANYWHERE, type EndpointSpec } from '@tidegate/contracts';
import { Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { typed, wholeLog } from './log.spec-helper.ts';
import { FakePool } from './pool.spec-helper.ts';
import { ReplicaStore } from './replicas/replica.store.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(120_000);

let service: TestService;
let pool: FakePool;
let a: FakeNode;
beforeEach(async () => {
  service = await testService({
    service: 'scheduler',
    module: SchedulerModule.with({ leaseSeconds: 15, drainLimitSeconds: 30 }),
  });
  a = new FakeNode(service, 'a', simulatedGpus(2));
  await a.sync();
  pool = new FakePool(service, [a]);
});
afterEach(() => service.close());

const requested = async (name: string, fields: Partial<EndpointSpec> = {}): Promise<FakeEndpoint> => {
  const endpoint = new FakeEndpoint(service.get(EventStore), name, shape(1), fields);
  await endpoint.request();
  return endpoint;
};
const happened = async <Type extends Parameters<typeof typed>[1]>(type: Type) =>
  typed(await wholeLog(service), type);
const causes = async () => (await happened('ReplicaStopped')).map(({ data }) => data.cause);

describe('a replica that drains and is wanted after all', () => {
  const two = async (): Promise<FakeEndpoint> => {
    const endpoint = await requested('words');
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    return endpoint;
  };
  const busyIn = async (endpoint: FakeEndpoint): Promise<string> => {
    const ids = (await pool.replicasOf(endpoint)).map(({ id }) => id);
    pool.inFlight = Object.fromEntries(ids.map((id) => [id, 1]));
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a', 'draining@a');
    const [drains] = await happened('ReplicaDraining');
    return drains!.data.replicaId;
  };

  it('takes requests again, and nothing new is asked for', async () => {
    const endpoint = await two();
    const id = await busyIn(endpoint);
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    pool.inFlight = {};
    await pool.breathe();
    await pool.are(endpoint, 'ready@a', 'ready@a');
    expect((await happened('ReplicaResumed')).map(({ data }) => data.replicaId)).toEqual([id]);
    expect(await happened('ReplicaRequested')).toHaveLength(2);
    expect(await causes()).toEqual([]);
  });

  it('drains anew when fewer are needed again, and goes when that is known to be over', async () => {
    const endpoint = await two();
    await busyIn(endpoint);
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    await endpoint.scale(1);
    await pool.are(endpoint, 'ready@a', 'draining@a');
    pool.inFlight = {};
    await pool.are(endpoint, 'ready@a');
    expect(await causes()).toEqual(['scaled_down']);
    expect(await happened('ReplicaDraining')).toHaveLength(2);
  });

  it('is not let go by what was found out about an earlier draining, or by another one', async () => {
    const endpoint = await two();
    const id = await busyIn(endpoint);
    const [first] = await happened('ReplicaDraining');
    const release = (drainingPosition: number) =>
      service.get(ReplicaStore).release(service.get(Db), { id, cause: 'scaled_down', drainingPosition });
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    expect(await release(first!.position)).toBeUndefined();
    await endpoint.scale(1, 'load', [id]);
    await pool.are(endpoint, 'ready@a', 'draining@a');
    expect(await release(first!.position)).toBeUndefined();
    await pool.breathe();
    expect(a.last?.desired).toHaveLength(2);
    const [, second] = await happened('ReplicaDraining');
    expect(await release(second!.position)).toBe(a.id);
    await pool.are(endpoint, 'ready@a');
  });

  it('is replaced by a new one once it was let go', async () => {
    const endpoint = await two();
    a.lingers = true;
    await endpoint.scale(1);
    await pool.until(() => expect(a.last?.desired).toHaveLength(1));
    await endpoint.scale(2);
    await pool.until(async () => expect(await happened('ReplicaRequested')).toHaveLength(3));
    expect(await happened('ReplicaResumed')).toEqual([]);
  });
});

describe('replicas of which fewer are needed', () => {
  it('go in the order in which they are spare', async () => {
    const endpoint = await requested('words');
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    const [young, old] = (await pool.replicasOf(endpoint)).map(({ id }) => id);
    await endpoint.scale(1, 'load', [old!, young!]);
    await pool.are(endpoint, 'ready@a');
    expect((await pool.replicasOf(endpoint))[0]?.id).toBe(young);
  });
});

describe('an endpoint that sleeps warm', () => {
  let endpoint: FakeEndpoint;
  beforeEach(async () => {
    endpoint = await requested('words', { sleepMode: 'warm' });
    await endpoint.scale(2);
    await pool.are(endpoint, 'ready@a', 'ready@a');
    await endpoint.scale(0, 'idle');
    await pool.are(endpoint, 'asleep@a');
  });

  it('keeps one replica, its place, and nothing else', async () => {
    expect(await causes()).toEqual(['scaled_down']);
    expect(await pool.node(a)).toMatchObject({ replicas: 1, free: { gpuThousandths: [0, 1000] } });
    const [view] = await pool.replicasOf(endpoint);
    expect(view?.reason).toContain('Sleeps');
    expect(await happened('ReplicaSlept')).toHaveLength(1);
  });

  it('wakes it again and again, before it asks for another', async () => {
    const [{ id } = { id: '' }] = await pool.replicasOf(endpoint);
    for (const turn of [1, 2]) {
      await endpoint.scale(1, 'wake');
      await pool.are(endpoint, 'ready@a');
      expect((await pool.replicasOf(endpoint))[0]?.id).toBe(id);
      await endpoint.scale(0, 'idle');
      await pool.are(endpoint, 'asleep@a');
      expect(await happened('ReplicaSlept')).toHaveLength(1 + turn);
      expect(await happened('ReplicaWakeRequested')).toHaveLength(turn);
      expect(await happened('ReplicaReady')).toHaveLength(2 + turn);
    }
    expect(await happened('ReplicaRequested')).toHaveLength(2);
    await endpoint.scale(2, 'wake');
    await pool.are(endpoint, 'ready@a', 'ready@a');
    expect(await happened('ReplicaRequested')).toHaveLength(3);
  });

  it('keeps none when it is stopped', async () => {
    await endpoint.scale(0, 'stop');
    await pool.are(endpoint);
    expect(await causes()).toEqual(['scaled_down', 'endpoint_stopped']);
  });

  it('gives its place to whoever waits, however little that one matters', async () => {
    const other = await requested('other', { placement: { ...ANYWHERE, priority: 0 } });
    await other.scale(2);
    await pool.are(other, 'ready@a', 'ready@a');
    await pool.are(endpoint);
    expect(await causes()).toEqual(['scaled_down', 'preempted']);
  });

  it('lets its node be drained', async () => {
    await pool.command(a, 'drain');
    await pool.are(endpoint);
    expect(await causes()).toEqual(['scaled_down', 'node_drained']);
    await pool.until(async () => expect(await happened('NodeDrained')).toHaveLength(1));
  });

  it('starts anew, at once, when the one that slept was killed', async () => {
    const [{ id } = { id: '' }] = await pool.replicasOf(endpoint);
    a.finish(id);
    await pool.are(endpoint);
    await endpoint.scale(1, 'wake');
    await pool.are(endpoint, 'ready@a');
    expect(await happened('ReplicaRequested')).toHaveLength(3);
  });

  it('has its sleeper ended when the node does not run it', async () => {
    const [{ id } = { id: '' }] = await pool.replicasOf(endpoint);
    a.running.delete(id);
    await pool.are(endpoint);
    expect(await happened('ReplicaRequested')).toHaveLength(2);
  });
});
