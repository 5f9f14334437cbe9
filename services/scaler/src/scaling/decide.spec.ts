import type { ScalingInputs, ScalingSpec } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import { decide, type Wish } from './decide.ts';

const scaling: ScalingSpec = {
  mode: 'automatic',
  minReplicas: 0,
  maxReplicas: 5,
  rules: [{ metric: 'concurrency', target: 8 }],
  idleTimeoutSeconds: 60,
  initialCooldownSeconds: 30,
};

const quiet: ScalingInputs = {
  inFlight: 0,
  waiting: 0,
  requestsPerSecond: 0,
  current: 1,
  ready: 1,
  idleSeconds: 10,
  observedSeconds: 500,
  readySeconds: 500,
  secondsSinceWake: 500,
  stale: false,
  demands: [{ metric: 'concurrency', value: 0, target: 8, replicas: 0 }],
  heldReplicas: 0,
};

const asks = (value: number, replicas: number): Pick<ScalingInputs, 'demands' | 'heldReplicas'> => ({
  demands: [{ metric: 'concurrency', value, target: 8, replicas }],
  heldReplicas: replicas,
});

const decided = (
  inputs: Partial<ScalingInputs>,
  { wish = 'serve', ...spec }: Partial<ScalingSpec> & { wish?: Wish } = {},
) => decide({ scaling: { ...scaling, ...spec }, wish, inputs: { ...quiet, ...inputs } });

describe('an endpoint that was just accepted', () => {
  it('gets one replica although its minimum is 0', () => {
    const decision = decided({ current: 0, ready: 0, readySeconds: null }, { wish: 'deploy' });
    expect(decision).toMatchObject({ from: 0, to: 1, cause: 'deploy', inputs: null });
    expect(decision?.text).toBe('0 → 1: the first start proves the deployment.');
  });

  it('gets its minimum when that is more', () =>
    expect(decided({ current: 0 }, { wish: 'deploy', minReplicas: 3 })).toMatchObject({ to: 3 }));

  it('is not put to sleep while its first replica starts', () =>
    expect(decided({ ready: 0, readySeconds: null, idleSeconds: 900 }, { wish: 'serve' })).toBeNull());
});

describe('an endpoint that is being built', () => {
  it('gets no replica, whoever waits', () =>
    expect(decided({ current: 0, waiting: 5, ...asks(5, 1) }, { wish: 'build', minReplicas: 3 })).toBeNull());
});

describe('an endpoint whose bounds were changed', () => {
  it('grows at once to a higher minimum', () => {
    const decision = decided({ current: 1, observedSeconds: 3 }, { minReplicas: 3 });
    expect(decision).toMatchObject({ to: 3, cause: 'load', limitedBy: ['min_replicas'] });
    expect(decision?.text).toBe('1 → 3: minReplicas is 3.');
  });

  it('wakes when its minimum is not 0 any more', () =>
    expect(decided({ current: 0, ready: 0, readySeconds: null }, { minReplicas: 1 })?.text).toBe(
      '0 → 1: minReplicas is 1.',
    ));

  it('shrinks to a lower maximum, also under load', () => {
    const decision = decided(
      { current: 5, inFlight: 40, observedSeconds: 3, ...asks(40, 5) },
      { maxReplicas: 2 },
    );
    expect(decision).toMatchObject({ to: 2, limitedBy: ['max_replicas'] });
    expect(decision?.text).toBe('5 → 2: maxReplicas is 2.');
  });

  it('is brought to its fixed count when its mode becomes manual, and back by load', () => {
    expect(decided({ current: 4, ...asks(30, 4) }, { mode: 'manual', minReplicas: 1 })).toMatchObject({
      to: 1,
      cause: 'manual',
    });
    expect(decided({ current: 1, inFlight: 30, ...asks(30, 4) })).toMatchObject({ to: 4, cause: 'load' });
  });
});

describe('an endpoint under load', () => {
  it('grows to what the rule asks and says why', () => {
    const decision = decided({ current: 2, ready: 2, inFlight: 17, ...asks(17, 3) });
    expect(decision).toMatchObject({ from: 2, to: 3, cause: 'load', limitedBy: [], policyVersion: 1 });
    expect(decision?.text).toBe('2 → 3: 17 in flight ÷ target 8 = 2.1, rounded up to 3.');
    expect(decision?.formula).toBe('ceil(17 / 8) = 3');
  });

  it('names what is in flight and what waits', () =>
    expect(decided({ inFlight: 8, waiting: 12, ...asks(20, 3) })?.text).toBe(
      '1 → 3: 8 in flight and 12 waiting ÷ target 8 = 2.5, rounded up to 3.',
    ));

  it('stops at its maximum and says that it did', () => {
    const decision = decided({ inFlight: 80, ...asks(80, 10) });
    expect(decision).toMatchObject({ to: 5, limitedBy: ['max_replicas'] });
    expect(decision?.text).toBe('1 → 5: 80 in flight ÷ target 8 = 10; maxReplicas is 5.');
  });

  it('takes the highest answer of its rules', () =>
    expect(
      decided({
        demands: [
          { metric: 'concurrency', value: 9, target: 8, replicas: 2 },
          { metric: 'requestsPerSecond', value: 31, target: 10, replicas: 4 },
        ],
      })?.text,
    ).toBe('1 → 4: 31 requests/s ÷ target 10 = 3.1, rounded up to 4.'));

  it('keeps its count when it fits', () =>
    expect(decided({ current: 3, inFlight: 17, ...asks(17, 3) })).toBeNull());
});

describe('an endpoint with more replicas than it needs', () => {
  it('shrinks to the most that was wanted within the hold', () => {
    const decision = decided({ current: 5, inFlight: 6, ...asks(6, 1), heldReplicas: 3 });
    expect(decision).toMatchObject({ from: 5, to: 3, cause: 'load', limitedBy: ['scale_down_hold'] });
    expect(decision?.text).toBe('5 → 3: for 60 s never more than 3 were wanted.');
  });

  it('keeps them until a whole hold has been seen', () =>
    expect(decided({ current: 5, inFlight: 6, observedSeconds: 59 })).toBeNull());

  it('keeps the last one until the idle timeout', () =>
    expect(decided({ current: 3, idleSeconds: 59 })).toMatchObject({ to: 1, limitedBy: ['idle_timeout'] }));

  it('does not go below its minimum', () =>
    expect(decided({ current: 3 }, { minReplicas: 2 })).toMatchObject({
      to: 2,
      limitedBy: ['min_replicas'],
    }));
});

describe('an idle endpoint', () => {
  it('sleeps when the idle timeout has passed', () => {
    const decision = decided({ idleSeconds: 61.4 });
    expect(decision).toMatchObject({ from: 1, to: 0, cause: 'idle' });
    expect(decision?.text).toBe('1 → 0: nothing in flight or waiting for 61 s; the idle timeout is 60 s.');
  });

  it.each([
    ['a request is in flight', { inFlight: 1 }],
    ['a request waits', { waiting: 1, ...asks(1, 1) }],
    ['the idle timeout has not passed', { idleSeconds: 59.9 }],
    ['its replica was ready for less than the idle timeout', { readySeconds: 59 }],
    ['its traffic was seen for less than the idle timeout', { observedSeconds: 59 }],
    ['it woke less than the initial cooldown ago', { secondsSinceWake: 29 }],
    ['nobody reports its traffic', { stale: true }],
    ['no replica is ready', { ready: 0, readySeconds: null }],
  ])('stays awake while %s', (_, inputs) => expect(decided({ idleSeconds: 400, ...inputs })).toBeNull());

  it('stays awake when its minimum is not 0', () =>
    expect(decided({ idleSeconds: 400 }, { minReplicas: 1 })).toBeNull());
});

describe('an endpoint that sleeps', () => {
  const sleeping = { current: 0, ready: 0, readySeconds: null } as const;

  it('wakes by what waits', () => {
    const decision = decided({ ...sleeping, waiting: 12, ...asks(12, 2) });
    expect(decision).toMatchObject({ from: 0, to: 2, cause: 'wake', limitedBy: [] });
    expect(decision?.text).toBe('0 → 2: 12 waiting ÷ target 8 = 1.5, rounded up to 2.');
  });

  it('wakes for one caller even when its only rule counts a rate', () =>
    expect(decided({ ...sleeping, waiting: 1, demands: [] })?.text).toBe('0 → 1: a request waits.'));

  it('sleeps on while nothing waits', () => expect(decided({ ...sleeping, inFlight: 2 })).toBeNull());
});

describe('an endpoint whose traffic nobody reports', () => {
  it('keeps its replicas', () => expect(decided({ current: 4, stale: true, observedSeconds: 0 })).toBeNull());

  it('is still held within its bounds', () =>
    expect(decided({ current: 7, stale: true })).toMatchObject({
      to: 5,
      limitedBy: ['metric_stale', 'max_replicas'],
    }));
});

describe('an endpoint that must not run', () => {
  it.each(['stop', 'failed', 'delete'] as const)('goes to 0 for %s, whatever its load', (wish) =>
    expect(decided({ current: 4, inFlight: 30, ...asks(30, 4) }, { wish, minReplicas: 2 })).toMatchObject({
      to: 0,
      cause: wish,
      inputs: null,
    }),
  );

  it('does not wake', () => expect(decided({ current: 0, waiting: 5 }, { wish: 'stop' })).toBeNull());

  it('starts again when asked', () =>
    expect(decided({ current: 0 }, { wish: 'start' })).toMatchObject({ to: 1, cause: 'start' }));
});

describe('an endpoint scaled by hand', () => {
  const manual = { mode: 'manual', minReplicas: 2 } as const;

  it('has its minimum, whatever the load', () =>
    expect(decided({ current: 1, ...asks(30, 4) }, manual)).toMatchObject({ to: 2, cause: 'manual' }));

  it('does not sleep', () => expect(decided({ current: 2, idleSeconds: 900 }, manual)).toBeNull());

  it('goes to a count of 0 only when its start has proven itself', () => {
    const none = { mode: 'manual', minReplicas: 0 } as const;
    expect(decided({ current: 1, ready: 0, readySeconds: null }, none)).toBeNull();
    expect(decided({ current: 1 }, none)).toMatchObject({ to: 0, cause: 'manual' });
  });
});
