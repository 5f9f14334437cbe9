import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SUBJECTS } from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Bus, Db, EventStore, rebuild } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape, simulatedGpus } from './fleet.spec-helper.ts';
import { caughtUp, mostHeld, mostHeldAtOnce, typed, wholeLog } from './log.spec-helper.ts';
import { Placements } from './placement/placement.handler.ts';
import { pool } from './placement/pool.projection.ts';
import { PoolStore } from './placement/pool.store.ts';
import { Schedulers, randomFrom, replicasOf } from './schedulers.spec-helper.ts';

jest.setTimeout(120_000);

/** Of everybody wanting something else: so many that more than a hundred replicas come in any order of things. */
const ROUNDS = 25;

describe('two schedulers on one log', () => {
  let group: Schedulers;
  const scheduler = () => group.start();
  const close = (service: TestService) => group.close(service);
  beforeEach(async () => {
    group = await Schedulers.fresh();
  });
  afterEach(() => group.end());

  it('give no GPU twice in hundreds of decisions, while one of them dies and another comes', async () => {
    const [first, second] = [await scheduler(), await scheduler()];
    const random = randomFrom(7);
    const nodes = ['a', 'b', 'c'].map((name) => new FakeNode(second, name));
    await Promise.all(nodes.map((node) => node.sync()));
    const shapes = [
      shape(1),
      shape(1, { gpuThousandths: 250 }),
      shape(2),
      shape(4),
      shape(1, { gpuThousandths: 500 }),
    ];
    const store = second.get(EventStore);
    const endpoints = Array.from(
      { length: 24 },
      (_, n) => new FakeEndpoint(store, `e${n}`, shapes[n % shapes.length] ?? shape(1)),
    );
    await Promise.all(endpoints.map((endpoint) => endpoint.request()));
    /** A gateway without requests, and the nodes, twice: what is told with one ask was seen after the last. */
    const breathe = async () => {
      const report = { gatewayId: 'gateway-1', position: await store.head(), draining: {} };
      second.get(Bus).nudge(SUBJECTS.gatewayReport, report);
      await Promise.all(nodes.map((node) => node.sync()));
    };
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(endpoints.map((endpoint) => endpoint.scale(Math.floor(random() * 4))));
      await caughtUp(second);
      await breathe();
      await breathe();
      if (round === 5) await close(first);
      if (round === 8) await scheduler();
    }
    // What all want together fits: then everybody has it.
    await Promise.all(endpoints.map((endpoint, n) => endpoint.scale(n % 3 === 0 ? 1 : 0)));
    await second.eventually(async () => {
      await breathe();
      const rows = await second
        .get(Db)
        .query<{ id: string; count: number }>(
          sql`select endpoint_id as id, count(*)::int as count from replicas where state = 'ready' group by 1`,
        );
      const ready = new Map(rows.map(({ id, count }) => [id, count]));
      expect(endpoints.map(({ id }) => ready.get(id) ?? 0)).toEqual(endpoints.map(({ desired }) => desired));
      expect(nodes.reduce((sum, { running }) => sum + running.size, 0)).toBe(8);
    });
    const log = await wholeLog(second);
    expect(typed(log, 'ScaleDecided')).toHaveLength((ROUNDS + 1) * endpoints.length);
    // What drains is taken back before anything new is placed.
    const came = [...typed(log, 'ReplicaPlaced'), ...typed(log, 'ReplicaResumed')];
    expect(came.length).toBeGreaterThan(100);
    expect(mostHeld(log)).toBeLessThanOrEqual(1000);
    expect(mostHeldAtOnce(log)).toBeLessThanOrEqual(1000);
    // Built again from the log it says the same.
    await caughtUp(second);
    const kept = await replicasOf(second);
    await rebuild(pool, { db: second.get(Db), store: second.get(EventStore), schema: 'scheduler' });
    expect(await replicasOf(second)).toEqual(kept);
    const requested = typed(log, 'ReplicaRequested').map(({ data }) => data.replicaId);
    expect(new Set(requested).size).toBe(requested.length);
  });

  it('record nothing of a placement that was decided on an older pool', async () => {
    const service = await scheduler();
    const node = new FakeNode(service, 'a', simulatedGpus(0), 'ignores');
    await node.sync();
    const endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(0));
    await endpoint.request();
    await endpoint.scale(1);
    const placed = async () => typed(await wholeLog(service), 'ReplicaPlaced').length;
    await service.eventually(async () => expect(await placed()).toBe(1));
    await caughtUp(service);
    // A process that woke from a long pause: its transaction still sees the pool as it was.
    const outcome = await service.get(Db).transaction(async (tx) => {
      await tx.query(sql`
        update replicas set state = 'pending', node_id = null, hardware = jsonb_set(hardware, '{vcpuMillis}', '2')`);
      const commandId = randomUUID();
      const why = { id: commandId, cause: causeOf({ commandId, actor: 'service:scheduler' }), nowUs: 0 };
      expect(await service.get(PoolStore).pending(tx, 'local')).toHaveLength(1);
      return service.get(Placements).placePending(tx, { cluster: 'local', version: 0 }, why);
    });
    expect(outcome).toEqual([]);
    expect(await placed()).toBe(1);
  });

  it('remember how long a crashed replica must wait', async () => {
    const first = await scheduler();
    const sick = (service: TestService) => new FakeNode(service, 'a', simulatedGpus(4), 'crashes');
    const endpoint = new FakeEndpoint(first.get(EventStore), 'words', shape(1));
    await endpoint.request();
    const node = sick(first);
    await node.sync();
    await endpoint.scale(1, 'deploy');
    const stops = async (service: TestService) => typed(await wholeLog(service), 'ReplicaStopped');
    await first.eventually(async () => {
      await node.sync();
      expect(await stops(first)).toHaveLength(2);
    });
    await close(first);
    const second = await scheduler();
    const other = sick(second);
    await second.eventually(async () => {
      await other.sync();
      expect(await stops(second)).toHaveLength(3);
    });
    const log = await wholeLog(second);
    const [ended, again] = [typed(log, 'ReplicaStopped')[1], typed(log, 'ReplicaRequested')[2]];
    const waitedMs = (again?.occurredAt.getTime() ?? 0) - (ended?.occurredAt.getTime() ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(2000);
    expect(waitedMs).toBeLessThan(15_000);
  });
});
