import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Endpoint, replicas, until, update } from './endpoints.ts';
import { type LogEvent, Platform, eventually } from './platform.ts';
import { SteadyLoad } from './steady-load.ts';

const run = promisify(execFile);
type Created = { id: string; name: string };
type Decided = Readonly<{
  from: number;
  to: number;
  cause: string;
  text: string;
  formula: string;
  limitedBy: string[];
  spare: string[];
  inputs: {
    waiting: number;
    demands: {
      metric: string;
      value: number | null;
      headway: { surge: number; backlog: number } | null;
    }[];
    bounds: { by: string };
  } | null;
}>;

/** In its arguments every replica of this run carries it, so that its processes can be found on the machine. */
const MODEL = `demo/scaling-${String(process.pid)}`;
/** An answer takes two seconds. */
const SLOW = { ttftMs: 100, tokensPerSecond: 10, tokens: 20 };

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
}, 150_000);
afterAll(async () => {
  await platform.stop();
}, 90_000);

const create = async (
  name: string,
  scaling: Record<string, unknown>,
  spec: Record<string, unknown> = {},
): Promise<Created> => {
  const made = await platform.create({
    name,
    model: MODEL,
    framework: 'engine-double',
    hardware: 'cpu-1x',
    engineArguments: SLOW,
    scaling,
    ...spec,
  });
  await until(platform, made.id, ({ state }) => state === 'running');
  return made;
};

const remove = async ({ id, name }: Created): Promise<void> => {
  const { status } = await platform.ask('DELETE', `/v1/endpoints/${id}`, { confirm: name });
  expect(status).toBeLessThan(300);
};

const decisions = async ({ id }: Created): Promise<Decided[]> =>
  (await platform.events(id))
    .filter(({ type }: LogEvent) => type === 'ScaleDecided')
    .map(({ data }) => data as unknown as Decided);

const load = ({ id }: Created, perSecond: number, maxTokens = 20): SteadyLoad =>
  new SteadyLoad({ url: platform.url, token: platform.token, model: id, perSecond, maxTokens });

const wants =
  (from: number, to = from) =>
  ({ replicas: { desired } }: Endpoint) =>
    desired >= from && desired <= to;
const has =
  (count: number) =>
  ({ replicas: { ready } }: Endpoint) =>
    ready >= count;

const call = ({ id }: Created) =>
  platform.openai().chat.completions.create({
    model: id,
    max_completion_tokens: 4,
    messages: [{ role: 'user', content: 'hello' }],
  });

describe('a rule on concurrency', () => {
  it('grows with a burst, outlives its scaler, and shrinks without cutting a stream, the least busy first', async () => {
    const made = await create('concurrency', {
      maxReplicas: 4,
      rules: [{ metric: 'concurrency', target: 2 }],
      stabilizationWindowSeconds: 5,
    });
    const calls = load(made, 2.5);
    await until(platform, made.id, has(3), 90_000);
    process.kill(await platform.pid('scaler'), 'SIGKILL');
    await pause(20_000);
    const during = await decisions(made);
    await calls.stop();
    const tally = calls.sinceMark();
    expect(tally).toMatchObject({ failed: 0, cut: 0, left: 0, failures: [] });
    expect(tally.answered).toBeGreaterThan(40);
    expect(Math.max(...during.map(({ to }) => to))).toBeGreaterThanOrEqual(3);
    // The load was the same all the time: nobody was sent away, before or after the scaler was killed.
    expect(during.filter(({ from, to }) => to < from)).toEqual([]);
    expect(during.find(({ cause }) => cause === 'load')?.text).toMatch(/requests\/s .* slots a replica/);

    const few = load(made, 0.5);
    await until(platform, made.id, wants(1, 2), 150_000);
    await few.stop();
    expect(few.sinceMark()).toMatchObject({ failed: 0, cut: 0, failures: [] });
    const fall = (await decisions(made)).find(({ from, to, cause }) => to < from && cause === 'load');
    expect(fall?.spare.length).toBeGreaterThan(0);
    const { now } = await platform.get<{ now: { text: string } }>(`/v1/endpoints/${made.id}/scaling`);
    expect(now.text).toMatch(/replica|nothing to do|wanted/);
  }, 360_000);
});

describe('rules on other loads', () => {
  it('count requests per second, and tokens per second from the runtime’s own counter', async () => {
    const rate = await create('rate', {
      maxReplicas: 4,
      rules: [{ metric: 'requestsPerSecond', target: 1 }],
    });
    const tokens = await create('tokens', {
      maxReplicas: 3,
      rules: [{ metric: 'vllm:generation_tokens_total', target: 15 }],
    });
    const both = [load(rate, 2.5), load(tokens, 2)];
    await until(platform, rate.id, wants(3, 4), 120_000);
    await until(platform, tokens.id, wants(3), 120_000);
    await Promise.all(both.map((each) => each.stop()));
    for (const each of both) expect(each.sinceMark()).toMatchObject({ failed: 0, cut: 0, failures: [] });
    const [grown] = (await decisions(tokens)).filter(({ cause }) => cause === 'load');
    expect(grown?.text).toContain('vllm:generation_tokens_total is');
    await Promise.all([rate, tokens].map(remove));
  }, 300_000);

  it('take a gauge by its former name', async () => {
    const made = await create(
      'gauge',
      {
        maxReplicas: 2,
        rules: [{ metric: 'vllm:gpu_cache_usage_perc', target: 0.05 }],
      },
      { engineArguments: { ...SLOW, kvCacheTokens: 200 } },
    );
    const calls = load(made, 2);
    await until(platform, made.id, wants(2), 90_000);
    await calls.stop();
    await remove(made);
  }, 150_000);
});

describe('a burst', () => {
  it('asks for more at once with panic, and for its level alone without', async () => {
    const scaling = { maxReplicas: 4, rules: [{ metric: 'concurrency', target: 1 }] };
    const [eager, calm] = [
      await create('eager', scaling),
      await create('calm', { ...scaling, panic: false }),
    ];
    /** The slots that each decision on a burst asks for because of it, beyond what its level says. */
    const burst = async (made: Created): Promise<number[]> => {
      const before = (await decisions(made)).length;
      const calls = Array.from({ length: 12 }, () => call(made));
      await pause(6_000);
      await Promise.all(calls);
      const demands = (await decisions(made)).slice(before).flatMap(({ inputs }) => inputs?.demands ?? []);
      return demands.map(({ headway }) => (headway ? headway.surge + headway.backlog : 0));
    };
    const [with_, without] = [await burst(eager), await burst(calm)];
    expect(Math.max(...with_)).toBeGreaterThan(0);
    expect(Math.max(0, ...without)).toBe(0);
    await Promise.all([eager, calm].map(remove));
  }, 200_000);
});

describe('a count by hand, and by the clock', () => {
  it('is changed at once', async () => {
    const made = await create('manual', { mode: 'manual', minReplicas: 2, maxReplicas: 4 });
    await until(platform, made.id, has(2));
    await update(platform, made.id, { scaling: { minReplicas: 3 } });
    await until(platform, made.id, has(3), 60_000);
    await update(platform, made.id, { scaling: { minReplicas: 1 } });
    await until(platform, made.id, ({ replicas: { desired, ready } }) => desired === 1 && ready === 1);
    expect((await decisions(made)).filter(({ cause }) => cause === 'manual').map(({ to }) => to)).toEqual([
      3, 1,
    ]);
    await remove(made);
  }, 150_000);

  it('has the bounds of its schedule from the minute on that it names', async () => {
    const soon = new Date(Date.now() + 75_000);
    const schedule = {
      cron: `${String(soon.getUTCMinutes())} ${String(soon.getUTCHours())} * * *`,
      timeZone: 'UTC',
      durationSeconds: 60,
      minReplicas: 2,
    };
    const made = await create('scheduled', { maxReplicas: 2, idleTimeoutSeconds: 5, schedules: [schedule] });
    await until(platform, made.id, ({ state }) => state === 'sleeping', 60_000);
    await until(platform, made.id, has(2), 150_000);
    const rise = (await decisions(made)).at(-1);
    expect(rise).toMatchObject({
      to: 2,
      limitedBy: expect.arrayContaining(['min_replicas']),
      inputs: { bounds: { by: 'schedule' } },
    });
    await until(platform, made.id, ({ state }) => state === 'sleeping', 150_000);
    await remove(made);
  }, 420_000);
});

describe('an endpoint that sleeps', () => {
  it('cold has no replica, and wakes once for all who call', async () => {
    const made = await create('cold', {
      maxReplicas: 2,
      idleTimeoutSeconds: 3,
      rules: [{ metric: 'concurrency', target: 16 }],
    });
    await until(platform, made.id, ({ state }) => state === 'sleeping', 60_000);
    await eventually(async () => {
      expect(await replicas(platform, made.id)).toEqual([]);
    });
    await Promise.all(Array.from({ length: 10 }, () => call(made)));
    const wakes = (await decisions(made)).filter(({ cause }) => cause === 'wake');
    expect(wakes).toHaveLength(1);
    expect(wakes[0]).toMatchObject({ from: 0, to: 1 });
    await remove(made);
  }, 150_000);

  it('warm keeps its process, frozen, and goes on with it', async () => {
    const model = `${MODEL}-warm`;
    const made = await create('warm', { idleTimeoutSeconds: 3 }, { sleepMode: 'warm', model });
    const engines = async (): Promise<{ pid: string; state: string }[]> => {
      const { stdout } = await run('ps', ['-eo', 'pid=,stat=,args=']);
      return stdout
        .split('\n')
        .filter((line) => line.includes(model) && !line.includes('/bin/sh'))
        .map((line) => ({ pid: line.trim().split(/\s+/)[0]!, state: line.trim().split(/\s+/)[1]! }));
    };
    const [before] = await engines();
    await until(platform, made.id, ({ state }) => state === 'sleeping', 60_000);
    await eventually(async () => {
      expect((await replicas(platform, made.id)).map(({ state }) => state)).toEqual(['asleep']);
    });
    await eventually(async () => {
      expect((await engines()).every(({ state }) => state.startsWith('T'))).toBe(true);
    });
    const from = performance.now();
    await call(made);
    const tookMs = performance.now() - from;
    expect((await engines()).map(({ pid }) => pid)).toContain(before?.pid);
    expect(await replicas(platform, made.id)).toMatchObject([{ state: 'ready' }]);
    expect(tookMs).toBeLessThan(20_000);
    await until(platform, made.id, ({ state }) => state === 'sleeping', 60_000);
    await remove(made);
    await eventually(async () => {
      expect(await engines()).toEqual([]);
    }, 60_000);
  }, 240_000);
});

describe('what another policy would have done', () => {
  it('is told of the traffic that was recorded', async () => {
    const [{ id }] = (await platform.all<Created>('/v1/endpoints')).filter(
      ({ name }) => name === 'concurrency',
    ) as [Created];
    type Simulated = {
      requests: number;
      policies: { name: string; replicaSeconds: number; starts: number; waitSeconds: { p99: number } }[];
    };
    const body = {
      policies: [
        { name: 'as-is', scaling: {} },
        { name: 'always-two', scaling: { minReplicas: 2 } },
      ],
    };
    const { status, body: answer } = await platform.ask<Simulated>(
      'POST',
      `/v1/endpoints/${id}/simulate`,
      body,
    );
    expect({ status, answer }).toMatchObject({ status: 200 });
    expect(answer.requests).toBeGreaterThan(40);
    expect(answer.policies.map(({ name }) => name)).toEqual(['as-is', 'always-two']);
    const [own, two] = answer.policies;
    expect(two!.replicaSeconds).toBeGreaterThan(own!.replicaSeconds);
    // Whom a replica's start keeps waiting differs by chance; twice as long it is not.
    expect(two!.waitSeconds.p99).toBeLessThanOrEqual(2 * own!.waitSeconds.p99);
  }, 120_000);
});
