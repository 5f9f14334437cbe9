import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RuntimeMetrics, type RuntimeSample } from './runtime-metrics.ts';

const START_US = 1_700_000_000_000_000;
const us = (seconds: number): number => START_US + Math.round(seconds * 1_000_000);
const A = 'repl-00000000000a';
const B = 'repl-00000000000b';
const C = 'repl-00000000000c';

type Look = { framework?: string; ready?: readonly string[] };

const endpoint = (...metrics: string[]) => {
  const runtimes = new RuntimeMetrics();
  runtimes.keepOnly(metrics, 'vllm');
  const add = (seconds: number, replicaId: string | null, told: Record<string, number>): void => {
    runtimes.add({ replicaId, sampledAtUs: us(seconds), metrics: told }, us(seconds));
  };
  const value = (seconds: number, metric = metrics[0]!, { framework = 'vllm', ready = [A, B] }: Look = {}) =>
    runtimes.value({ metric }, { framework, ready: new Set(ready), nowUs: us(seconds) });
  return { runtimes, add, value };
};

const WAITING = 'vllm:num_requests_waiting';
const CACHE = 'vllm:kv_cache_usage_perc';
const TOKENS = 'vllm:generation_tokens_total';

describe('the value of a metric over all replicas', () => {
  it('is the sum of what adds up', () => {
    const { add, value } = endpoint(WAITING);
    add(0, A, { [WAITING]: 3 });
    add(0, B, { [WAITING]: 5 });
    expect(value(1)).toBe(8);
    expect(value(1, WAITING, { ready: [B] })).toBe(5);
  });

  it('is the average, or the maximum, times the replicas', () => {
    const { add, value } = endpoint(CACHE, 'DiskUtilization');
    add(0, A, { [CACHE]: 0.5, DiskUtilization: 20 });
    add(0, B, { [CACHE]: 1, DiskUtilization: 80 });
    expect(value(1)).toBeCloseTo(1.5);
    expect(value(1, 'DiskUtilization')).toBe(160);
  });

  it('is the rate per second of a counter, over about thirty seconds', () => {
    const { add, value } = endpoint(TOKENS);
    for (let second = 0; second <= 60; second += 2) {
      add(second, A, { [TOKENS]: 1000 + 10 * second });
      add(second + 1, B, { [TOKENS]: second <= 30 ? 0 : 100 * (second - 30) });
    }
    expect(value(61)).toBeCloseTo(110);
    add(91, B, { [TOKENS]: 3000 });
    expect(value(91, TOKENS, { ready: [B] })).toBeNull();
  });

  it('knows a metric by its former names, whichever the rule and the replicas use', () => {
    const { add, value } = endpoint(CACHE, 'vllm:gpu_cache_usage_perc');
    add(0, A, { 'vllm:gpu_cache_usage_perc': 0.5 });
    add(0, B, { [CACHE]: 0.25, 'vllm:gpu_cache_usage_perc': 0.9 });
    expect([value(1), value(1, 'vllm:gpu_cache_usage_perc')]).toEqual([0.75, 0.75]);
  });

  it('of an own image adds up, and what ends as counters do is one', () => {
    const { runtimes, add, value } = endpoint();
    runtimes.keepOnly(['my_queue', 'my_jobs_total'], 'custom');
    for (const [second, jobs] of [
      [0, 0],
      [2, 8],
    ] as const)
      for (const replicaId of [A, B]) add(second, replicaId, { my_queue: 4, my_jobs_total: jobs });
    expect(value(2, 'my_queue', { framework: 'custom' })).toBe(8);
    expect(value(2, 'my_jobs_total', { framework: 'custom' })).toBe(8);
    expect(value(2, 'my_queue', { framework: 'nobody knows' })).toBe(8);
  });

  it('is none for a histogram, and the rate of its count', () => {
    const histogram = 'vllm:e2e_request_latency_seconds';
    const { add, value } = endpoint(histogram, `${histogram}_count`);
    for (const second of [0, 2]) add(second, A, { [histogram]: 1, [`${histogram}_count`]: 50 + second });
    expect(value(2)).toBeNull();
    expect(value(2, `${histogram}_count`, { ready: [A] })).toBe(1);
  });
});

describe('a replica that is silent', () => {
  it('counts like the others after fifteen seconds, and with it gone they count alone', () => {
    const { add, value } = endpoint(WAITING);
    for (let second = 0; second <= 16; second += 2) add(second, A, { [WAITING]: 3 });
    add(0, B, { [WAITING]: 9 });
    expect([value(15), value(16)]).toEqual([12, 6]);
    expect(value(16, WAITING, { ready: [A] })).toBe(3);
  });

  it('is waited for longer where replicas are measured more rarely', () => {
    const { add, value } = endpoint(WAITING);
    for (const second of [0, 20, 40]) add(second, A, { [WAITING]: 3 });
    expect([value(100, WAITING, { ready: [A] }), value(111, WAITING, { ready: [A] })]).toEqual([3, null]);
  });

  it('leaves no value when it is the only one, nor when none is ready', () => {
    const { add, value } = endpoint(WAITING);
    expect(value(0)).toBeNull();
    add(0, A, { [WAITING]: 0 });
    expect([value(1, WAITING, { ready: [] }), value(1, WAITING, { ready: [A] })]).toEqual([null, 0]);
    expect(value(16, WAITING, { ready: [A] })).toBeNull();
  });

  it('that has just become ready is left out at first', () => {
    const { add, value } = endpoint(WAITING);
    const all = { ready: [A, B, C] };
    for (let second = 0; second <= 20; second += 2)
      for (const replicaId of [A, B]) add(second, replicaId, { [WAITING]: 10 });
    expect([value(20), value(20, WAITING, all), value(26, WAITING, all)]).toEqual([20, 20, 20]);
    expect(value(27, WAITING, all)).toBe(30);
    add(27, C, { [WAITING]: 1 });
    expect(value(28, WAITING, all)).toBe(21);
  });

  it('counts like the others from the first look on', () => {
    const { add, value } = endpoint(WAITING);
    add(0, A, { [WAITING]: 10 });
    expect(value(1, WAITING, { ready: [A, B, C] })).toBe(30);
  });

  it('is heard by the clock of who listens, when its own runs ahead', () => {
    const { runtimes, value } = endpoint(WAITING);
    runtimes.add({ replicaId: A, sampledAtUs: us(3600), metrics: { [WAITING]: 3 } }, us(0));
    expect([value(15, WAITING, { ready: [A] }), value(16, WAITING, { ready: [A] })]).toEqual([3, null]);
    // Its clock was put right.
    runtimes.add({ replicaId: A, sampledAtUs: us(20), metrics: { [WAITING]: 4 } }, us(20));
    expect(value(21, WAITING, { ready: [A] })).toBe(4);
  });
});

describe('what is kept', () => {
  it('is what rules name, from when they name it', () => {
    const { runtimes, add, value } = endpoint(WAITING);
    add(0, A, { [WAITING]: 1, [CACHE]: 1 });
    expect([value(1, WAITING, { ready: [A] }), value(1, CACHE, { ready: [A] })]).toEqual([1, null]);
    add(2, A, { [WAITING]: 1, [CACHE]: 1 });
    expect(value(3, CACHE, { ready: [A] })).toBe(1);
    runtimes.keepOnly([CACHE], 'vllm');
    expect([value(3, CACHE, { ready: [A] }), value(3, WAITING, { ready: [A] })]).toEqual([1, null]);
  });

  it('is of replicas alone, and of finite numbers', () => {
    const { add, value } = endpoint(WAITING);
    add(0, null, { [WAITING]: 1 });
    add(0, A, { [WAITING]: Infinity });
    expect(value(1)).toBeNull();
  });

  it('goes with a framework that means something else', () => {
    const { add, value } = endpoint(TOKENS);
    for (const second of [0, 2]) add(second, A, { [TOKENS]: second });
    expect(value(3, TOKENS, { ready: [A] })).toBe(1);
    expect(value(3, TOKENS, { ready: [A], framework: 'engine-double' })).toBe(1);
    expect(value(3, TOKENS, { ready: [A], framework: 'tei' })).toBeNull();
  });
});

const REPLICAS = [A, B, C] as const;
const told = fc.record({
  replicaId: fc.constantFrom(...REPLICAS),
  everySeconds: fc.double({ min: 0.1, max: 20, noNaN: true }),
  value: fc.integer({ min: 1, max: 1000 }),
});
const METRICS = [WAITING, CACHE, TOKENS, 'DiskUtilization', 'mine', 'mine_total'];

/** Each replica's samples in its own order, at its own pace. */
const samplesOf = (tellings: readonly { replicaId: string; everySeconds: number; value: number }[]) => {
  const clocks = new Map<string, number>();
  return tellings.map(({ replicaId, everySeconds, value }): RuntimeSample => {
    const seconds = (clocks.get(replicaId) ?? 0) + everySeconds;
    clocks.set(replicaId, seconds);
    return {
      replicaId,
      sampledAtUs: us(seconds),
      metrics: Object.fromEntries(METRICS.map((metric) => [metric, value])),
    };
  });
};

describe('whatever replicas tell, and whenever', () => {
  const look = (runtimes: RuntimeMetrics, nowUs: number, ready: readonly string[] = REPLICAS) =>
    METRICS.map((metric) => runtimes.value({ metric }, { framework: 'vllm', ready: new Set(ready), nowUs }));
  const fed = (samples: readonly RuntimeSample[]): RuntimeMetrics => {
    const runtimes = new RuntimeMetrics();
    runtimes.keepOnly(METRICS, 'vllm');
    for (const sample of samples) runtimes.add(sample, sample.sampledAtUs);
    return runtimes;
  };

  it('silence is never 0: a gauge that nobody told to be 0 is known and above it, or not known', () => {
    fc.assert(
      fc.property(
        fc.array(told, { maxLength: 30 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.subarray([...REPLICAS]))),
        (tellings, looks) => {
          const runtimes = fed(samplesOf(tellings));
          for (const [seconds, ready] of looks.toSorted(([a], [b]) => a - b))
            for (const [index, value] of look(runtimes, us(seconds), ready).entries())
              if (value !== null && !METRICS[index]!.endsWith('_total')) expect(value).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('a rate is never negative, and none after all are silent', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 60 }), (tellings) => {
        const samples = samplesOf(tellings);
        const lastUs = Math.max(START_US, ...samples.map(({ sampledAtUs }) => sampledAtUs));
        const runtimes = fed(samples);
        for (const value of look(runtimes, lastUs)) expect(value ?? 0).toBeGreaterThanOrEqual(0);
        expect(look(runtimes, lastUs + 71_000_000)).toEqual(METRICS.map(() => null));
      }),
    );
  });

  it('it makes no difference whose sample comes first', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 40 }), (tellings) => {
        const samples = samplesOf(tellings);
        const lastUs = Math.max(START_US, ...samples.map(({ sampledAtUs }) => sampledAtUs));
        const byReplica = REPLICAS.toReversed().flatMap((id) =>
          samples.filter(({ replicaId }) => replicaId === id),
        );
        expect(look(fed(byReplica), lastUs)).toEqual(look(fed(samples), lastUs));
      }),
    );
  });

  it('a counter that begins anew has counted what it shows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 15 }), (grown) => {
        const { add, value } = endpoint('mine_total');
        const rate = (resets: boolean): number | null => {
          let total = 0;
          for (const [index, by] of grown.entries()) {
            // It is anew at 0 and has grown by less than it showed before.
            total = resets && index % 3 === 2 && by < total ? by : total + by;
            add((resets ? 1000 : 0) + 2 * index, A, { mine_total: total });
          }
          return value((resets ? 1000 : 0) + 2 * (grown.length - 1), 'mine_total', { ready: [A] });
        };
        expect(rate(true)).toBeCloseTo(rate(false) ?? NaN, 6);
      }),
    );
  });
});
