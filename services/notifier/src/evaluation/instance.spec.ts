import { describe, expect, it } from '@jest/globals';
import type { AlertRule } from '@tidegate/contracts';
import fc from 'fast-check';
import { RULE } from './rule.spec-helper.ts';
import {
  type Instance,
  type Moment,
  type Sample,
  type Step,
  UNPROVEN_AFTER_US,
  beginningAt,
  endOf,
  stepOf,
} from './instance.ts';

const SECOND_US = 1_000_000;
const value = (of: number): Sample => ({ kind: 'value', value: of });
const none: Sample = { kind: 'none' };
const silent: Sample = { kind: 'silent' };

type Look = Readonly<{ afterSeconds: number; sample: Sample; isMuted: boolean }>;
type Seen = Step & Readonly<{ atUs: number; sample: Sample; isMuted: boolean; before: Instance }>;

/** What becomes of a rule’s instance along a path of looks. */
const walk = (rule: AlertRule, looks: readonly Look[]): Seen[] => {
  let [instance, nowUs] = [beginningAt(0), 0];
  return looks.map(({ afterSeconds, sample, isMuted }) => {
    nowUs += afterSeconds * SECOND_US;
    const before = instance;
    const step = stepOf(rule, before, sample, { nowUs, isMuted });
    instance = step.instance;
    return { ...step, atUs: nowUs, sample, isMuted, before };
  });
};
const every15 = (...samples: Sample[]): Look[] =>
  samples.map((sample) => ({ afterSeconds: 15, sample, isMuted: false }));
const phases = (rule: AlertRule, ...samples: Sample[]): string =>
  walk(rule, every15(...samples))
    .map(({ instance, notice }) => `${instance.phase}${notice ? `!${notice.kind}` : ''}`)
    .join(' ');

describe('a series that goes beyond its threshold', () => {
  const rule = { ...RULE, forSeconds: 30 };

  it('fires when it was there all the time, and is resolved at once', () => {
    expect(phases(rule, value(91), value(91), value(91), value(91), value(1))).toBe(
      'pending pending firing!firing firing normal!resolved',
    );
  });

  it('says nothing when it comes back in time', () => {
    expect(phases(rule, value(91), value(91), value(1), value(91))).toBe('pending pending normal pending');
  });

  it('fires at once when nothing is waited for', () => {
    expect(phases({ ...rule, forSeconds: 0 }, value(91))).toBe('firing!firing');
  });

  it('stays until it is clear, and for as long as it is kept firing', () => {
    const kept = { ...RULE, clearThreshold: 80, keepFiringForSeconds: 30 };
    expect(phases(kept, value(91), value(85), value(79), value(91), value(79), value(79), value(79))).toBe(
      'firing!firing firing recovering firing recovering recovering normal!resolved',
    );
  });

  it('is judged by each operator', () => {
    for (const [operator, at, beyond] of [
      ['above', false, 91],
      ['at_least', true, 91],
      ['below', false, 89],
      ['at_most', true, 89],
    ] as const) {
      const asked = { ...RULE, operator };
      expect(phases(asked, value(90))).toBe(at ? 'firing!firing' : 'normal');
      expect(phases(asked, value(beyond))).toBe('firing!firing');
    }
  });
});

describe('a series without a value', () => {
  it('is well, or is told, or stays as it was: as its rule says', () => {
    const path = [value(91), none, value(91)];
    expect(phases({ ...RULE, noData: 'ok' }, ...path)).toBe('firing!firing normal!resolved firing!firing');
    expect(phases({ ...RULE, noData: 'keep' }, ...path)).toBe('firing!firing firing firing');
    expect(phases({ ...RULE, noData: 'alert' }, none, value(1))).toBe('firing!firing normal!resolved');
    const [fired] = walk({ ...RULE, noData: 'alert' }, every15(none));
    expect(fired?.transition).toEqual({ number: 1, to: 'firing', because: 'no_data' });
  });
});

describe('an endpoint that is stopped on purpose', () => {
  it('is silent, and what fired is over', () => {
    expect(phases({ ...RULE, noData: 'alert' }, silent, value(91), silent, silent)).toBe(
      'normal firing!firing normal!resolved normal',
    );
  });
});

describe('a rule that was changed or removed', () => {
  it('is over where it fired, and forgotten where it waited', () => {
    const moment: Moment = { nowUs: 60 * SECOND_US, isMuted: false };
    const [fired] = walk(RULE, every15(value(91)));
    expect(endOf(fired!.instance, 'changed', moment)).toMatchObject({
      instance: { phase: 'normal', firedUs: null, toldUs: null },
      transition: { number: 2, to: 'resolved', because: 'changed' },
      notice: { kind: 'resolved', number: 2, nth: 2 },
    });
    const [pending] = walk({ ...RULE, forSeconds: 60 }, every15(value(91)));
    expect(endOf(pending!.instance, 'removed', moment)).toMatchObject({ transition: null, notice: null });
  });
});

describe('a rule that is muted', () => {
  const looks = (mutes: boolean[], sample = value(91)): Look[] =>
    mutes.map((isMuted) => ({ afterSeconds: 15, sample, isMuted }));

  it('tells when the mute ends what still fires, and nothing of what is over by then', () => {
    const late = walk(RULE, looks([true, true, false, false]));
    expect(late.map(({ notice }) => notice?.kind ?? '')).toEqual(['', '', 'firing', '']);
    const over = walk(RULE, [...looks([true]), ...looks([true, false], value(1))]);
    expect(over.map(({ transition }) => transition?.to ?? '')).toEqual(['firing', 'resolved', '']);
    expect(over.every(({ notice }) => notice === null)).toBe(true);
  });

  it('tells that it is over to those who were told that it fires', () => {
    const [, last] = walk(RULE, [...looks([false]), ...looks([true], value(1))]);
    expect(last?.notice?.kind).toBe('resolved');
  });
});

describe('a rule that repeats', () => {
  it('tells again after so long, and numbers what it tells', () => {
    const rule = { ...RULE, repeatEverySeconds: 300 };
    const steps = walk(rule, every15(...Array.from({ length: 45 }, () => value(91))));
    const told = steps.flatMap(({ notice, atUs }) =>
      notice ? [[notice.kind, notice.nth, atUs / SECOND_US]] : [],
    );
    expect(told).toEqual([
      ['firing', 1, 15],
      ['repeated', 2, 315],
      ['repeated', 3, 615],
    ]);
  });
});

const anyRule: fc.Arbitrary<AlertRule> = fc
  .record({
    operator: fc.constantFrom('above', 'at_least'),
    clearThreshold: fc.constantFrom(null, 80, 90),
    forSeconds: fc.constantFrom(0, 15, 45, 120, 300),
    keepFiringForSeconds: fc.constantFrom(0, 30, 120),
    noData: fc.constantFrom('ok', 'alert', 'keep'),
    repeatEverySeconds: fc.constantFrom(null, 300),
  })
  .map((some) => ({ ...RULE, ...some }));
const anyLook: fc.Arbitrary<Look> = fc.record({
  afterSeconds: fc.oneof({ weight: 8, arbitrary: fc.constant(15) }, fc.integer({ min: 0, max: 400 })),
  sample: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(70, 80, 85, 90, 95).map(value) },
    { weight: 2, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary: fc.constant(silent) },
  ),
  isMuted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
});
const anyPath = fc.array(anyLook, { minLength: 1, maxLength: 80 });

const isOn = (rule: AlertRule, sample: Sample): boolean => {
  if (sample.kind === 'silent') return false;
  if (sample.kind === 'none') return rule.noData === 'alert';
  return rule.operator === 'above' ? sample.value > 90 : sample.value >= 90;
};

const isClear = (rule: AlertRule, sample: Sample): boolean => {
  if (sample.kind !== 'value') return sample.kind === 'none' && rule.noData === 'ok';
  const limit = rule.clearThreshold ?? rule.threshold;
  return rule.operator === 'above' ? sample.value <= limit : sample.value < limit;
};

describe('any rule over any path of samples', () => {
  const holds = (property: (rule: AlertRule, steps: readonly Seen[]) => void): void =>
    fc.assert(
      fc.property(anyRule, anyPath, (rule, looks) => property(rule, walk(rule, looks))),
      { numRuns: 1000 },
    );

  it('fires and is resolved by turns, each with the next number', () =>
    holds((_, steps) => {
      const transitions = steps.flatMap(({ transition }) => transition ?? []);
      transitions.forEach(({ number, to }, n) => {
        expect(number).toBe(n + 1);
        expect(to).toBe(n % 2 === 0 ? 'firing' : 'resolved');
      });
    }));

  it('tells at most once of a transition, but for what it repeats', () =>
    holds((rule, steps) => {
      const notices = steps.flatMap(({ notice }) => notice ?? []);
      const once = notices.filter(({ kind }) => kind !== 'repeated');
      expect(once.length).toBeLessThanOrEqual(steps.filter(({ transition }) => transition).length);
      expect(new Set(once.map(({ number }) => number)).size).toBe(once.length);
      if (rule.repeatEverySeconds === null) expect(notices).toEqual(once);
      const told = once.map(({ kind }) => kind);
      told.forEach((kind, n) => expect(kind).toBe(n % 2 === 0 ? 'firing' : 'resolved'));
    }));

  /** Every look that was judged in the last seconds before a transition, and the one before those. */
  const proofOf = (rule: AlertRule, steps: readonly Seen[], seconds: number): readonly Seen[] => {
    const atUs = steps.at(-1)?.atUs ?? 0;
    const judged = steps.filter(({ sample }) => sample.kind !== 'none' || rule.noData !== 'keep');
    const first = judged.findLastIndex((one) => one.atUs <= atUs - seconds * SECOND_US);
    expect(first).toBeGreaterThanOrEqual(0);
    const proof = judged.slice(first);
    if (seconds > 0)
      proof.slice(1).forEach((one, n) => {
        expect(one.atUs - (proof[n]?.atUs ?? 0)).toBeLessThanOrEqual(UNPROVEN_AFTER_US);
      });
    return proof;
  };

  it('fires only when it was beyond the threshold all the while, at looks that are close to each other', () =>
    holds((rule, steps) => {
      steps.forEach(({ transition }, n) => {
        if (transition?.to !== 'firing') return;
        const proof = proofOf(rule, steps.slice(0, n + 1), rule.forSeconds);
        expect(proof.every(({ sample }) => isOn(rule, sample))).toBe(true);
      });
    }));

  it('is over only when it was clear all the while, at looks that are close to each other', () =>
    holds((rule, steps) => {
      steps.forEach(({ transition }, n) => {
        if (transition?.to !== 'resolved' || transition.because === 'stopped') return;
        const proof = proofOf(rule, steps.slice(0, n + 1), rule.keepFiringForSeconds);
        expect(proof.every(({ sample }) => isClear(rule, sample))).toBe(true);
      });
    }));

  it('begins to tell nothing while it is muted or silent, and repeats nothing too soon', () =>
    holds((rule, steps) => {
      let toldUs = 0;
      for (const { notice, isMuted, sample, atUs } of steps) {
        if (!notice) continue;
        if (notice.kind !== 'resolved') expect(isMuted || sample.kind === 'silent').toBe(false);
        if (notice.kind === 'repeated')
          expect(atUs - toldUs).toBeGreaterThanOrEqual((rule.repeatEverySeconds ?? Infinity) * SECOND_US);
        toldUs = atUs;
      }
    }));

  it('is the same whether one or two look at the same moment', () =>
    holds((rule, steps) => {
      for (const { instance, sample, atUs: nowUs, isMuted } of steps)
        expect(stepOf(rule, instance, sample, { nowUs, isMuted })).toEqual({
          instance,
          transition: null,
          notice: null,
        });
    }));
});
