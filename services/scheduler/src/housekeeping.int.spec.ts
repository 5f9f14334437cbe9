import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SUBJECTS, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Asker, Bus, Clock, Db, EventStore } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { FakeEndpoint } from './endpoint.spec-helper.ts';
import { FakeNode, shape } from './fleet.spec-helper.ts';
import { typed, wholeLog } from './log.spec-helper.ts';
import { ForgetStopped } from './replicas/forget-stopped.handler.ts';
import { SchedulerModule } from './scheduler.module.ts';

jest.setTimeout(60_000);

const hourUs = 3_600_000_000;

describe('a scheduler', () => {
  let service: TestService;
  let endpoint: FakeEndpoint;
  let node: FakeNode;
  beforeEach(async () => {
    service = await testService({ service: 'scheduler', module: SchedulerModule.with({ leaseSeconds: 60 }) });
    endpoint = new FakeEndpoint(service.get(EventStore), 'words', shape(1));
    node = new FakeNode(service, 'a');
    await endpoint.request();
    await node.sync();
  });
  afterEach(() => service.close());

  const items = async () => {
    const ask = { endpointId: endpoint.id, includeStopped: true, limit: 500, cursor: null };
    return (await service.get(Asker).ask(questions.replicas, ask)).items;
  };
  const areReady = (count: number) =>
    service.eventually(async () => {
      await node.sync();
      expect((await items()).filter(({ state }) => state === 'ready')).toHaveLength(count);
    });

  it('tells a node all that a launch needs, and of what runs only that it stays', async () => {
    await endpoint.scale(1);
    await areReady(1);
    const [launched] = [...node.running.values()];
    expect(launched).toMatchObject({
      modelSource: { kind: 'folder' },
      environment: { GREETING: 'hello' },
      engineArguments: { slots: 2 },
    });
    const [kept] = (await node.sync()).desired;
    expect(kept).toEqual({ ...launched, environment: {}, engineArguments: {}, secrets: {} });
  });

  it('ends a replica whose configuration is too large to be told, with the reason', async () => {
    await endpoint.stage({ environment: { LONG: 'x'.repeat(850_000) } });
    await endpoint.start();
    await service.eventually(async () => {
      await node.sync();
      expect(typed(await wholeLog(service), 'ReplicaStopped')[0]?.data).toMatchObject({
        cause: 'launch_failed',
        lastLines: ['the configuration of this replica is too large to be sent to its node'],
      });
    });
  });

  it('lets a replica drain for as long as its endpoint now says', async () => {
    await endpoint.scale(1);
    await areReady(1);
    const [replicaId = ''] = [...node.running.keys()];
    await endpoint.scale(0, 'idle');
    const busy = async () => {
      const position = await service.get(EventStore).head();
      const report = { gatewayId: 'gateway-1', position, draining: { [replicaId]: 1 } };
      service.get(Bus).nudge(SUBJECTS.gatewayReport, report);
      await node.sync();
      return (await items()).map(({ state }) => state);
    };
    await service.eventually(async () => expect(await busy()).toEqual(['draining']));
    for (let n = 0; n < 10; n++) expect(await busy()).toEqual(['draining']);
    await endpoint.change({ drainTimeoutSeconds: 1 });
    await service.eventually(async () => expect(await busy()).toEqual(['stopped']));
  });

  it('keeps the last 200 stopped replicas of an endpoint, for a week, and the templates that are in use', async () => {
    await endpoint.scale(1);
    await areReady(1);
    await endpoint.stage({ environment: {} });
    await endpoint.stage({ environment: { GREETING: 'good day' } });
    const db = service.get(Db);
    const templates = () => db.query(sql`select revision from revisions order by revision`);
    await service.eventually(async () => expect(await templates()).toHaveLength(3));
    const nowUs = service.get(Clock).nowUs();
    const stopped = (name: string, count: number, hoursAgo: number) =>
      db.query(sql`
        insert into replicas (id, endpoint_id, project_id, revision, cluster, hardware, state, requested_at_us, stopped_at_us)
        select ${name} || n, ${endpoint.id}, '', 1, 'local', '{}', 'stopped', 0, ${nowUs - hoursAgo * hourUs}::bigint - n
        from generate_series(1, ${count}::int) as n`);
    const left = () =>
      db.query(sql`
        select left(id, 4) as name, count(*)::int as count from replicas where state = 'stopped' group by 1 order by 1`);
    const forget = () => service.get(ForgetStopped).forget(nowUs);
    await stopped('soon', 250, 0.5);
    await stopped('days', 100, 100);
    await stopped('week', 10, 7 * 24);
    await forget();
    // What has just ended stays even when there is more of it than is kept.
    expect(await left()).toEqual([{ name: 'soon', count: 250 }]);
    expect(await templates()).toEqual([{ revision: 1 }, { revision: 3 }]);
    await db.query(sql`delete from replicas where state = 'stopped'`);
    await stopped('days', 300, 100);
    await forget();
    expect(await left()).toEqual([{ name: 'days', count: 200 }]);
    expect(await db.query(sql`select state from replicas where state <> 'stopped'`)).toEqual([
      { state: 'ready' },
    ]);
  });
});
