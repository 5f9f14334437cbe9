import { readFile } from 'node:fs/promises';
import { freePort } from '@tidegate/backing-services';
import type { Progress } from '../benchmark.ts';
import { atOnce } from './first.ts';
import { type Native, type Run, type Settings, measure } from './native.ts';
import type { Proxy, Running } from './proxy.ts';

export const TESTS = ['idle', 'closed', 'open', 'chunks', 'streams'] as const;
export type Test = (typeof TESTS)[number];

/** Code is compiled while it runs: before that it says little. */
const WARM_SECONDS = 10;
/** Streams open at once when memory and delays are measured. */
export const MANY_STREAMS = 2000;

type Mode = 'closed' | 'open' | 'streams';
type How = Readonly<{ mode: Mode; settings: Settings; isAboutTime: boolean }>;

const HOW: Readonly<Record<Test, How>> = {
  // Many streams that say next to nothing, to a process that has done nothing else: what one keeps of memory.
  idle: {
    mode: 'streams',
    settings: { connections: MANY_STREAMS, every: 1, ramp: 2, warm: 0.5, seconds: 1 },
    isAboutTime: false,
  },
  // As fast as it goes.
  closed: { mode: 'closed', settings: { connections: 64, warm: 1 }, isAboutTime: false },
  // 500 requests a second: what a request costs that finds nobody in its way.
  open: { mode: 'open', settings: { connections: 64, rate: 500, warm: 0.5 }, isAboutTime: true },
  // 200 streams that say much.
  chunks: {
    mode: 'streams',
    settings: { connections: 200, every: 0.01, ramp: 0.5, warm: 0.5 },
    isAboutTime: true,
  },
  // Many streams that say a little each.
  streams: {
    mode: 'streams',
    settings: { connections: MANY_STREAMS, every: 0.1, ramp: 2, warm: 1 },
    isAboutTime: true,
  },
};

export type Sample = Run & Readonly<{ residentBeforeKib: number }>;
/** By proxy, then by test: one sample a round. */
export type Samples = Map<string, Map<string, Sample[]>>;

export type Plan = Readonly<{
  native: Native;
  progress: Progress;
  rounds: number;
  seconds: number;
  /** Foreign processes may take so much of a core; a run with more is tried again, so often in all. */
  quietCores: number;
  tries: number;
  /** Before all other work of the machine. */
  first: boolean;
  /** Processes that belong to the measurement without being the proxy: the upstream, and what keeps cores awake. */
  ownPids: readonly number[];
  /** What keeps cores awake, while times are measured: a core that is busy all the time would only be shared with it. */
  awakePids: readonly number[];
}>;

const residentKib = async (pids: readonly number[]): Promise<number> => {
  const texts = await Promise.all(
    pids.map((pid) => readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '')),
  );
  return texts.reduce((sum, text) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0), 0);
};

/** The quietest of a few tries; whatever was bad in any of them stays bad. */
const quietest = async (
  { native, tries, quietCores, first }: Plan,
  mode: Mode,
  settings: Settings,
  isAboutTime: boolean,
): Promise<Run> => {
  const runs: Run[] = [];
  while (runs.length < tries && (runs.at(-1)?.foreignCores ?? Infinity) > quietCores)
    runs.push(await measure(native.load, mode, settings, first && isAboutTime));
  const [best] = runs.toSorted((a, b) => a.foreignCores - b.foreignCores);
  if (!best) throw new Error('nothing was measured');
  return { ...best, bad: runs.reduce((sum, { bad }) => sum + bad, 0) };
};

const sampleOf = async (plan: Plan, running: Running, test: Test, ask: Settings): Promise<Sample> => {
  const { mode, settings, isAboutTime } = HOW[test];
  const { port, pids } = running;
  for (const pid of plan.awakePids) process.kill(pid, isAboutTime ? 'SIGCONT' : 'SIGSTOP');
  if (plan.first) await atOnce([...pids, ...plan.ownPids.slice(0, 1)], isAboutTime);
  const residentBeforeKib = await residentKib(pids);
  const all = {
    port,
    seconds: plan.seconds,
    ...settings,
    proxy: pids.join(','),
    others: plan.ownPids.join(','),
    ...ask,
  };
  return { ...(await quietest(plan, mode, all, isAboutTime)), residentBeforeKib };
};

const said = (test: Test, { seconds, ...run }: Sample): string => {
  const rate = (HOW[test].mode === 'streams' ? run.chunks : run.answers) / seconds;
  const cpuUs = (run.cpuSeconds * 1e6) / seconds / rate;
  const parts = [
    `${rate.toFixed(0)}/s`,
    `${cpuUs.toFixed(1)} us of CPU each`,
    `p50 ${run.p50Us.toFixed(0)} us`,
    `p99 ${run.p99Us.toFixed(0)} us`,
    `${(run.residentKib / 1024).toFixed(0)} MiB`,
    `bad ${String(run.bad)}`,
    `foreign ${run.foreignCores.toFixed(2)} cores`,
  ];
  return parts.join(', ');
};

const keep = (samples: Samples, proxy: string, test: string, sample: Sample): void => {
  const tests = samples.get(proxy) ?? new Map<string, Sample[]>();
  samples.set(proxy, tests.set(test, [...(tests.get(test) ?? []), sample]));
};

/** A proxy's turn: a new process, warmed up, then each test. */
const turn = async (
  plan: Plan,
  proxy: Proxy,
  tests: readonly Test[],
  take: (test: string, sample: Sample) => void,
): Promise<void> => {
  const running = await proxy.start(await freePort());
  const one = async (test: Test): Promise<void> => {
    const sample = await sampleOf(plan, running, test, proxy.ask);
    plan.progress(`${proxy.name} ${test}: ${said(test, sample)}`);
    take(test, sample);
  };
  try {
    // What is bad here counts.
    take('first', await sampleOf({ ...plan, tries: 1, seconds: 1 }, running, 'open', proxy.ask));
    if (tests.includes('idle')) await one('idle');
    const warm = await sampleOf({ ...plan, tries: 1, seconds: WARM_SECONDS }, running, 'closed', proxy.ask);
    take('warm', warm);
    for (const test of tests) if (test !== 'idle') await one(test);
    for (const [way, ask] of Object.entries(proxy.ways ?? {})) {
      const sample = await sampleOf(plan, running, 'closed', ask);
      plan.progress(`${proxy.name} without ${way}: ${said('closed', sample)}`);
      take(`without.${way}`, sample);
    }
  } finally {
    await running.stop();
  }
};

/** All proxies in turns, round by round, so that the machine's mood is the same for all. */
export const measureAll = async (
  plan: Plan,
  proxies: readonly Proxy[],
  testsOf: (proxy: Proxy) => readonly Test[],
): Promise<Samples> => {
  const samples: Samples = new Map();
  for (let round = 1; round <= plan.rounds; round++) {
    plan.progress(`round ${String(round)} of ${String(plan.rounds)}`);
    for (const proxy of proxies)
      await turn(plan, proxy, testsOf(proxy), (test, sample) => keep(samples, proxy.name, test, sample));
  }
  return samples;
};
