import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Life, randomOf } from './billing/life.ts';
import { Processes } from './billing/processes.ts';
import { Subscriber } from './billing/subscriber.ts';
import { Witness } from './billing/witness.ts';
import { Platform, eventually } from './platform.ts';
import { setTimeout as pause } from 'node:timers/promises';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

type Line = Readonly<{
  kind: string;
  sourceId: string;
  replicaId: string | null;
  sku: string;
  stoppedAtUs: number | null;
  heldMicroseconds: string;
  phaseMicroseconds: Readonly<Record<string, string>>;
  priceNanoUsdPerHour: string;
  costNanoUsd: string;
  billed: boolean;
}>;
type Cost = Readonly<{ costNanoUsd: string; lines: Line[]; nextCursor: string | null }>;

/** In its arguments every engine of this run carries it, so that they can be found on the machine. */
const MODEL = `demo/billing-${String(process.pid)}`;
const SEED = Number(process.env['TIDEGATE_TEST_SEED'] ?? 20_310_204);
/** A day is lived in so much time: what happens once an hour then happens every few seconds. */
const DAY_MS = 150_000;
const VICTIMS = ['billing', 'scheduler', 'agent', 'nats', 'billing', 'nats', 'scheduler', 'agent', 'billing'];
/**
 * Between what the machine shows and what is billed of one replica, on a machine that is busy with all of this: an engine is seen
 * a moment after its launch and until a moment before its end; one that fails at once may not be seen at all.
 */
const SECONDS_PER_REPLICA = 3;

let platform: Platform;
let witness: Witness;
let processes: Processes;
let subscriber: Subscriber;
let life: Life;

beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
  witness = await Witness.of(platform);
  processes = new Processes(MODEL);
  subscriber = await Subscriber.start(platform);
  life = new Life(platform, MODEL, SEED);
}, 180_000);
afterAll(async () => {
  life.stop();
  await subscriber.stop();
  await processes.stop();
  await witness.stop();
  await platform.stop();
}, 90_000);

const operator = async (method: string, path: string, body: unknown): Promise<number> => {
  const { status } = await platform.ask(method, path, body, await platform.secret('operator-token'));
  return status;
};

const killed = async (victim: string): Promise<void> => {
  const before = await platform.pid(victim);
  process.kill(before, 'SIGKILL');
  await eventually(async () => {
    expect(await platform.pid(victim)).not.toBe(before);
  }, 60_000);
};

const lines = async (): Promise<Line[]> => {
  const all: Line[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Cost = await platform.get<Cost>(
      `/v1/cost?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(...page.lines);
    cursor = page.nextCursor;
  }
  return all;
};

/** Microseconds between start and end: of what was held, all but the time in which its image was brought. */
const ranUs = ({ heldMicroseconds, phaseMicroseconds }: Line): number =>
  Number(BigInt(heldMicroseconds) - BigInt(phaseMicroseconds['pulling'] ?? '0'));

describe('a day of random life, in which everything that has to do with money is killed', () => {
  it(`is lived through (seed ${String(SEED)})`, async () => {
    const random = randomOf(SEED + 1);
    const untilMs = performance.now() + DAY_MS;
    const living = life.live(untilMs);
    for (const [nth, victim] of VICTIMS.entries()) {
      const dueMs = untilMs - DAY_MS + ((nth + random()) * DAY_MS) / VICTIMS.length;
      await pause(Math.max(0, dueMs - performance.now()));
      await killed(victim);
      if (nth === 2) await subscriber.restart();
      if (nth === 4)
        await eventually(async () => {
          const rate = { sku: 'cpu-1x', priceNanoUsdPerHour: 77_000_001 };
          expect(await operator('POST', '/v1/rates', rate)).toBeLessThan(300);
        });
    }
    await living;
    await life.end();
    await eventually(async () => {
      const open = (await lines()).filter(
        ({ stoppedAtUs, kind }) => kind === 'usage' && stoppedAtUs === null,
      );
      expect(open).toEqual([]);
    }, 120_000);
    expect(life.acts).toBeGreaterThan(100);
    expect(life.answered).toBeGreaterThan(50);
  }, 600_000);
});

describe('its bill', () => {
  it('is to the microsecond what the nodes reported, of every replica', async () => {
    const billed = new Map<string, number>();
    for (const line of await lines())
      if (line.kind === 'usage' && line.replicaId !== null)
        billed.set(line.replicaId, (billed.get(line.replicaId) ?? 0) + ranUs(line));
    const ran = witness.ranUs();
    const drifts = [...ran].map(([replicaId, us]) => (billed.get(replicaId) ?? 0) - us);
    expect(drifts.filter((us) => us !== 0)).toEqual([]);
    // While the bus is away nobody hears: of few replicas a start or an end was missed.
    expect(ran.size).toBeGreaterThan(0.8 * billed.size);
    expect(ran.size).toBeGreaterThan(20);
  });

  it('is what the machine itself showed', async () => {
    const used = (await lines()).filter(({ kind }) => kind === 'usage');
    const seconds = used.reduce((sum, line) => sum + ranUs(line) / 1e6, 0);
    const replicas = new Set(used.map(({ replicaId }) => replicaId)).size;
    expect(processes.count).toBeGreaterThan(20);
    expect(seconds).toBeGreaterThanOrEqual(processes.seenSeconds());
    expect(seconds).toBeLessThan(processes.seenSeconds() + SECONDS_PER_REPLICA * replicas);
  });

  it('has phases that add up, two rates of one flavour, and free lines for what never became ready', async () => {
    const all = (await lines()).filter(({ kind }) => kind === 'usage');
    for (const { heldMicroseconds, phaseMicroseconds } of all)
      expect(Object.values(phaseMicroseconds).reduce((sum, us) => sum + BigInt(us), 0n)).toBe(
        BigInt(heldMicroseconds),
      );
    expect(
      new Set(all.filter(({ sku }) => sku === 'cpu-1x').map((line) => line.priceNanoUsdPerHour)).size,
    ).toBe(2);
    const free = all.filter(({ billed }) => !billed);
    expect(free.length).toBeGreaterThan(0);
    expect(new Set(free.map(({ costNanoUsd }) => costNanoUsd))).toEqual(new Set(['0']));
  });

  it('is what an outside system makes of the events, to the last billionth of a dollar', async () => {
    await eventually(async () => {
      const cost = await platform.get<Cost>('/v1/cost?limit=1');
      expect(await subscriber.differenceNanoUsd()).toBe('0');
      expect(BigInt(cost.costNanoUsd)).toBeGreaterThan(0n);
    });
  });

  it('is found right by whoever computes it anew from the log', async () => {
    const { stdout } = await run(process.execPath, ['services/billing/dist/verify.main.js'], {
      cwd: root,
      env: { ...process.env, ...(await platform.connections()) },
    });
    expect(stdout).toMatch(/agree/);
  }, 60_000);
});

type Budget = Readonly<{
  id: string;
  state: string;
  spentNanoUsd: string;
  limitNanoUsd: string;
  overshootBoundNanoUsd: string;
}>;
const usd = (nano: bigint): string =>
  `${String(nano / 1_000_000_000n)}.${String(nano % 1_000_000_000n).padStart(9, '0')}`;

describe('a hard budget', () => {
  const chat = (model: string) =>
    platform.ask<{ error?: { code: string } }>('POST', '/v1/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'hello' }],
    });

  it('puts its endpoint to sleep when it is spent, with no more spent than was said, and wakes it when it is raised', async () => {
    const { id, name } = await platform.create({
      name: 'budgeted',
      model: MODEL,
      framework: 'engine-double',
      hardware: 'cpu-1x',
      engineArguments: { ttftMs: 20, tokensPerSecond: 500 },
      drainTimeoutSeconds: 5,
      scaling: { minReplicas: 1, maxReplicas: 2 },
    });
    await eventually(async () => {
      expect(await platform.state(id)).toBe('running');
    }, 60_000);
    // What one replica costs in a quarter of a minute.
    const limit = (77_000_001n * 15n) / 3600n;
    const set = { name: 'small', endpointId: id, limitUsd: usd(limit), isHard: true };
    const { status, body: budget } = await platform.ask<Budget>('POST', '/v1/budgets', set);
    expect(status).toBe(201);
    const bound = BigInt(budget.overshootBoundNanoUsd);
    await eventually(async () => {
      const { body } = await platform.ask<{ state: string; reason: { code: string } }>(
        'GET',
        `/v1/endpoints/${id}`,
      );
      expect([body.state, body.reason.code]).toEqual(['sleeping', 'spending_stopped']);
    }, 90_000);
    // A replica that still drains is taken back when the budget is raised: its end comes first.
    await eventually(async () => {
      expect((await platform.events(id)).map(({ type }) => type)).toContain('ReplicaStopped');
    }, 60_000);
    const stopped = await platform.get<Budget>(`/v1/budgets/${budget.id}`);
    expect(stopped.state).toBe('stopped');
    expect(BigInt(stopped.spentNanoUsd)).toBeGreaterThanOrEqual(limit);
    expect(BigInt(stopped.spentNanoUsd) - limit).toBeLessThanOrEqual(bound);
    const refused = await chat(name);
    expect([refused.status, refused.body.error?.code]).toEqual([402, 'billing.spending_stopped']);
    await platform.ask('PATCH', `/v1/budgets/${budget.id}`, { limitUsd: '10.00' });
    await eventually(async () => {
      expect((await chat(name)).status).toBe(200);
    }, 60_000);
    await platform.ask('POST', `/v1/endpoints/${id}/stop`);
  }, 300_000);
});

describe('a credit and the draft of an invoice', () => {
  it('say what is due and what pays for it', async () => {
    const { projectId } = await platform.get<{ projectId: string }>('/v1/me');
    const granted = await operator('POST', `/v1/projects/${projectId}/credits`, {
      kind: 'promotional',
      amountUsd: '5.00',
      note: 'to begin with',
    });
    expect(granted).toBe(201);
    await eventually(async () => {
      const ledger = await platform.all<{ hash: string; previousHash: string }>('/v1/billing/ledger');
      expect(ledger.length).toBeGreaterThan(0);
    });
    const draft = await platform.get<{ lines: { amountNanoUsd: string }[] }>('/v1/billing/invoices/draft');
    expect(draft.lines.length).toBeGreaterThan(0);
    const { status, headers } = await platform.ask(
      'GET',
      '/v1/billing/export?format=focus&from=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z',
    );
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
  });
});
