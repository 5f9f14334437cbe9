import { describe, expect, it } from '@jest/globals';
import type { ScalingSpec } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { packed } from './arrivals.ts';
import { notesFor, slotsFor } from './notes.ts';
import { RecordingBuilder } from './recording.ts';
import { type ReplayJob, replayed } from './replayed.ts';

const FROM = 28_333_334;
const scaling = (some: Partial<ScalingSpec> = {}): ScalingSpec => endpointSpec({ scaling: some }).scaling;

/** Minutes by what came in each of their seconds, from the first one on. */
const recordingOf = (minutes: readonly (readonly number[])[], serviceSeconds = 2) => {
  const requests = minutes.flat().reduce((sum, count) => sum + count, 0);
  const builder = new RecordingBuilder({
    fromMinute: FROM,
    toMinute: FROM + minutes.length,
    requests,
    serviceSeconds: 4,
  });
  minutes.forEach((counts, n) => {
    const finished = counts.reduce((sum, count) => sum + count, 0);
    builder.add({
      minute: FROM + n,
      arrivals: packed(counts),
      finished,
      servedSeconds: finished * serviceSeconds,
    });
  });
  return builder.built();
};
const job = (some: Partial<ReplayJob> & Pick<ReplayJob, 'recording'>): ReplayJob => ({
  beganAtSeconds: FROM * 60,
  countedFrom: 0,
  policies: [{ name: 'current', scaling: scaling(), slots: 8 }],
  startSeconds: [20, 30],
  seriesPoints: 500,
  ...some,
});
const minute = fc.array(fc.oneof(fc.constant(0), fc.nat(4)), { minLength: 60, maxLength: 60 });
const minutes = fc.array(minute, { minLength: 1, maxLength: 20 });

describe('a recording', () => {
  it('has all that came, in order, each in its second', () => {
    fc.assert(
      fc.property(minutes, (some) => {
        const { arrivesAt, work, seconds } = recordingOf(some);
        expect(seconds).toBe(60 * some.length);
        const bySecond = some.flat().map(() => 0);
        arrivesAt.forEach((at, n) => {
          bySecond[Math.floor(at)]!++;
          if (n > 0) expect(at).toBeGreaterThan(arrivesAt[n - 1]!);
        });
        expect(bySecond).toEqual(some.flat());
        expect(work.every((one) => one === 2)).toBe(true);
      }),
    );
  });

  it('takes requests for as long as was last known, and never more of them than were counted', () => {
    const builder = new RecordingBuilder({ fromMinute: 0, toMinute: 3, requests: 3, serviceSeconds: 4 });
    const arrivals = packed([1]);
    builder.add({ minute: 0, arrivals, finished: 0, servedSeconds: 0 });
    builder.add({ minute: 1, arrivals, finished: 2, servedSeconds: 3 });
    builder.add({ minute: 2, arrivals: packed([2, 5]), finished: 0, servedSeconds: 0 });
    expect([...builder.built().work]).toEqual([4, 1.5, 1.5]);
    expect(builder.meanServiceSeconds).toBe(1.5);
  });
});

describe('a replay', () => {
  it('gives the same answer each time', () => {
    fc.assert(
      fc.property(minutes, (some) => {
        const run = () => replayed(job({ recording: recordingOf(some) }));
        expect(run()).toEqual(run());
      }),
      { numRuns: 20 },
    );
  });

  it('costs what it holds when it never scales', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 4 }), (some, held) => {
        const manual = scaling({ mode: 'manual', minReplicas: held, maxReplicas: held });
        const { policies } = replayed(
          job({ recording: recordingOf(some), policies: [{ name: 'fixed', scaling: manual, slots: 1000 }] }),
        );
        expect(policies[0]).toMatchObject({
          replicaSeconds: held * 60 * some.length,
          starts: 0,
          coldStarts: 0,
          coldRequests: 0,
          changesPerHour: 0,
          mostReplicas: held,
          waitSeconds: { p99: 0 },
        });
      }),
      { numRuns: 20 },
    );
  });

  it('draws what it counts: arrivals add up, and the mean of the replicas is what they cost', () => {
    fc.assert(
      fc.property(minutes, (some) => {
        const { policies, bucketSeconds } = replayed(job({ recording: recordingOf(some), seriesPoints: 60 }));
        const { series, replicaSeconds, mostReplicas } = policies[0]!;
        const total = (column: readonly number[]) => column.reduce((sum, value) => sum + value, 0);
        expect(total(series.arrivals)).toBe(some.flat().reduce((sum, count) => sum + count, 0));
        expect(series.replicas.length).toBeLessThanOrEqual(60);
        expect(total(series.replicas) * bucketSeconds).toBeCloseTo(replicaSeconds, 0);
        expect(Math.max(...series.replicas)).toBeLessThanOrEqual(mostReplicas);
      }),
      { numRuns: 30 },
    );
  });

  it('shows what another policy would have done: one that idles longer costs more and wakes nobody', () => {
    const pause = new Array<number>(60).fill(0);
    const call = [1, ...pause.slice(1)];
    const recording = () => recordingOf([call, ...new Array<number[]>(9).fill(pause), call, pause]);
    const [short, long] = [30, 3600].map((idleTimeoutSeconds) => {
      const policies = [{ name: 'x', scaling: scaling({ idleTimeoutSeconds }), slots: 8 }];
      return replayed(job({ recording: recording(), policies })).policies[0]!;
    });
    expect(short).toMatchObject({ coldStarts: 1, coldRequests: 1, within5s: 0.5 });
    expect(long).toMatchObject({ coldStarts: 0, coldRequests: 0, within5s: 1 });
    expect(long!.replicaSeconds).toBeGreaterThan(short!.replicaSeconds);
  });

  it('follows the schedules of the days it replays', () => {
    const quiet = new Array<number>(60).fill(0);
    const recording = recordingOf(new Array<number[]>(20).fill(quiet));
    const begins = new Date((FROM + 5) * 60_000);
    const at = `${begins.getUTCMinutes()} ${begins.getUTCHours()} * * *`;
    const schedules = [
      { cron: at, timeZone: 'UTC', durationSeconds: 300, minReplicas: 2, maxReplicas: null },
    ];
    const policies = [{ name: 'x', scaling: scaling({ schedules, idleTimeoutSeconds: 5 }), slots: 8 }];
    const { series } = replayed(job({ recording, policies, seriesPoints: 20 })).policies[0]!;
    expect(series.replicas.slice(0, 5).every((count) => count === 0)).toBe(true);
    expect(series.replicas[7]).toBe(2);
    expect(series.replicas.at(-1)).toBe(0);
  });

  it('does not count what came before the window', () => {
    const busy = new Array<number>(60).fill(1);
    const recording = recordingOf(new Array<number[]>(10).fill(busy));
    const all = replayed(job({ recording: { ...recording } })).policies[0]!;
    const half = replayed(job({ recording: { ...recording }, countedFrom: 300 })).policies[0]!;
    expect(half.series.arrivals.reduce((sum, count) => sum + count, 0)).toBe(300);
    expect(half.replicaSeconds).toBeLessThan(all.replicaSeconds);
  });
});

describe('the notes of a replay', () => {
  const known = {
    requests: 10,
    serviceSeconds: 2.345,
    assumedServiceSeconds: 4,
    startSeconds: [20, 30],
    assumedStartSeconds: 60,
    policies: [{ name: 'current', scaling: scaling() }],
  };
  const metric = (name: string, target = 8) => ({
    name,
    scaling: scaling({ rules: [{ metric: name, target }] }),
  });

  it('say what was measured, and what was assumed', () => {
    expect(notesFor(known).join(' ')).toMatch(/2\.35 s over the window.*last 2 that were measured/);
    const unknown = notesFor({ ...known, requests: 0, serviceSeconds: null, startSeconds: [] }).join(' ');
    expect(unknown).toMatch(/No request is recorded.*taken to last 4 s.*No start was measured.*60 s/);
  });

  it('name rules that a recording cannot answer, and targets that differ', () => {
    expect(notesFor({ ...known, policies: [metric('vllm:num_requests_waiting')] }).join(' ')).toContain(
      'rules on vllm:num_requests_waiting have no value',
    );
    const two = [metric('concurrency', 4), metric('concurrency', 8)];
    expect(notesFor({ ...known, policies: two }).at(-1)).toContain('at the same speed');
    expect(notesFor(known).at(-1)).not.toContain('at the same speed');
  });

  it('take what a replica works on at once from its target, or else from its engine', () => {
    expect(slotsFor(metric('concurrency', 4.5).scaling, 2)).toBe(4);
    expect(slotsFor(metric('concurrency', 0.5).scaling, 2)).toBe(1);
    expect(slotsFor(metric('concurrency', 1e9).scaling, 2)).toBe(1024);
    expect(slotsFor(metric('requestsPerSecond').scaling, 2)).toBe(2);
    expect(slotsFor(metric('requestsPerSecond').scaling, null)).toBe(8);
  });
});
