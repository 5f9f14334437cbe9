import { describe, expect, it } from '@jest/globals';
import { ScalingView } from '@tidegate/contracts';
import { type Decision, decide } from '@tidegate/scaling';
import { endpointSpec } from '@tidegate/testing';
import { type Seen, explanationOf } from './explanation.ts';
import { Looked, MANUAL } from './states.spec-helper.ts';

const { scaling } = endpointSpec();
const looked = new Looked(1_700_000_040);
const signals = {
  atSeconds: 1_700_000_050,
  stale: false,
  inFlight: 3,
  waiting: 0,
  requestsTotal: 10,
  finishedTotal: 7,
  servedSecondsTotal: 14,
  idleSeconds: 0,
  ready: 1,
  startingSeconds: [],
  readySeconds: 10,
  secondsSinceWake: null,
  values: [],
  ceilings: [],
};
const load = (some: Partial<typeof scaling> = {}): Decision =>
  decide(looked.state, { ...scaling, ...some }, signals);
const seen = (some: Partial<Seen['tracked']> = {}, more: Partial<Seen> = {}): Seen => ({
  tracked: {
    endpointId: 'endpt-0123456789ab',
    scaling,
    wish: 'serve',
    current: 1,
    isStarved: false,
    ...some,
  },
  stop: null,
  load: load(),
  state: looked.state,
  atUs: 1_700_000_050_000_000,
  ...more,
});

describe('an explanation', () => {
  it('is the load’s word while the endpoint serves, also when nothing moves', () => {
    const stays = explanationOf(seen());
    expect(stays).toMatchObject({ current: 1, desired: 1, cause: 'load', inputs: { inFlight: 3, ready: 1 } });
    expect(stays.text).toContain('stays at 1');
    expect(stays.learned).toMatchObject({ starts: [], forecastError: expect.any(Number) });
    const raised = explanationOf(seen({}, { load: load({ minReplicas: 2 }) }));
    expect(raised).toMatchObject({ current: 1, desired: 2, limitedBy: ['min_replicas'] });
  });

  it('is the life cycle’s word where it has one', () => {
    expect(explanationOf(seen({ wish: 'stop' }))).toMatchObject({ desired: 0, cause: 'stop' });
    expect(explanationOf(seen({ wish: 'build' }))).toMatchObject({
      desired: 1,
      cause: 'deploy',
      inputs: null,
    });
    const none = { ...load(), current: 0 };
    expect(explanationOf(seen({ wish: 'failed', current: 0 }, { load: none }))).toMatchObject({
      current: 0,
      desired: 0,
      text: 'stays at 0: the endpoint failed.',
    });
  });

  it('says that nothing has been seen yet', () => {
    expect(explanationOf(seen({}, { load: null, state: null }))).toMatchObject({
      desired: 1,
      text: 'stays at 1: nothing has been seen of it yet.',
      learned: null,
    });
  });

  it('is what the contract says', () => {
    decide(looked.state, MANUAL, signals);
    for (const wish of ['build', 'deploy', 'serve', 'stop'] as const)
      expect(ScalingView.safeParse(explanationOf(seen({ wish }))).error).toBeUndefined();
  });

  it('is the money’s word while nothing may be spent, before and after it was said', () => {
    const stop = {
      projectId: 'proj-000000000001',
      endpointId: null,
      budgetId: 'budg-000000000001',
      period: '2031-02',
      spentNanoUsd: '100000000000',
      limitNanoUsd: '100000000000',
      atUs: 0,
    };
    const words =
      'the budget of 100.00 USD for 2031-02 is spent, so nothing runs until it is raised or the next month begins';
    expect(explanationOf(seen({}, { stop }))).toMatchObject({
      current: 1,
      desired: 0,
      cause: 'budget',
      limitedBy: ['budget'],
      text: `1 → 0: ${words}.`,
    });
    const said = seen({ current: 0, isStarved: true }, { stop, load: null });
    expect(explanationOf(said)).toMatchObject({
      desired: 0,
      cause: 'budget',
      limitedBy: ['budget'],
      text: `stays at 0: ${words}.`,
    });
    const credit = { ...stop, budgetId: null };
    expect(explanationOf({ ...said, stop: credit }).text).toContain('credit is used up');
  });
});
