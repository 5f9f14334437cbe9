import type { AnyEvent, EventNamed, Recorded, SpendingStop } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import { endpointSpec } from '@tidegate/testing';
import { decide, type Wish } from './decide.ts';
import { Life, START_US } from './endpoint.spec-helper.ts';
import { Fleet } from './fleet.ts';

const QUIET = { inFlight: 0, waiting: 0, requests: 0 };
const owner = { endpointId: 'endpt-000000000001', projectId: 'proj-000000000001' };
const STOP: SpendingStop = {
  projectId: owner.projectId,
  endpointId: null,
  budgetId: 'budg-000000000001',
  period: '2031-02',
  spentNanoUsd: '5000000000',
  limitNanoUsd: '5000000000',
  atUs: START_US,
};

/** What is decided of an endpoint under a stop, with so many replicas. */
const stopped = (
  current: number,
  given: { wish?: Wish; isStarved?: boolean; stop?: SpendingStop | null } = {},
) => {
  const life = new Life({ minReplicas: 1 }, current);
  const load = life.watch.look(life.tracked, life.nowUs, true, given.stop !== null);
  return decide({ ...life.tracked, wish: 'serve', stop: STOP, atSeconds: 0, ...given }, load);
};

describe('an endpoint on which nothing may be spent', () => {
  it('has no replica, whatever its minimum is and whoever waits', () => {
    expect(stopped(3)).toMatchObject({
      from: 3,
      to: 0,
      cause: 'budget',
      limitedBy: ['budget'],
      text: '3 → 0: the budget of 5.00 USD for 2031-02 is spent, so nothing runs until it is raised or the next month begins.',
      inputs: { ceilings: [{ reason: 'budget', replicas: 0 }] },
    });
  });

  it('is told so once, also when it has none: one that sleeps warm holds hardware', () => {
    expect(stopped(0)).toMatchObject({ from: 0, to: 0, cause: 'budget' });
    expect(stopped(0, { isStarved: true })).toBeNull();
  });

  it('is not started for the first time either', () =>
    expect(stopped(0, { wish: 'deploy' })).toMatchObject({ to: 0, cause: 'budget' }));

  it('is not told what it knows when it is stopped, failed or built', () => {
    for (const wish of ['stop', 'failed', 'delete', 'build'] as const)
      expect(stopped(0, { wish })).toBeNull();
  });

  it('goes on where there is money again: at its minimum, its first start, or at rest', () => {
    const free = { stop: null, isStarved: true };
    expect(stopped(0, { ...free, wish: 'deploy' })).toMatchObject({ from: 0, to: 1, cause: 'deploy' });
    expect(stopped(0, free)).toMatchObject({ from: 0, to: 1, cause: 'load' });
    const life = new Life();
    life.tracked.isStarved = true;
    const load = life.watch.look(life.tracked, life.nowUs, true);
    expect(decide({ ...life.tracked, stop: null, atSeconds: 0 }, load)).toMatchObject({
      from: 0,
      to: 0,
      cause: 'load',
      limitedBy: [],
    });
    expect(decide({ ...life.tracked, isStarved: false, stop: null, atSeconds: 0 }, load)).toBeNull();
    expect(life.pass(QUIET)).toBeNull();
  });
});

let position = 0;
const fleetAfter = (...events: AnyEvent[]): Fleet => {
  const fleet = new Fleet();
  for (const event of events)
    fleet.apply({
      ...event,
      version: 1,
      position: ++position,
      id: String(position),
      correlationId: '',
      occurredAt: new Date(0),
      meta: {},
    } as unknown as Recorded<AnyEvent>);
  return fleet;
};
const requested = (until: string | null = null): AnyEvent => ({
  type: 'EndpointRequested',
  data: {
    ...owner,
    revision: 1,
    spec: endpointSpec({ commitment: until === null ? { kind: 'on-demand' } : { kind: 'reserved', until } }),
  },
});
const stop = (some: Partial<SpendingStop> = {}): AnyEvent => ({
  type: 'SpendingStopped',
  data: { ...STOP, ...some },
});
const resume = (some: Partial<EventNamed<'SpendingResumed'>['data']> = {}): AnyEvent => ({
  type: 'SpendingResumed',
  data: { projectId: owner.projectId, endpointId: null, budgetId: STOP.budgetId, atUs: 0, ...some },
});
const stopIn = (fleet: Fleet, nowUs = 0): SpendingStop | null =>
  fleet.stopOf(fleet.get(owner.endpointId)!, nowUs);

describe('a fleet', () => {
  it('knows whose spending is stopped, and for as long as any budget stops it', () => {
    expect(stopIn(fleetAfter(requested()))).toBeNull();
    expect(stopIn(fleetAfter(stop(), requested()))).toEqual(STOP);
    expect(stopIn(fleetAfter(requested(), stop(), resume()))).toBeNull();
    const other = { budgetId: 'budg-000000000002' };
    expect(stopIn(fleetAfter(requested(), stop(), stop(other), resume()))).toMatchObject(other);
    expect(stopIn(fleetAfter(requested(), stop({ budgetId: null }), resume()))).toMatchObject({
      budgetId: null,
    });
    expect(stopIn(fleetAfter(requested(), stop({ projectId: 'proj-000000000002' })))).toBeNull();
  });

  it('stops one endpoint where the budget is of one', () => {
    expect(stopIn(fleetAfter(requested(), stop({ endpointId: 'endpt-000000000002' })))).toBeNull();
    expect(stopIn(fleetAfter(requested(), stop({ endpointId: owner.endpointId })))).not.toBeNull();
  });

  it('stops what is reserved at the end of its reservation, and not before', () => {
    const fleet = fleetAfter(requested('2031-01-01T00:00:00.000Z'), stop());
    const endUs = Date.parse('2031-01-01') * 1000;
    expect([stopIn(fleet, endUs - 1), stopIn(fleet, endUs)]).toEqual([null, STOP]);
  });

  it('restored from a snapshot knows it still', () => {
    const restored = new Fleet();
    restored.restore(JSON.parse(JSON.stringify(fleetAfter(requested(), stop()).snapshot())));
    expect(stopIn(restored)).toEqual(STOP);
  });

  it('wishes a first start until it is decided, money or not', () => {
    const decided = (cause: 'budget' | 'deploy', to: number): AnyEvent => ({
      type: 'ScaleDecided',
      data: {
        ...owner,
        revision: 1,
        from: 0,
        to,
        cause,
        inputs: null,
        formula: '',
        limitedBy: [],
        mayMoveInSeconds: null,
        spare: [],
        policyVersion: 2,
        leaseEpoch: 1,
        text: '',
      },
    });
    const reason = { code: 'x', message: 'x', nextStep: 'x' };
    const built: AnyEvent = {
      type: 'EndpointStateChanged',
      data: { ...owner, from: null, to: 'deploying', reason },
    };
    const fleet = fleetAfter(requested(), built, decided('budget', 0));
    expect(fleet.get(owner.endpointId)).toMatchObject({ wish: 'deploy', isStarved: true, wokenAtUs: null });
  });
});
