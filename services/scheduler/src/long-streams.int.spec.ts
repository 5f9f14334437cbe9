import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { FakePool } from './pool.spec-helper.ts';
import { SchedulerModule } from './scheduler.module.ts';

/** Four events each: enough for the state of the replica and of its node to be kept. */
const CYCLES = 150;
let service: TestService;
beforeAll(async () => {
  service = await testService({
    service: 'scheduler',
    module: SchedulerModule.with({ leaseSeconds: 60, drainLimitSeconds: 30 }),
  });
}, 60_000);
afterAll(() => service.close());

it('a replica that slept and woke again and again ends like any other, and holds up nobody', async () => {
  const store = service.get(EventStore);
  const node = new FakeNode(service, 'a', simulatedGpus(2));
  await node.sync();
  const pool = new FakePool(service, [node]);
  const [old, young] = [new FakeEndpoint(store, 'old', shape(1)), new FakeEndpoint(store, 'young', shape(1))];
  await old.request();
  await young.request();
  await old.scale(1);
  await pool.are(old, 'ready@a');
  const [{ id: replicaId } = { id: '' }] = await pool.replicasOf(old);
  const whose = { replicaId, endpointId: old.id, projectId: 'proj-00000000000a', revision: 1 };
  const at = { ...whose, nodeId: node.id };
  const cycle = [
    { type: 'ReplicaDraining', data: { ...whose, cause: 'scaled_down', then: 'sleep' } },
    { type: 'ReplicaSlept', data: { ...at, how: 'frozen', sleptAtUs: 1 } },
    { type: 'ReplicaWakeRequested', data: at },
    { type: 'ReplicaReady', data: { ...at, host: '127.0.0.1', port: 8000, readyAtUs: 1 } },
  ] as EventNamed<'ReplicaDraining' | 'ReplicaSlept' | 'ReplicaWakeRequested' | 'ReplicaReady'>[];
  const events = Array.from({ length: CYCLES }, () => cycle).flat();
  await store.append(
    replicaId,
    'any',
    events,
    causeOf({ commandId: randomUUID(), actor: 'service:scheduler' }),
  );
  node.finish(replicaId);
  await young.scale(1);
  await pool.until(async () => {
    expect((await pool.replicasOf(old)).map(({ id }) => id)).not.toContain(replicaId);
  });
  expect(await store.keptState(replicaId, 1)).toBeDefined();
  await pool.are(young, 'ready@a');
});
