import { describe, expect, it } from '@jest/globals';
import { type Wish, decide } from './decide.ts';
import { Life } from './endpoint.spec-helper.ts';

const QUIET = { inFlight: 0, waiting: 0, requests: 0 };

const wishing = (wish: Wish, life: Life) => {
  life.tracked.wish = wish;
  return life.pass(QUIET);
};

describe('an endpoint that was just accepted', () => {
  it('gets nothing while it is built, whoever waits', () => {
    const life = new Life({ minReplicas: 3 });
    life.tracked.wish = 'build';
    expect(life.pass({ ...QUIET, waiting: 5 })).toBeNull();
  });

  it('gets one replica although its minimum is 0, and its minimum when that is more', () => {
    const decision = wishing('deploy', new Life());
    expect(decision).toMatchObject({ from: 0, to: 1, cause: 'deploy', inputs: null, policyVersion: 2 });
    expect(decision?.text).toBe('0 → 1: the first start proves the deployment.');
    expect(wishing('deploy', new Life({ minReplicas: 3 }))).toMatchObject({ to: 3 });
  });

  it('gets the minimum that its schedule sets', () => {
    const schedules = [
      { cron: '* * * * *', timeZone: 'UTC', durationSeconds: 3600, minReplicas: 2, maxReplicas: null },
    ];
    expect(wishing('deploy', new Life({ schedules }))).toMatchObject({ to: 2 });
  });
});

describe('an endpoint that must not run', () => {
  it.each(['stop', 'failed', 'delete'] as const)('has no replica: %s', (wish) => {
    expect(wishing(wish, new Life({ minReplicas: 2 }, 2))).toMatchObject({ from: 2, to: 0, cause: wish });
    expect(wishing(wish, new Life({ minReplicas: 2 }))).toBeNull();
  });
});

describe('an endpoint that serves', () => {
  it('wakes for who waits, sleeps when its idle time is over, and says why', () => {
    const life = new Life({ idleTimeoutSeconds: 20 });
    expect(life.pass({ ...QUIET, waiting: 1 })).toMatchObject({ from: 0, to: 1, cause: 'wake' });
    life.keep(5, { inFlight: 1, waiting: 0, requests: 1 });
    expect(life.keep(19, QUIET)).toEqual([]);
    const [sleep] = life.keep(2, QUIET);
    expect(sleep).toMatchObject({ from: 1, to: 0, cause: 'idle', text: '1 → 0: nothing to do for 20 s.' });
    expect(sleep?.inputs?.rest).toMatchObject({ isKept: false, keepSeconds: 20 });
  });

  it('follows its bounds at once, and its fixed count', () => {
    const life = new Life({ minReplicas: 1 }, 1);
    life.tracked.scaling = { ...life.tracked.scaling, minReplicas: 3 };
    expect(life.pass(QUIET)).toMatchObject({ from: 1, to: 3, cause: 'load', limitedBy: ['min_replicas'] });
    life.tracked.scaling = { ...life.tracked.scaling, minReplicas: 0, maxReplicas: 2 };
    expect(life.pass(QUIET)).toMatchObject({
      from: 3,
      to: 2,
      limitedBy: expect.arrayContaining(['max_replicas']),
    });
    life.tracked.scaling = { ...life.tracked.scaling, mode: 'manual', minReplicas: 2, maxReplicas: 5 };
    expect(life.pass(QUIET)).toBeNull();
    life.tracked.scaling = { ...life.tracked.scaling, minReplicas: 4 };
    expect(life.pass(QUIET)).toMatchObject({ from: 2, to: 4, cause: 'manual' });
  });

  it('that is fixed at none runs until its first start has proven itself', () => {
    const life = new Life({ mode: 'manual', minReplicas: 0 });
    life.tracked.current = 1;
    life.tracked.decidedAtUs = life.nowUs;
    expect(life.pass(QUIET)).toBeNull();
    expect(life.keep(2, QUIET)).toMatchObject([{ from: 1, to: 0, cause: 'manual' }]);
  });

  it('keeps its replicas while nobody sees its traffic', () => {
    const life = new Life({}, 3);
    life.keep(100, { inFlight: 12, waiting: 0, requests: 2 });
    const { scaling, wish } = life.tracked;
    const blind = life.watch.look(life.tracked, life.nowUs + 90_000_000, false);
    expect(decide({ scaling, wish, atSeconds: life.nowUs / 1e6 }, blind)).toBeNull();
    expect(blind.limitedBy).toEqual(['metric_stale']);
  });

  it('is never shrunk below what is in flight, however long answers take', () => {
    const life = new Life({ maxReplicas: 8, minReplicas: 1 }, 4);
    life.keep(3, { inFlight: 30, waiting: 0, requests: 10 });
    const after = life.keep(900, { inFlight: 30, waiting: 0, requests: 0 });
    for (const { to } of after) expect(to).toBeGreaterThanOrEqual(4);
  });
});
