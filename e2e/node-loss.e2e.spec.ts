import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { isSettled, until } from './endpoints.ts';
import { Machine } from './machine.ts';
import { type LogEvent, Platform, eventually } from './platform.ts';
import { SteadyLoad, type Tally } from './steady-load.ts';

type Node = Readonly<{ id: string; state: string; replicas: number; drain: unknown }>;
type Replica = Readonly<{ id: string; state: string; nodeId: string | null; reason: string }>;

const REPLICAS = 3;
const MODEL = `demo/node-loss-${String(process.pid)}`;

let platform: Platform;
let operator: string;
let machines: Machine[];
let endpointId: string;
let load: SteadyLoad;

const node = async (nodeId: string): Promise<Node> =>
  (await platform.send<Node>('GET', `/v1/nodes/${nodeId}`, { token: operator })).body;
const command = async (nodeId: string, action: string, body: unknown = {}): Promise<Node> => {
  const answer = await platform.send<Node>('POST', `/v1/nodes/${nodeId}/${action}`, {
    body,
    token: operator,
  });
  expect([200, 202]).toContain(answer.status);
  return answer.body;
};
const live = (): Promise<Replica[]> => platform.all<Replica>(`/v1/endpoints/${endpointId}/replicas`);
const on = async (nodeId: string): Promise<Replica[]> =>
  (await live()).filter((one) => one.nodeId === nodeId);
const readyElsewhere = async (nodeId: string): Promise<void> => {
  await eventually(async () => {
    const ready = (await live()).filter((one) => one.state === 'ready' && one.nodeId !== nodeId);
    expect(ready).toHaveLength(REPLICAS);
  }, 90_000);
};
/** The machine with the most to lose. */
const busiest = async (): Promise<Machine> => {
  const counts = await Promise.all(
    machines.map(async (machine) => ({ machine, count: (await on(machine.nodeId)).length })),
  );
  return counts.toSorted((a, b) => b.count - a.count)[0]!.machine;
};
const lossless = ({ failed, cut, left, failures }: Tally): void => {
  expect(failures).toEqual([]);
  expect([failed, cut, left]).toEqual([0, 0, 0]);
};
const endsOf = (events: readonly LogEvent[], cause: string): LogEvent[] =>
  events.filter(({ type, data }) => type === 'ReplicaStopped' && data['cause'] === cause);

beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
  operator = await platform.secret('operator-token');
  machines = await Promise.all(
    [2, 3, 4].map((number) =>
      Machine.join(platform, {
        id: `00000000000${String(number)}`,
        address: `127.0.0.${String(number)}`,
        environment: { TIDEGATE_SIMULATE_GPUS: '3xH100', TIDEGATE_MODELS_DIR: platform.home },
      }),
    ),
  );
  await eventually(async () => {
    for (const { nodeId } of machines) expect((await node(nodeId)).state).toBe('ready');
  }, 60_000);
  const made = await platform.create({
    name: 'spread',
    model: MODEL,
    framework: 'engine-double',
    hardware: 'h100-1x',
    engineArguments: { ttftMs: 50, tokensPerSecond: 100 },
    scaling: { minReplicas: REPLICAS, maxReplicas: REPLICAS, rules: [{ metric: 'concurrency', target: 16 }] },
  });
  endpointId = made.id;
  await until(platform, endpointId, isSettled, 90_000);
  load = new SteadyLoad({ url: platform.url, token: platform.token, model: 'spread', perSecond: 50 });
  await pause(1000);
}, 240_000);
afterAll(async () => {
  await load.stop();
  await Promise.all(machines.map((machine) => machine.leave()));
  await platform.stop();
}, 120_000);

describe('a machine under traffic', () => {
  it('is drained without a lost request: each replica is replaced elsewhere before it goes', async () => {
    load.mark();
    const { nodeId } = await busiest();
    const leaving = (await on(nodeId)).map(({ id }) => id);
    expect(leaving.length).toBeGreaterThan(0);
    await command(nodeId, 'drain');
    await readyElsewhere(nodeId);
    await eventually(async () => {
      expect(await node(nodeId)).toMatchObject({ state: 'cordoned', replicas: 0 });
    }, 60_000);

    const events = await platform.events(endpointId);
    let ready = 0;
    let fewest = Infinity;
    for (const { type } of events) {
      if (type === 'ReplicaReady') ready += 1;
      if (type === 'ReplicaDraining') fewest = Math.min(fewest, (ready -= 1));
    }
    expect(fewest).toBe(REPLICAS);
    expect(endsOf(events, 'node_drained').map(({ data }) => data['replicaId'])).toEqual(
      expect.arrayContaining(leaving),
    );
    await pause(2000);
    lossless(load.sinceMark());
    await command(nodeId, 'uncordon');
    expect(await node(nodeId)).toMatchObject({ state: 'ready', drain: null });
  }, 240_000);

  it('loses only what was in flight there when its power fails, and is billed until its last word', async () => {
    const machine = await busiest();
    const lost = (await on(machine.nodeId)).map(({ id }) => id);
    load.mark();
    await pause(1000);
    const diedAtMs = Date.now();
    await machine.die();
    await eventually(async () => {
      expect((await node(machine.nodeId)).state).toBe('lost');
    }, 60_000);
    await readyElsewhere(machine.nodeId);
    await pause(2000);

    const { failed, cut, left, failures } = load.sinceMark();
    expect(left).toBe(0);
    // 50 a second, each for about 130 ms: hardly more than ten are in flight at any moment.
    expect(failed + cut).toBeLessThanOrEqual(20);
    const late = failures.filter(({ at }) => Date.parse(at) > diedAtMs + 3000);
    expect(late).toEqual([]);

    const ends = endsOf(await platform.events(endpointId), 'node_lost');
    expect(ends.map(({ data }) => data['replicaId']).toSorted()).toEqual(lost.toSorted());
    for (const { data } of ends) {
      const stoppedAtMs = Number(data['stoppedAtUs']) / 1000;
      expect(stoppedAtMs).toBeLessThanOrEqual(diedAtMs + 500);
      expect(stoppedAtMs).toBeGreaterThan(diedAtMs - 5000);
    }
    const { lines } = await platform.get<{ lines: { replicaId: string; stoppedAtUs: number | null }[] }>(
      `/v1/endpoints/${endpointId}/cost`,
    );
    const billedUntil = new Map(lines.map(({ replicaId, stoppedAtUs }) => [replicaId, stoppedAtUs]));
    for (const { data } of ends) expect(billedUntil.get(String(data['replicaId']))).toBe(data['stoppedAtUs']);
    machines = machines.filter((other) => other !== machine);
    await machine.leave();
    const removed = await platform.send('DELETE', `/v1/nodes/${machine.nodeId}`, { token: operator });
    expect(removed.status).toBeLessThan(300);
  }, 240_000);

  it('is replaced while nobody hears of it, and runs nothing that nobody wants once it is heard again', async () => {
    const machine = await busiest();
    load.mark();
    machine.freeze();
    await eventually(async () => {
      expect((await node(machine.nodeId)).state).toBe('lost');
    }, 60_000);
    await readyElsewhere(machine.nodeId);
    machine.thaw();
    await eventually(async () => {
      expect(await node(machine.nodeId)).toMatchObject({ state: 'ready' });
      expect(await machine.processes()).toBe((await on(machine.nodeId)).length);
    }, 60_000);
    await pause(1000);
    lossless(load.sinceMark());
  }, 240_000);
});
