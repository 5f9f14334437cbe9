import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Bus, Clock, rebuild } from '@tidegate/eventing/nest';
import { endpointList } from './endpoint-list.projection.ts';
import type { EndpointFacts } from './endpoint-facts.ts';
import { viewOf } from './endpoint-view.ts';
import {
  type TestEndpoints,
  asked,
  delayed,
  drains,
  ended,
  projectId,
  ready,
  scaled,
  started,
  testEndpoints,
} from './endpoints.spec-helper.ts';
import { randomLife } from './random-life.spec-helper.ts';

let api: TestEndpoints;
beforeAll(async () => {
  api = await testEndpoints();
});
afterAll(() => api.app.close());

let replicas = 0;
const newReplica = () => `repl-${(++replicas).toString(16).padStart(12, '0')}`;
const at = () => new Date().toISOString();
const shows = (id: string, expected: object) =>
  api.app.eventually(async () => {
    const facts = await api.list.find(id);
    expect(facts && viewOf(facts)).toMatchObject(expected);
  });
/** Running, with one ready replica of template 1. */
const running = async (fields: Parameters<TestEndpoints['request']>[0] = {}) => {
  const id = await api.request(fields);
  await api.becomes(id, 'deploying');
  const replica = newReplica();
  await api.append(`scale-${id}`, scaled(id, 1, 'deploy'));
  await api.append(replica, asked(id, replica), started(id, replica), ready(id, replica));
  await api.becomes(id, 'running');
  return { id, replica };
};

describe('an update', () => {
  it('is rolled out until no replica of the old template is left', async () => {
    const { id, replica } = await running();
    await api.update(id, { model: 'demo/other' });
    await shows(id, {
      revision: 2,
      templateRevision: 2,
      model: 'demo/other',
      rollout: { from: 1, to: 2, percent: 100, readyNew: 0, readyOld: 1 },
      conditions: [{ condition: 'updating', code: 'rolling_out' }],
      actions: expect.arrayContaining(['abort']),
    });
    const next = newReplica();
    await api.append(next, asked(id, next, 2), delayed(id, next, 2));
    await shows(id, { conditions: [{ condition: 'updating' }, { condition: 'pendingCapacity' }] });
    await api.append(next, started(id, next, 2), ready(id, next, 2));
    await shows(id, {
      rollout: { readyNew: 1, readyOld: 1 },
      conditions: [{ condition: 'updating' }],
      replicas: { ready: 2 },
    });
    await api.append(replica, drains(id, replica), ended(id, replica, 'replaced'));
    await shows(id, { rollout: null, conditions: [], state: 'running', replicas: { ready: 1 } });
  });

  it('goes back by itself when three replicas of it end in a row, and says why', async () => {
    const { id } = await running();
    await api.update(id, { engineArguments: { moon: true } });
    for (let n = 0; n < 3; n++) {
      const next = newReplica();
      await api.append(next, asked(id, next, 2), started(id, next, 2), ended(id, next, 'bad_arguments', 2));
    }
    await shows(id, {
      rollout: null,
      revision: 3,
      templateRevision: 1,
      state: 'running',
      engineArguments: {},
    });
    const [finished] = await api.past.newestFirst({ endpointId: id, types: ['RolloutFinished'] }, null, {
      before: null,
      limit: 1,
    });
    expect(finished?.data).toMatchObject({
      outcome: 'aborted',
      reason: { code: 'bad_arguments', message: expect.stringContaining('unknown flag --moon') },
    });
  });

  it('goes back once when its requests fail more often, however many processes see it', async () => {
    const other = await testEndpoints(api.app);
    const { id } = await running();
    await api.update(id, { model: 'demo/worse' }, 10);
    for (const [source, errors] of [
      ['gateway-a', 8],
      ['gateway-b', 6],
    ] as const)
      await api.app.get(Bus).signal('MetricSampled', {
        endpointId: id,
        replicaId: null,
        nodeId: null,
        source,
        sampledAtUs: api.app.get(Clock).nowUs(),
        metrics: {
          rollout_revision: 2,
          rollout_requests_total: 20,
          rollout_errors_total: errors,
          others_requests_total: 200,
          others_errors_total: 1,
        },
      });
    await shows(id, { rollout: null, revision: 3, templateRevision: 1 });
    const { events } = await api.store.read(id);
    expect(events.filter(({ type }) => type === 'RolloutFinished')).toMatchObject([
      { data: { outcome: 'aborted', reason: { code: 'error_rate_worse' } }, meta: { actor: 'service:api' } },
    ]);
    await other.app.close();
  });

  it('of secrets shows their names and when they were set, and of an image whether it has credentials', async () => {
    const { id } = await running({
      secrets: { TOKEN: 'sec-000000000001', KEY: 'sec-000000000002' },
      image: { reference: 'r/x:1', command: null, credentials: 'sec-000000000003' },
    });
    const before = viewOf((await api.list.find(id))!);
    expect(before.image).toEqual({ reference: 'r/x:1', command: null, hasCredentials: true });
    await api.update(id, { secrets: { TOKEN: 'sec-000000000001', KEY: 'sec-000000000004' } });
    await shows(id, { revision: 2 });
    const after = viewOf((await api.list.find(id))!);
    expect(after.secrets['TOKEN']).toEqual(before.secrets['TOKEN']);
    expect(Date.parse(after.secrets['KEY']!.setAt)).toBeGreaterThan(Date.parse(before.secrets['KEY']!.setAt));
    expect(JSON.stringify(after)).not.toContain('sec-');
  });
});

describe('a running endpoint', () => {
  it('says that it is degraded, and that nobody reports its traffic', async () => {
    const { id } = await running();
    const second = newReplica();
    await api.append(`scale-${id}`, scaled(id, 2, 'load'));
    await api.append(second, asked(id, second), started(id, second), ended(id, second, 'exited'));
    await api.append(`traffic-${id}`, {
      type: 'TrafficVisibilityChanged',
      data: { endpointId: id, projectId, visible: false },
    });
    await shows(id, {
      state: 'running',
      conditions: [
        { condition: 'degraded', code: 'replica_ended' },
        { condition: 'metricStale', code: 'traffic_not_reported' },
      ],
    });
    await api.command(id, { type: 'DisableEndpoint', by: 'owner', at: at() });
    await shows(id, {
      state: 'disabled',
      disabledBy: 'owner',
      conditions: [],
      actions: expect.arrayContaining(['enable']),
    });
    await api.command(id, { type: 'EnableEndpoint', by: 'owner' });
    await shows(id, { state: 'deploying', disabledBy: null });
  });
});

describe('the history of an endpoint', () => {
  it('is filtered by type, actor and time, page by page', async () => {
    const { id, replica } = await running();
    await api.update(id, { description: 'second' });
    const page = { before: null, limit: 50 };
    const types = (events: readonly { type: string }[]) => events.map(({ type }) => type);
    const all = await api.past.newestFirst({ endpointId: id }, null, page);
    expect(
      types(
        await api.past.newestFirst(
          { endpointId: id, types: ['EndpointUpdated', 'EndpointRequested'] },
          null,
          page,
        ),
      ),
    ).toEqual(['EndpointUpdated', 'EndpointRequested']);
    const byTest = await api.past.newestFirst({ endpointId: id }, 'service:test', page);
    expect(types(byTest).filter((type) => type.startsWith('Replica'))).toEqual([
      'ReplicaReady',
      'ReplicaStarted',
      'ReplicaRequested',
    ]);
    const begin = all.find(({ streamId }) => streamId === replica)!.occurredAt;
    const since = await api.past.newestFirst({ endpointId: id, since: begin }, null, page);
    expect(since).toEqual(all.filter(({ occurredAt }) => occurredAt >= begin));
    const until = await api.past.newestFirst({ endpointId: id, until: begin }, null, {
      before: null,
      limit: 2,
    });
    expect(until).toEqual(all.filter(({ occurredAt }) => occurredAt <= begin).slice(0, 2));
    const next = await api.past.newestFirst({ endpointId: id }, null, { before: all[1]!.position, limit: 2 });
    expect(next).toEqual(all.slice(2, 4));
  });
});

describe('an endpoint as of an earlier moment', () => {
  it('is what the read model showed then, after every step of a long life', async () => {
    const id = await api.request({ customDomains: ['chat.example.org'] });
    await api.becomes(id, 'deploying');
    const shown: { position: number; facts: EndpointFacts }[] = [];
    for (const step of randomLife(7, 80)) {
      await step(api, id);
      const seen = await settledView(id);
      if (seen) shown.push(seen);
    }
    const { spec } = await api.stateOf(id);
    await api.command(id, { type: 'DeleteEndpoint', confirm: spec.name, at: at() });
    shown.push((await settledView(id))!);
    expect(shown.at(-1)!.facts).toMatchObject({ state: 'deleted', conditions: [], rollout: null });
    expect(shown.length).toBeGreaterThan(30);

    const log: { position: number; occurredAt: Date }[] = [];
    for await (const event of api.past.oldestFirst({ endpointId: id })) log.push(event);
    let compared = 0;
    for (const { position, facts } of shown) {
      const moment = new Date(
        Math.max(
          ...log.filter((event) => event.position <= position).map(({ occurredAt }) => occurredAt.getTime()),
        ),
      );
      // What was decided in the same millisecond and came to the log later is of that moment too.
      if (log.some((event) => event.position > position && event.occurredAt <= moment)) continue;
      expect(await api.list.asOf(id, moment)).toEqual(facts);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
    expect(await api.list.asOf(id, new Date(0))).toBeUndefined();
    expect(await api.list.asOf('endpt-ffffffffffff', new Date())).toBeUndefined();
    // A life that shows something: several states, a rollout, conditions.
    expect([...new Set(shown.map(({ facts }) => facts.state))].length).toBeGreaterThan(3);
    expect(shown.some(({ facts }) => facts.rollout !== null)).toBe(true);
    expect(shown.some(({ facts }) => facts.conditions.length > 0)).toBe(true);
  });

  it('is in a read model that is built again from the log', async () => {
    const rows = () => api.db.query(sql`select * from endpoint_list order by id`);
    await api.app.eventually(async () => expect(await isCaughtUp()).toBe(true));
    const before = await rows();
    await rebuild(endpointList, { db: api.db, store: api.store, schema: 'api' });
    expect(await rows()).toEqual(before);
  });
});

/** What the list shows once it has applied everything so far; undefined when more came meanwhile. */
const settledView = async (id: string) => {
  await api.app.eventually(async () => expect(await isCaughtUp()).toBe(true));
  const position = await lastOf(id);
  const facts = await api.list.find(id);
  const isStill = (await isCaughtUp()) && (await lastOf(id)) === position;
  return facts && isStill ? { position, facts } : undefined;
};

const lastOf = async (id: string): Promise<number> =>
  (await api.past.newestFirst({ endpointId: id }, null, { before: null, limit: 1 }))[0]?.position ?? 0;

const isCaughtUp = async (): Promise<boolean> => {
  const [row] = await api.db.query<{ behind: number }>(sql`
    select (select max(position) from es.events where type = any(${Object.keys(endpointList.on)})) - position as behind
    from es.checkpoints where consumer = ${endpointList.name}`);
  return row !== undefined && row.behind <= 0;
};
