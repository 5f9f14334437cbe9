import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeRollout, worse } from './judge-rollout.ts';
import { RolloutCounts } from './rollout-counts.ts';

const side = (errors: number, requests: number) => ({ errors, requests });

describe('a candidate', () => {
  it('is worse when it fails more often, beyond chance', () => {
    expect(judgeRollout(side(6, 40), side(8, 400))).toBe('worse');
    expect(judgeRollout(side(20, 20), side(0, 3))).toBe('worse');
  });

  it('is no worse when that may be chance', () =>
    expect(judgeRollout(side(5, 60), side(8, 400))).toBe('no worse'));

  it('is not judged by a few requests, nor without any to compare with', () => {
    expect(judgeRollout(side(19, 19), side(0, 1000))).toBe('no worse');
    expect(judgeRollout(side(4, 20), side(0, 100_000))).toBe('no worse');
    expect(judgeRollout(side(50, 50), side(0, 0))).toBe('no worse');
  });

  it('is forgiven a small difference, however sure it is', () =>
    expect(judgeRollout(side(4000, 100_000), side(0, 100_000))).toBe('no worse'));

  it('is no worse than what fails just as often, or more often', () =>
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (requests, errors, others) => {
        const failed = Math.min(errors, requests);
        expect(judgeRollout(side(failed, requests), side(failed, requests))).toBe('no worse');
        if (others > 0) expect(judgeRollout(side(failed, requests), side(others, others))).toBe('no worse');
      }),
    ));

  it('stays worse when it fails once more', () =>
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 500 }), fc.nat(500), fc.nat(500), (requests, errors, failed) => {
        const others = side(Math.min(failed, 400), 400);
        if (errors >= requests || judgeRollout(side(errors, requests), others) === 'no worse') return;
        expect(judgeRollout(side(errors + 1, requests), others)).toBe('worse');
      }),
    ));

  it.each([0.005, 0.02, 0.1, 0.3])(
    'that fails as often as the others (%d) is hardly ever taken for worse, though it is looked at after each failure',
    (rate) => {
      const RUNS = 100;
      const chance = seeded(7);
      let mistakes = 0;
      for (let run = 0; run < RUNS; run++) if (isEverWorse(rate, chance)) mistakes++;
      expect(mistakes / RUNS).toBeLessThanOrEqual(0.02);
    },
  );

  it('that fails says how often, and against what', () =>
    expect(worse(side(6, 40), side(8, 400), 5)).toMatchObject({
      code: 'error_rate_worse',
      message: 'Of template 5, 6 of 40 requests (15.0 %) failed; of the others, 8 of 400 requests (2.0 %).',
    }));
});

describe('the counts of rollouts', () => {
  const NOW_US = 1_000_000_000_000;
  const sample = (source: string, metrics: Record<string, number>, sampledAtUs = NOW_US) => ({
    endpointId: 'endpt-0123456789ab',
    replicaId: null,
    nodeId: null,
    source,
    sampledAtUs,
    metrics,
  });
  const counted = (revision: number, errors: number) => ({
    rollout_revision: revision,
    rollout_requests_total: 10,
    rollout_errors_total: errors,
    others_requests_total: 90,
    others_errors_total: 1,
  });

  it('add up over the gateways, and replace those of the same one', () => {
    const counts = new RolloutCounts();
    counts.take(sample('gateway-a', counted(2, 1)));
    counts.take(sample('gateway-a', counted(2, 4)));
    counts.take(sample('gateway-b', counted(2, 1)));
    expect(counts.news(NOW_US)).toEqual([
      { endpointId: 'endpt-0123456789ab', to: 2, candidate: side(5, 20), others: side(2, 180) },
    ]);
    expect(counts.news(NOW_US)).toEqual([]);
  });

  it('begin anew with another template, and do not go back', () => {
    const counts = new RolloutCounts();
    counts.take(sample('gateway-a', counted(2, 9)));
    counts.take(sample('gateway-a', counted(3, 0)));
    counts.take(sample('gateway-b', counted(2, 9)));
    expect(counts.news(NOW_US)).toMatchObject([{ to: 3, candidate: { errors: 0 } }]);
  });

  it('forget rollouts that are over, and gateways that are silent', () => {
    const counts = new RolloutCounts();
    counts.take(sample('gateway-a', counted(2, 1)));
    counts.take(sample('gateway-a', { in_flight: 0 }));
    expect(counts.size).toBe(0);
    counts.take(sample('gateway-a', counted(2, 1), NOW_US - 700_000_000));
    expect(counts.news(NOW_US)).toEqual([]);
    expect(counts.size).toBe(0);
  });

  it('are said again when nothing came of them', () => {
    const counts = new RolloutCounts();
    counts.take(sample('gateway-a', counted(2, 1)));
    const [first] = counts.news(NOW_US);
    if (first) counts.again(first);
    expect(counts.news(NOW_US)).toEqual([first]);
  });
});

/** Two equal templates, compared until the candidate has had 500 requests; nothing but a failure of it can tell them apart. */
const isEverWorse = (rate: number, chance: () => number): boolean => {
  const [candidate, others] = [side(0, 0), side(0, 0)];
  while (candidate.requests < 500) {
    const one = chance() < 0.25 ? candidate : others;
    one.requests++;
    if (chance() >= rate) continue;
    one.errors++;
    if (one === candidate && judgeRollout(candidate, others) === 'worse') return true;
  }
  return false;
};

/** Mulberry32: the same numbers in every run. */
const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
