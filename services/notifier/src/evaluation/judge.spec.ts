import { describe, expect, it } from '@jest/globals';
import type { AlertRule } from '@tidegate/contracts';
import { beginningAt } from './instance.ts';
import { type Endpoint, type Kept, type Known, judge } from './judge.ts';
import { RULE } from './rule.spec-helper.ts';

const NOW_US = 1_000_000_000;
const [A, B, REPLICA] = ['endpt-aaaaaaaaaaaa', 'endpt-bbbbbbbbbbbb', 'repl-0123456789ab'];
const endpoint = (endpointId: string, isSilent = false): [string, Endpoint] => [
  endpointId,
  { endpointId, name: 'chat', isSilent },
];
const value = (endpointId: string | null, of: number | null, replicaId: string | null = null) => ({
  endpointId,
  replicaId,
  value: of,
});
const kept = (endpointId: string, more: Partial<Kept> = {}): Kept => ({
  series: endpointId,
  endpointId,
  replicaId: null,
  instance: beginningAt(0),
  told: [],
  isGone: false,
  writtenUs: NOW_US,
  ...more,
});
const phases = (rule: AlertRule, known: Partial<Known>): Record<string, string> => {
  const all = { values: [], endpoints: new Map(), kept: [], ...known };
  const judged = judge(rule, all, { nowUs: NOW_US, isMuted: false });
  return Object.fromEntries(judged.map(({ series, step }) => [series, step.instance.phase]));
};
const firing = { ...beginningAt(0), phase: 'firing' as const, firedUs: 1, toldUs: 1, transitions: 1 };

describe('an alert of endpoints', () => {
  it('judges each that is not deleted, and a missing one by its rule', () => {
    const endpoints = new Map([endpoint(A), endpoint(B)]);
    expect(phases(RULE, { endpoints, values: [value(A, 91)] })).toEqual({ [A]: 'firing', [B]: 'normal' });
    expect(phases({ ...RULE, noData: 'alert' }, { endpoints, values: [value(A, 1)] })).toEqual({
      [A]: 'normal',
      [B]: 'firing',
    });
  });

  it('judges one alone where it names one, and none that is not known', () => {
    const endpoints = new Map([endpoint(A), endpoint(B)]);
    const values = [value(A, 91), value(B, 91), value('endpt-cccccccccccc', 91)];
    expect(phases({ ...RULE, endpointId: A }, { endpoints, values })).toEqual({ [A]: 'firing' });
  });

  it('is silent of what was stopped or deleted, and ends what fired', () => {
    const values = [value(A, 91)];
    const isFiring = kept(A, { instance: firing });
    expect(phases(RULE, { endpoints: new Map([endpoint(A, true)]), values, kept: [isFiring] })).toEqual({
      [A]: 'normal',
    });
    expect(phases(RULE, { values, kept: [isFiring] })).toEqual({ [A]: 'normal' });
  });
});

describe('an alert of replicas', () => {
  const rule: AlertRule = { ...RULE, scope: 'replica', noData: 'alert' };
  const endpoints = new Map([endpoint(A)]);

  it('judges those that have values, and those it knew', () => {
    expect(phases(rule, { endpoints, values: [value(A, 91, REPLICA)] })).toEqual({ [REPLICA]: 'firing' });
    const known = kept(A, { series: REPLICA, replicaId: REPLICA });
    expect(phases(rule, { endpoints, kept: [known] })).toEqual({ [REPLICA]: 'firing' });
  });

  it('is silent of those that ended', () => {
    const gone = kept(A, { series: REPLICA, replicaId: REPLICA, isGone: true });
    expect(phases(rule, { endpoints, kept: [gone], values: [value(A, 91, REPLICA)] })).toEqual({
      [REPLICA]: 'normal',
    });
  });
});

describe('an alert of a project', () => {
  it('judges the whole', () => {
    const rule: AlertRule = { ...RULE, scope: 'project' };
    expect(phases(rule, { values: [value(null, 91)] })).toEqual({ project: 'firing' });
    expect(phases({ ...rule, noData: 'alert' }, {})).toEqual({ project: 'firing' });
  });
});

describe('a look', () => {
  const written = (known: Partial<Kept>, of: number): boolean[] =>
    judge(
      RULE,
      { endpoints: new Map([endpoint(A)]), values: [value(A, of)], kept: [kept(A, known)] },
      { nowUs: NOW_US, isMuted: false },
    ).map(({ isWorthWriting }) => isWorthWriting);

  it('is written down when something changed or is wrong, and of what is well now and then', () => {
    expect(written({}, 1)).toEqual([false]);
    expect(written({}, 91)).toEqual([true]);
    expect(written({ instance: firing }, 91)).toEqual([true]);
    expect(written({ instance: firing }, 1)).toEqual([true]);
    expect(written({ writtenUs: NOW_US - 300_000_000 }, 1)).toEqual([true]);
  });
});
