import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { billFromEvents } from './bill-from-events.ts';
import { logIsWhole } from './log-is-whole.ts';
import { Platform, eventually } from './platform.ts';
import { Traffic } from './traffic.ts';

const run = promisify(execFile);
type Created = { id: string; name: string };
type Replica = { id: string; state: string };

/** In its arguments every replica of this run carries it, so that its processes can be counted on the machine. */
const MODEL = `demo/kill-${String(process.pid)}`;

let platform: Platform;
let steady: Created;
let traffic: Traffic;
const created: Created[] = [];

const endpoint = async (name: string, replicas: number): Promise<Created> => {
  const made = await platform.create({
    name,
    model: MODEL,
    framework: 'engine-double',
    hardware: 'cpu-1x',
    engineArguments: { ttftMs: 20, tokensPerSecond: 500 },
    scaling: { minReplicas: replicas, maxReplicas: replicas, idleTimeoutSeconds: 60 },
  });
  created.push(made);
  return made;
};

const isRunning = async ({ id }: Created, withinMs = 60_000): Promise<void> => {
  await eventually(async () => {
    expect(await platform.state(id)).toBe('running');
  }, withinMs);
};

/** Processes of this run's replicas: each is a shell that waits for its engine, and the engine. */
const engineProcesses = async (): Promise<number> => {
  const { stdout } = await run('ps', ['-eo', 'args']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(MODEL) && !line.startsWith('sh ') && !line.startsWith('/bin/sh ')).length;
};

beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
  steady = await endpoint('steady', 2);
  await isRunning(steady);
  traffic = new Traffic(platform, steady.name);
}, 180_000);
afterAll(async () => {
  await traffic.stop();
  await platform.stop();
}, 90_000);

// While one of these is away the gateway must go on answering calls to running replicas.
const NOT_IN_THE_PATH = [
  'api',
  'scheduler',
  'scaler',
  'billing',
  'logs',
  'metrics',
  'notifier',
  'agent',
  'nats',
  'postgres',
];

describe.each([...NOT_IN_THE_PATH, 'gateway'])('kill -9 of %s during traffic and a deployment', (victim) => {
  it('is repaired by the platform alone', async () => {
    traffic.mark();
    const deploying = await endpoint(`during-${victim}`, 1);
    const before = await platform.pid(victim);
    process.kill(before, 'SIGKILL');
    await eventually(async () => {
      expect(await platform.pid(victim)).not.toBe(before);
    });
    await isRunning(deploying);
    await isRunning(steady);
    // Calls were answered all along, and are now.
    const { answers } = traffic.sinceMark();
    await eventually(() => {
      expect(traffic.sinceMark().answers).toBeGreaterThan(answers + 5);
    });
    // The front door itself cannot answer while it is being restarted; nothing else may cost a call.
    if (victim !== 'gateway') expect(traffic.sinceMark().failures).toEqual([]);
    await platform.ask('POST', `/v1/endpoints/${deploying.id}/stop`);
    await eventually(async () => {
      expect(await platform.state(deploying.id)).toBe('stopped');
    }, 60_000);
  }, 200_000);
});

describe('after all of it', () => {
  it('no replica is orphaned or doubled', async () => {
    await eventually(async () => {
      const replicas = await platform.all<Replica>(`/v1/endpoints/${steady.id}/replicas`);
      expect(replicas.map(({ state }) => state)).toEqual(['ready', 'ready']);
      expect(await engineProcesses()).toBe(2);
    }, 60_000);
  });

  it('the log is whole: dense, no event twice, and the bus has the same', async () => {
    await traffic.stop();
    await pause(500);
    const result = await logIsWhole(platform);
    expect(result).toMatchObject({ gaps: 0, streamGaps: 0, differentOnTheBus: 0 });
    expect(result.events).toBeGreaterThan(100);
  });

  it('every replica started once and stopped once', async () => {
    for (const { id } of created) {
      const events = await platform.events(id);
      for (const type of [
        'ReplicaRequested',
        'ReplicaPlaced',
        'ReplicaStarted',
        'ReplicaReady',
        'ReplicaStopped',
      ]) {
        const ids = events.filter((event) => event.type === type).map(({ data }) => data['replicaId']);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }
  });

  it('the bill is right', async () => {
    await platform.ask('POST', `/v1/endpoints/${steady.id}/stop`);
    await eventually(async () => {
      expect(await platform.state(steady.id)).toBe('stopped');
    }, 60_000);
    const rates = await platform.all<{ sku: string; priceNanoUsdPerHour: string }>('/v1/rates');
    const price = new Map(rates.map(({ sku, priceNanoUsdPerHour }) => [sku, BigInt(priceNanoUsdPerHour)]));
    for (const { id } of created) {
      const expected = billFromEvents(await platform.events(id), price);
      await eventually(async () => {
        const cost = await platform.get<{ costNanoUsd: string }>(`/v1/endpoints/${id}/cost`);
        expect(cost.costNanoUsd).toBe(String(expected.costNanoUsd));
      });
    }
  });

  it('every restart was said', () => {
    const said = platform.said.join('');
    for (const victim of [...NOT_IN_THE_PATH, 'gateway'])
      expect(said).toMatch(new RegExp(`${victim}.*(ended|SIGKILL|restart)`));
  });
});
