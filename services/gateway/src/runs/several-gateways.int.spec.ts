import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '@tidegate/eventing';
import { Bus, Db } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { FrontDoor } from '../calls/front-door.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { type Owned, asynchronous, endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { GatewayModule } from '../gateway.module.ts';
import { testPlatform } from '../platform.spec-helper.ts';
import { DEFAULTS } from '../settings.ts';
import { type Handler, type Upstream, answerOk, upstream } from '../upstream.spec-helper.ts';
import { RunInvocations } from './run-invocations.loop.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
const CONCURRENCY = 6;

let platform: Awaited<ReturnType<typeof testPlatform>>;
let other: TestService;
let urls: string[];
let replica: Upstream;

beforeAll(async () => {
  const settings = { invocationConcurrency: CONCURRENCY, drainMs: 500 };
  [platform, replica] = await Promise.all([testPlatform(settings), upstream()]);
  const { databaseUrl, natsUrl, natsToken } = platform.gateway;
  other = await testService({
    service: 'gateway',
    module: GatewayModule.with(() => ({ ...DEFAULTS, port: 0, ...settings })),
    beside: { databaseUrl, natsUrl, natsToken },
  });
  urls = [platform.gateway, other].map(
    (gateway) => `http://127.0.0.1:${String(gateway.get(FrontDoor).address.port)}`,
  );
  await platform.append(mine.issued);
}, 60_000);
afterAll(async () => {
  await platform.close();
  await replica.close();
});

const endpoint = async (name: string, target: number, port: number | null = replica.port): Promise<Owned> => {
  const requested = endpointRequested({
    name,
    async: asynchronous('/work'),
    scaling: { rules: [{ metric: 'concurrency', target }] },
  });
  await platform.append(requested, ...(port === null ? [] : [replicaReady(requested.data, { port })]));
  await platform.eventually(() => {
    for (const gateway of [platform.gateway, other]) {
      const known = gateway.get(Tables).routing.endpoint(requested.data.endpointId);
      expect(known?.ready).toHaveLength(port === null ? 0 : 1);
    }
  });
  return requested.data;
};

const invoke = async ({ endpointId }: Owned, url = urls[0]!): Promise<string> => {
  const answer = await fetch(`${url}/api/d/${endpointId}/work`, {
    method: 'POST',
    headers: { ...AUTH, prefer: 'respond-async' },
    body: '{}',
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { status_url: string }).status_url;
};

type View = { state: string; attempts: number; resultText?: string };
const view = async (path: string, url = urls[1]!): Promise<View> =>
  (await (await fetch(`${url}${path}`, { headers: AUTH })).json()) as View;

const silent: Handler = () => undefined;

describe('two gateways', () => {
  it('say a backlog once, together', async () => {
    const owned = await endpoint('asleep', 4, null);
    const latest = new Map<string, number>();
    const following = platform.control
      .get(Bus)
      .followSignals('MetricSampled', { sinceSeconds: 60 }, ({ endpointId, source, metrics }) => {
        if (endpointId === owned.endpointId) latest.set(source, metrics['waiting'] ?? 0);
      });
    await Promise.all(Array.from({ length: 10 }, (_, n) => invoke(owned, urls[n % 2])));
    const sum = () => [...latest.values()].reduce((all, one) => all + one, 0);
    await platform.eventually(() => expect(sum()).toBe(10));
    following.stop();
  });

  it('let an owner cancel at one what the other runs', async () => {
    const owned = await endpoint('cancelled', 4);
    replica.state.handler = silent;
    const path = await invoke(owned);
    await platform.eventually(() => expect(replica.open.size).toBe(1));
    // Whichever runs it, one of the two is not the one that was asked.
    for (const url of urls) {
      const answer = await fetch(`${url}${path}/cancel`, { method: 'POST', headers: AUTH });
      expect(answer.status).toBe(url === urls[0] ? 200 : 409);
    }
    await platform.eventually(() => expect(replica.open.size).toBe(0));
    await platform.eventually(() => {
      for (const gateway of [platform.gateway, other]) expect(gateway.get(RunInvocations).size).toBe(0);
    });
  });

  it('keep the word of one of them, when the other was taken for dead and answers after all', async () => {
    const owned = await endpoint('taken', 4);
    const waiting: (() => void)[] = [];
    replica.state.handler = (_req, res) => {
      const nth = waiting.length + 1;
      waiting.push(() => res.writeHead(200, { 'content-type': 'text/plain' }).end(String(nth)));
    };
    const path = await invoke(owned);
    await platform.eventually(() => expect(waiting).toHaveLength(1));
    await platform.gateway.get(Db).query(sql`
      update invocations set held_until = clock_timestamp() - interval '1 second' where state = 'running'`);
    await platform.eventually(() => expect(waiting).toHaveLength(2));
    waiting[0]!();
    waiting[1]!();
    await platform.eventually(async () => {
      expect(await view(path)).toMatchObject({ state: 'succeeded', attempts: 2, resultText: '2' });
    });
  });

  it('run what others wait for, while all of one endpoint’s take for ever', async () => {
    replica.state.handler = answerOk;
    const quick = await endpoint('quick', 100);
    const never = await upstream(silent);
    const stuck = await endpoint('stuck', 100, never.port);
    await Promise.all(Array.from({ length: 5 * CONCURRENCY }, () => invoke(stuck)));
    await platform.eventually(() => expect(never.open.size).toBe(CONCURRENCY));
    const paths = await Promise.all(Array.from({ length: 10 }, () => invoke(quick)));
    for (const path of paths)
      await platform.eventually(async () => expect((await view(path)).state).toBe('succeeded'));
    // Half of each gateway's, and no more.
    expect(never.open.size).toBe(CONCURRENCY);
    await never.close();
  });

  it('do not let invocations take the places of callers who wait', async () => {
    const owned = await endpoint('both', 1, null);
    replica.state.handler = answerOk;
    const later = await Promise.all(Array.from({ length: 4 }, () => invoke(owned)));
    const caller = fetch(`${urls[0]!}/api/d/${owned.endpointId}/now`, { headers: AUTH });
    const known = () => platform.tables.routing.endpoint(owned.endpointId);
    await platform.eventually(() => expect(known()?.traffic).toMatchObject({ waiting: 1 }));
    replica.received.length = 0;
    await platform.append(replicaReady(owned, { port: replica.port }));
    expect((await caller).status).toBe(200);
    for (const path of later)
      await platform.eventually(async () => expect((await view(path)).state).toBe('succeeded'));
    expect(replica.received[0]?.url).toBe('/now');
  });

  it('leave to the others what they have under way when they end, as if it had not been tried', async () => {
    const never = await upstream(silent);
    const owned = await endpoint('left', 100, never.port);
    const paths = await Promise.all(Array.from({ length: CONCURRENCY }, () => invoke(owned)));
    await platform.eventually(() => expect(never.open.size).toBe(CONCURRENCY));
    await other.close();
    await platform.eventually(async () => {
      const views = await Promise.all(paths.map((path) => view(path, urls[0])));
      const attempts = (state: string) =>
        views.filter((one) => one.state === state).map((one) => one.attempts);
      expect([attempts('running'), attempts('queued')]).toEqual([
        [1, 1, 1],
        [0, 0, 0],
      ]);
    });
    await never.close();
  });
});
