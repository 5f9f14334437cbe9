import { describe, expect, it } from '@jest/globals';
import { terms } from './endpoints.spec-helper.ts';
import { Replay } from './replay.ts';
import { Simulation, type Policy, type Recording, type World } from './simulation.ts';
import { summaryOf } from './summary.ts';

const world = (some: Partial<World> = {}): World => ({
  engine: { slots: 2, slowdown: 0 },
  maxReplicas: 8,
  warmReplicas: 0,
  drawStartSeconds: () => 10,
  countedFrom: 0,
  ...some,
});
const recording = (arrivesAt: readonly number[], work: number, seconds: number): Recording => ({
  arrivesAt: Float64Array.from(arrivesAt),
  work: new Float64Array(arrivesAt.length).fill(work),
  seconds,
});
/** Says what it is told at each second. */
const told = (count: (second: number) => number | null, takesBack = true): Policy => ({
  periodSeconds: 1,
  minReplicas: 0,
  takesBack,
  wake: () => 1,
  tick: ({ now }) => count(now),
});

describe('a simulated endpoint at zero', () => {
  it('starts one for the first request, who waits for all of the start', () => {
    const calls = recording([5, 6], 4, 100);
    const run = new Simulation(
      calls,
      world(),
      told((at) => (at < 30 ? null : 0)),
    ).run();
    expect([...run.waits]).toEqual([10, 9]);
    expect(run.gpuSeconds).toBe(25);
    expect(run).toMatchObject({ starts: 1, coldRequests: 2, finished: 2, changes: 2 });
  });

  it('serves in order, two at a time', () => {
    const calls = recording([0.5, 0.6, 0.7, 0.8], 4, 60);
    const run = new Simulation(
      calls,
      world(),
      told(() => null),
    ).run();
    expect([...run.waits].map((wait) => Math.round(wait * 10) / 10)).toEqual([10, 9.9, 13.8, 13.7]);
  });
});

describe('a simulated replica', () => {
  it('shares its speed: two at once, each half as fast again, take one and a half times as long', () => {
    const calls = recording([1, 1], 4, 60);
    const engine = { slots: 2, slowdown: 0.5 };
    const run = new Simulation(
      calls,
      world({ engine, warmReplicas: 1 }),
      told(() => 1),
    ).run();
    expect(run.servedSeconds).toBeCloseTo(12);
  });

  it('drains before it stops, and the drain is paid', () => {
    const calls = recording([0.5], 20, 60);
    const run = new Simulation(
      calls,
      world({ warmReplicas: 1 }),
      told(() => 0),
    ).run();
    expect(run.finished).toBe(1);
    expect(run.gpuSeconds).toBeCloseTo(20.5);
  });

  it('is taken back while it drains, without another start', () => {
    const calls = recording([0.5, 12], 20, 60);
    const run = new Simulation(
      calls,
      world({ warmReplicas: 1 }),
      told((at) => (at < 10 ? 0 : 1)),
    ).run();
    expect(run.starts).toBe(0);
    expect(run.waits[1]).toBe(0);
    const not = new Simulation(
      calls,
      world({ warmReplicas: 1 }),
      told((at) => (at < 10 ? 0 : 1), false),
    ).run();
    expect(not.starts).toBe(1);
  });

  it('is a victim when it starts, then when it is idle', () => {
    const calls = recording([0.5], 30, 40);
    const counts = [2, 2, 3, 1];
    const run = new Simulation(
      calls,
      world({ warmReplicas: 2 }),
      told((at) => counts[Math.min(at, counts.length) - 1] ?? null),
    ).run();
    expect(run.waits[0]).toBe(0);
    // The busy one to its end, the idle one for four seconds, the started one for one.
    expect(run.gpuSeconds).toBeCloseTo(40 + 4 + 1);
  });

  it('is not counted before the time that counts', () => {
    const calls = recording([1], 4, 100);
    const run = new Simulation(
      calls,
      world({ warmReplicas: 2, countedFrom: 60 }),
      told(() => 2),
    ).run();
    expect(run.gpuSeconds).toBe(80);
  });
});

describe('a replay of the live decision', () => {
  const steady = recording(
    Array.from({ length: 1200 }, (_, n) => n / 2),
    3,
    600,
  );
  const replay = () =>
    new Simulation(
      steady,
      world({ engine: { slots: 4, slowdown: 0 } }),
      new Replay(terms({ maxReplicas: 8, rules: [{ metric: 'concurrency', target: 4 }] })),
    );

  it('serves a steady load without a wait once it is awake, and sleeps after it', () => {
    const run = replay().run();
    expect(run.finished).toBe(1200);
    const late = [...run.waits].slice(200);
    expect(Math.max(...late)).toBeLessThan(1);
    expect(run.replicas.length).toBeLessThanOrEqual(4);
  });

  it('gives the same answers each time', () => {
    const one = summaryOf(replay().run(), steady, world());
    expect(summaryOf(replay().run(), steady, world())).toEqual(one);
    expect(one.within5).toBeGreaterThan(0.9);
    expect(one.p50).toBe(0);
    expect(one.requests).toBe(1200);
  });
});

describe('the series of a run', () => {
  const run = (some: Partial<World>) => {
    const calls = recording([5, 6, 40], 4, 100);
    return new Simulation(
      calls,
      world(some),
      told((at) => (at < 30 ? null : at < 50 ? 1 : 0)),
    ).run();
  };

  it('has what came, what was held and who waited, bucket by bucket', () => {
    const { series, gpuSeconds, coldStarts } = run({ seriesPoints: 10 });
    expect(series?.columns()).toEqual({
      bucketSeconds: 10,
      arrivals: [2, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      replicas: [0.5, 1, 1, 1, 1, 0, 0, 0, 0, 0],
      ready: [0, 0.5, 1, 1, 1, 0, 0, 0, 0, 0],
      inFlight: [0, 0.8, 0, 0, 0.4, 0, 0, 0, 0, 0],
      waiting: [2, 2, 0, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(gpuSeconds).toBe(45);
    expect(coldStarts).toBe(1);
  });

  it('begins with what counts, has no more points than were asked for, and a last one that may be shorter', () => {
    const { series, coldStarts } = run({ seriesPoints: 4, countedFrom: 30 });
    const columns = series?.columns();
    expect(columns).toMatchObject({ bucketSeconds: 18, arrivals: [1, 0, 0, 0], waiting: [0, 0, 0, 0] });
    expect(columns?.replicas[1]).toBeCloseTo(2 / 18, 3);
    expect(coldStarts).toBe(0);
    expect(run({}).series).toBeNull();
  });
});

describe('the summary of a run', () => {
  const calls = recording([1, 100, 101, 102], 4, 200);
  const from = world({ warmReplicas: 1, countedFrom: 50 });

  it('counts waits from the time that counts', () => {
    const run = new Simulation(
      calls,
      from,
      told(() => 1),
    ).run();
    expect(summaryOf(run, calls, from)).toMatchObject({ requests: 3, within1: 2 / 3, within5: 1, starts: 0 });
  });

  it('lets who was never served wait still', () => {
    const gone = told((at) => (at > 50 ? 0 : 1), false);
    const run = new Simulation(calls, from, { ...gone, wake: () => 0 }).run();
    const summary = summaryOf(run, calls, from);
    expect(summary).toMatchObject({ requests: 3, within5: 0 });
    expect(summary.p50).toBeGreaterThan(1000);
  });
});
