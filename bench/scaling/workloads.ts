import { readFile } from 'node:fs/promises';
import type { Recording } from '@tidegate/scaling';
import { Random } from '../placement/random.ts';

/** A recording with what its contest needs to know of it. */
export type Workload = Recording &
  Readonly<{
    /** At 70 % of the slots: what no scaler knows, but those by request rate are given. */
    serviceSeconds: number;
    maxReplicas: number;
    warmReplicas: number;
    countedFrom: number;
  }>;

/** Requests of a language model: when they came, and the tokens in and out. */
export type Trace = Readonly<{ arrivesAt: readonly number[]; work: readonly number[] }>;

export const ENGINE = { slots: 8, slowdown: 0.04 };
/** The share of the slots that every peer aims at. */
export const FILL = 0.7;
const workOf = (prompt: number, generated: number): number => 0.1 + 0.0001 * prompt + 0.02 * generated;

/** Columns `TIMESTAMP, ContextTokens, GeneratedTokens`. */
export const readTrace = async (path: string): Promise<Trace> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`no recording at ${path}: set TIDEGATE_TRACES, or give --trace FILE`);
  });
  const rows = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const times = rows.map(([time = '']) => secondsOf(time));
  const first = times[0] ?? 0;
  return {
    arrivesAt: times.map((time) => time - first),
    work: rows.map(([, prompt, generated]) => workOf(Number(prompt), Number(generated))),
  };
};

/** `2023-11-16 18:15:46.6805900`, to the last digit; or seconds. */
const secondsOf = (time: string): number => {
  const [day, clock] = time.split(' ');
  if (clock === undefined) return Number(time);
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  return (
    Date.parse(`${String(day)}T00:00:00Z`) / 1000 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
  );
};

type Request = Readonly<{ at: number; work: number }>;

const workload = (requests: readonly Request[], seconds: number, isWarm: boolean): Workload => {
  const sorted = requests.toSorted((a, b) => a.at - b.at);
  const busy = 1 + ENGINE.slowdown * (FILL * ENGINE.slots - 1);
  const mean = (busy * sorted.reduce((sum, { work }) => sum + work, 0)) / sorted.length;
  let peak = 0;
  for (let last = 0, first = 0; last < sorted.length; last++) {
    while (sorted[last]!.at - sorted[first]!.at > 60) first++;
    peak = Math.max(peak, ((last - first + 1) / 60) * mean);
  }
  const early = sorted.filter(({ at }) => at < 60).length;
  return {
    arrivesAt: Float64Array.from(sorted, ({ at }) => at),
    work: Float64Array.from(sorted, ({ work }) => work),
    seconds,
    serviceSeconds: mean,
    maxReplicas: Math.max(4, Math.ceil((2 * peak) / ENGINE.slots)),
    warmReplicas: isWarm ? Math.max(1, Math.ceil(((early / 60) * mean) / (FILL * ENGINE.slots))) : 0,
    countedFrom: isWarm ? 300 : 0,
  };
};

export const gauss = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

const exponential = (random: Random, mean: number): number => -Math.log(1 - random.next()) * mean;

/** Thinned, or copied: copies come up to half a minute off and with sizes of other requests. */
const ofTrace =
  (factor: number) =>
  (trace: Trace, seed: number): Workload => {
    const random = new Random(seed + 100);
    const seconds = Math.ceil(trace.arrivesAt.at(-1) ?? 0);
    const requests: Request[] = [];
    trace.arrivesAt.forEach((at, n) => {
      const copies = Math.floor(factor) + (random.next() < factor % 1 ? 1 : 0);
      for (let copy = 0; copy < copies; copy++) {
        const off = factor > 1 ? (random.next() - 0.5) * 60 : 0;
        const size = copy > 0 ? random.below(trace.work.length) : n;
        requests.push({ at: Math.min(seconds, Math.max(0, at + off)), work: trace.work[size]! });
      }
    });
    return workload(requests, seconds, factor >= 0.2);
  };

type Rate = (at: number) => number;

/** Poisson arrivals of a rate that changes, sizes drawn from the recording. */
const synthetic =
  (of: Readonly<{ seconds: number; highest: number; isWarm: boolean; rate: (seed: number) => Rate }>) =>
  (trace: Trace, seed: number): Workload => {
    const random = new Random(seed + 200);
    const rate = of.rate(seed);
    const requests: Request[] = [];
    for (
      let at = exponential(random, 1 / of.highest);
      at <= of.seconds;
      at += exponential(random, 1 / of.highest)
    )
      if (random.next() < rate(at) / of.highest)
        requests.push({ at, work: trace.work[random.below(trace.work.length)]! });
    return workload(requests, of.seconds, of.isWarm);
  };

const spikes = (seed: number): Rate => {
  const random = new Random(seed + 7);
  const begins: number[] = [];
  for (let at = 300; at < 5400; at += 400 + 500 * random.next()) begins.push(at);
  return (at) => (begins.some((begin) => at >= begin && at < begin + 75) ? 10 : 3);
};

/** Single calls at given times. */
const calls =
  (seconds: number, times: (random: Random) => number[]) =>
  (trace: Trace, seed: number): Workload => {
    const random = new Random(seed + 300);
    const requests = times(new Random(seed + 400))
      .filter((at) => at < seconds)
      .map((at) => ({ at, work: trace.work[random.below(trace.work.length)]! }));
    return workload(requests, seconds, false);
  };

const poisson =
  (gapSeconds: number, seconds: number) =>
  (random: Random): number[] => {
    const times: number[] = [];
    for (let at = exponential(random, gapSeconds); at < seconds; at += exponential(random, gapSeconds))
      times.push(at);
    return times;
  };

/** A few calls each, some seconds apart, then nobody for a long time. */
const sessions = (random: Random): number[] => {
  const times: number[] = [];
  for (let begin = 60 + exponential(random, 1500); begin < 43_200; begin += 60 + exponential(random, 1500)) {
    const count = 3 + random.below(10);
    for (let n = 0, at = begin; n < count; n++, at += 5 + Math.exp(2.9 + 0.7 * gauss(random))) times.push(at);
  }
  return times;
};

const cron = (random: Random): number[] => {
  const times: number[] = [];
  for (let at = 300; at < 43_200; at += 600)
    times.push(at + 15 * gauss(random), at + 3 + 15 * Math.abs(gauss(random)));
  return times.filter((at) => at >= 0);
};

type Make = (trace: Trace, seed: number) => Workload;

/** Traffic that keeps replicas busy, for most of the time or in bursts. */
export const DENSE: Readonly<Record<string, Make>> = {
  conv: ofTrace(1),
  'conv-x0.05': ofTrace(0.05),
  'conv-x0.2': ofTrace(0.2),
  'conv-x4': ofTrace(4),
  steady: synthetic({ seconds: 3600, highest: 5, isWarm: true, rate: () => () => 5 }),
  diurnal: synthetic({
    seconds: 10_800,
    highest: 10.1,
    isWarm: true,
    rate: () => (at) => 5.2 - 4.8 * Math.cos((2 * Math.PI * at) / 5400),
  }),
  spikes: synthetic({ seconds: 5400, highest: 10, isWarm: true, rate: spikes }),
  onoff: synthetic({
    seconds: 4320,
    highest: 6,
    isWarm: false,
    rate: () => (at) => (at % 720 < 360 ? 6 : 0),
  }),
  burst: synthetic({
    seconds: 2400,
    highest: 8,
    isWarm: false,
    rate: () => (at) => ((at > 300 && at < 600) || (at > 1500 && at < 1620) ? 8 : 0),
  }),
};

/** Traffic with nothing to do for most of the time. */
export const SPARSE: Readonly<Record<string, Make>> = {
  'sparse-1m': calls(21_600, poisson(60, 21_600)),
  'sparse-3m': calls(43_200, poisson(180, 43_200)),
  'sparse-10m': calls(86_400, poisson(600, 86_400)),
  sessions: calls(43_200, sessions),
  'cron-10m': calls(43_200, cron),
};
