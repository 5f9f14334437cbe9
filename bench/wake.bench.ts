import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@tidegate/backing-services';
import { Platform, eventually } from '@tidegate/e2e/platform';
import { type Benchmark, type Figures, type Progress, quantile } from './benchmark.ts';

/** Wakes measured on each side, one after the other. */
const ROUNDS = 40;
const engine = fileURLToPath(import.meta.resolve('@tidegate/engine-double/main'));
const FLAGS = { ttftMs: 0, tokensPerSecond: 0, tokens: 1 };

const wake = async (progress: Progress): Promise<Figures> => {
  const platform = await Platform.start({ args: ['--no-sample'] });
  try {
    const { id, name } = await platform.create({
      name: 'sleeper',
      model: 'demo/double',
      framework: 'engine-double',
      hardware: 'cpu-1x',
      engineArguments: FLAGS,
      scaling: { minReplicas: 0, maxReplicas: 1, idleTimeoutSeconds: 1 },
    });
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      await eventually(async () => {
        if ((await platform.state(id)) !== 'sleeping') throw new Error('does not sleep');
      }, 60_000);
      const platformMs = await platformShare(platform, { id, name });
      const bareMs = await bareShare();
      // The first round warms both sides.
      if (round > 0) [ours, bare].forEach((list, i) => list.push([platformMs, bareMs][i] ?? 0));
      if (round % 10 === 0) progress(`${String(round)} of ${String(ROUNDS)} wakes`);
    }
    return {
      platformP50Ms: quantile(ours, 0.5),
      platformP99Ms: quantile(ours, 0.99),
      bareP50Ms: quantile(bare, 0.5),
      bareP99Ms: quantile(bare, 0.99),
      platformOverBareP50: quantile(ours, 0.5) / quantile(bare, 0.5),
      wakes: ours.length,
    };
  } finally {
    await platform.stop();
  }
};

const platformShare = async (
  platform: Platform,
  { id, name }: { id: string; name: string },
): Promise<number> => {
  const startedAt = performance.now();
  const response = await call(`${platform.url}/v1`, name, platform.token);
  const totalMs = performance.now() - startedAt;
  if (response.status !== 200) throw new Error(`the waking call was answered ${String(response.status)}`);
  const replicaId = response.headers.get('x-tidegate-replica') ?? '';
  const startMs = await eventually(async () => {
    const { lines } = await platform.get<{ lines: { text: string }[] }>(
      `/v1/endpoints/${id}/logs?lines=50&replica=${replicaId}`,
    );
    const said = lines.map(({ text }) => startOf(text)).find((ms) => ms !== undefined);
    if (said === undefined) throw new Error('the engine has not said how long it took');
    return said;
  });
  return totalMs - startMs;
};

const bareShare = async (): Promise<number> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const startedAt = performance.now();
  const flags = [
    '--port',
    String(port),
    '--ttft-ms',
    '0',
    '--tokens-per-second',
    '0',
    '--tokens',
    '1',
    '--model',
    'demo/double',
  ];
  const child = spawn(process.execPath, [engine, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const said = firstLine(child);
    while (
      !(await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await pause(2);
    await call(`${url}/v1`, 'demo/double', '');
    const totalMs = performance.now() - startedAt;
    return totalMs - (startOf(await said) ?? 0);
  } finally {
    child.kill('SIGKILL');
  }
};

/** Resolves with the first byte of the answer's head. */
const call = (base: string, model: string, token: string): Promise<Response> =>
  fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'wake up' }] }),
  });

const startOf = (text: string): number | undefined => {
  const found = /engine-double ready start_ms=([\d.]+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text)));

/**
 * The time from a request at zero replicas to its first byte, minus the time that the engine itself took to start (it says
 * so): what the platform adds. The peer does the least that can be done: it spawns the engine, asks its health
 * without pause, and calls it. Both in turns, so that the machine's mood is the same for both.
 */
export const benchmark: Benchmark = {
  what: 'Waking from zero: a request to its first byte, minus the engine’s own start, beside a bare spawn of the same engine.',
  goals: { platformP50Ms: '<= 80', platformP99Ms: '<= 250' },
  run: wake,
};
