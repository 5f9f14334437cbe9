import { describe, expect, it } from '@jest/globals';
import { METRICS, type Metric, metricNamed } from '@tidegate/contracts';
import fc from 'fast-check';
import { piecesOf } from '../keeping/levels.ts';
import { seenOnce } from '../numbers/gauge.ts';
import { NO_NUMBERS, type Numbers } from '../numbers/numbers.ts';
import { assembled } from './assemble.ts';
import { metricsNamed, planned, pointsOf, windowOf } from './plan.ts';
import { type Look, aggregated, valueOf } from './value.ts';

const S = 1_000_000;
const named = (name: string): Metric => {
  const metric = metricNamed(name);
  if (!metric) throw new Error(`no metric ${name}`);
  return metric;
};
const look = (watchedSeconds: number, numbers: Partial<Numbers> | null = null): Look => ({
  watchedUs: watchedSeconds * S,
  looks: watchedSeconds,
  numbers: numbers && { ...NO_NUMBERS, ...numbers },
});

describe('a step that nobody watched', () => {
  it('is unknown, and never zero', () => {
    for (const metric of METRICS) expect(valueOf(metric, look(0))).toBeNull();
  });
});

describe('a step in which an endpoint had nothing', () => {
  it('is zero where nothing is a number, and unknown where it is none', () => {
    for (const metric of METRICS)
      expect([metric.name, valueOf(metric, look(10))]).toEqual([
        metric.name,
        metric.quiet === 'zero' ? 0 : null,
      ]);
  });
});

describe('a rate', () => {
  it('is of the time that was watched, requests without a record included', () => {
    const seen = look(4, { counts: { requests: 6, unrecorded: 2, errors: 3 } });
    expect(valueOf(named('requests_per_second'), seen)).toBe(2);
    expect(valueOf(named('error_ratio'), seen)).toBe(0.5);
    expect(valueOf(named('requests_per_second'), look(0, { counts: { requests: 6 } }))).toBeNull();
  });

  it('over a window is that of all of it, its sum what was counted', () => {
    const looks = [look(10, { counts: { requests: 30 } }), look(0), look(10), look(10)];
    expect(aggregated(named('requests_per_second'), looks, 'avg')).toBe(1);
    expect(aggregated(named('requests_per_second'), looks, 'max')).toBe(3);
    expect(aggregated(named('requests_per_second'), looks, 'min')).toBe(0);
    expect(aggregated(named('requests_per_second'), looks, 'sum')).toBe(30);
    expect(aggregated(named('requests_per_second'), [look(0)], 'sum')).toBeNull();
  });
});

describe('a gauge', () => {
  const seen = (value: number, looks = 10): Look =>
    look(10, { gauges: { replicas: [value * looks, looks, value, value, value, 1] } });

  it('is a mean over the time that was watched, in which it had nothing for a part', () => {
    expect(valueOf(named('replicas'), seen(4, 5))).toBe(2);
    expect(aggregated(named('replicas'), [seen(4), look(10)], 'avg')).toBe(2);
    expect(aggregated(named('replicas'), [seen(4, 5)], 'min')).toBe(0);
    expect(valueOf(named('replicas'), { ...seen(4, 5), looks: 0 })).toBe(4);
  });

  it('that is not told of a step with replicas is unknown, and of one without them zero', () => {
    expect(valueOf(named('in_flight'), seen(1))).toBeNull();
    expect(valueOf(named('in_flight'), look(10, { gauges: { cost_usd_today: seenOnce(1, 1) } }))).toBe(0);
    expect(
      valueOf(named('in_flight'), { ...look(10, { counts: { requests: 1 } }), isReplica: true }),
    ).toBeNull();
  });

  it('has its extremes over a window, quiet steps as zeros', () => {
    const looks = [seen(3), seen(1)];
    expect(aggregated(named('replicas'), looks, 'max')).toBe(3);
    expect(aggregated(named('replicas'), looks, 'min')).toBe(1);
    expect(aggregated(named('replicas'), [...looks, look(10)], 'min')).toBe(0);
    expect(aggregated(named('replicas'), [...looks, look(0)], 'last')).toBe(1);
    expect(aggregated(named('replicas'), looks, 'avg')).toBe(2);
    expect(aggregated(named('replicas'), [seen(5), seen(1), seen(3)], 'p50')).toBe(3);
  });
});

describe('a quantile', () => {
  it('over a window is that of all that was measured, not a mean of quantiles', () => {
    const one = (bucket: number, count: number): Look =>
      look(10, { times: { latency: { sumUs: 1, buckets: { [bucket]: count } } } });
    const value = aggregated(named('latency_p50_seconds'), [one(0, 99), one(20, 1)], 'avg');
    expect(value).toBeLessThanOrEqual(0.001);
    expect(aggregated(named('latency_p99_seconds'), [look(10)], 'avg')).toBeNull();
  });
});

describe('what was read', () => {
  it('stands in its steps, finer ones together', () => {
    const row = (atUs: number, requests: number) => ({
      ownerId: 'endpt-000000000001',
      replicaId: '',
      atUs,
      numbers: { ...NO_NUMBERS, counts: { requests } },
    });
    const stretch = { fromUs: 0, untilUs: 120 * S, stepUs: 60 * S };
    const read = {
      rows: [row(0, 1), row(10 * S, 2), row(60 * S, 4), row(60 * S, 8), row(600 * S, 16)],
      watched: [{ atUs: 50 * S, us: 5, looks: 1 }],
    };
    const looks = assembled(read, stretch).get('endpt-000000000001/') ?? [];
    expect(looks.map(({ numbers, watchedUs }) => [numbers?.counts['requests'], watchedUs])).toEqual([
      [3, 5],
      [12, 0],
    ]);
  });

  it('is of pieces that leave nothing out and overlap nowhere', () => {
    const reached = fc
      .tuple(fc.nat(500), fc.nat(120), fc.nat(40), fc.nat(10))
      .map(([ten, minutes, tens, hours]) => {
        const [finest, minute] = [ten * 10, Math.min(minutes * 60, Math.floor((ten * 10) / 60) * 60)];
        const tenMinutes = Math.min(tens * 600, Math.floor(minute / 600) * 600);
        const hour = Math.min(hours * 3600, Math.floor(tenMinutes / 3600) * 3600);
        return { 10: finest * S, 60: minute * S, 600: tenMinutes * S, 3600: hour * S };
      });
    fc.assert(
      fc.property(reached, fc.constantFrom(10, 60, 600, 3600), fc.nat(5), fc.nat(5), (kept, step, a, b) => {
        const [fromUs, untilUs] = [Math.min(a, b) * 3600 * S, Math.max(a, b) * 3600 * S];
        const pieces = piecesOf(step, fromUs, untilUs, kept);
        let at = fromUs;
        for (const piece of pieces) {
          expect(piece.fromUs).toBe(at);
          expect(piece.stepSeconds).toBeLessThanOrEqual(step);
          expect(piece.fromUs % (piece.stepSeconds * S)).toBe(0);
          at = piece.untilUs;
        }
        expect(at).toBe(Math.max(fromUs, Math.min(untilUs, kept[10])));
      }),
    );
  });
});

describe('a plan', () => {
  const nowUs = 1_000_000 * 3600 * S + 5 * S;
  const ask = (ageSeconds: number, stepSeconds: number | null) =>
    planned({ fromUs: nowUs - ageSeconds * S, untilUs: nowUs, stepSeconds }, nowUs);

  it('makes a good chart by itself', () => {
    for (const ageSeconds of [60, 3600, 86_400, 7 * 86_400, 90 * 86_400, 399 * 86_400]) {
      const plan = ask(ageSeconds, null);
      if ('pointer' in plan) throw new Error(plan.message);
      expect(pointsOf(plan)).toBeLessThanOrEqual(400);
      expect(plan.fromUs % plan.stepUs).toBe(0);
    }
  });

  it('takes a coarser step where the wanted one is not kept any more', () => {
    expect(ask(86_400, 10)).toMatchObject({ stepUs: 60 * S, baseSeconds: 60 });
    expect(ask(3600, 30)).toMatchObject({ stepUs: 30 * S, baseSeconds: 10 });
  });

  it('says which field is wrong, and what would be right', () => {
    expect(ask(3600, 15)).toMatchObject({ pointer: '?step', message: expect.stringContaining('10s') });
    expect(ask(6 * 3600, 10)).toMatchObject({ pointer: '?step', message: expect.stringContaining('2000') });
    expect(ask(-5, null)).toMatchObject({ pointer: '?from' });
    expect(ask(401 * 86_400, null)).toMatchObject({ pointer: '?from' });
    expect(metricsNamed(['latency'], 'endpoint')).toMatchObject({ pointer: '?names' });
    expect(metricsNamed(['cost_usd_today'], 'replica')).toMatchObject({
      message: expect.stringContaining('endpoint, project'),
    });
    expect(metricsNamed(['runtime:vllm:num_requests_running'], 'replica')).toHaveLength(1);
  });

  it('ends a window with what is kept, and lets it move on when nothing is', () => {
    expect(windowOf(60, nowUs - 12 * S, nowUs)).toMatchObject({ untilUs: nowUs - 12 * S, stepUs: 10 * S });
    expect(windowOf(60, nowUs - 900 * S, nowUs).untilUs).toBe(nowUs - 35 * S);
    expect(windowOf(86_400, nowUs - 5 * S, nowUs)).toMatchObject({ stepUs: 3600 * S });
  });
});
