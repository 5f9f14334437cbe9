import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { Driven, signals, terms } from './endpoints.spec-helper.ts';
import { formulaOf, sentenceOf } from './explain.ts';
import { newState } from './state.ts';

describe('an endpoint with no replica', () => {
  it('wakes for the first that waits, and for as many replicas as those who wait fill', () => {
    const decision = new Driven().look({ requests: 0, waiting: 1, ready: 0 });
    expect(decision).toMatchObject({ desired: 1, cause: 'wake' });
    expect(sentenceOf(decision)).toBe('0 → 1: a request waits and nothing runs.');
    const crowd = new Driven().look({ requests: 0, waiting: 40, ready: 0 });
    expect(crowd.cause).toBe('wake');
    expect(crowd.desired).toBeGreaterThan(1);
    expect(crowd.desired).toBeLessThanOrEqual(5);
  });

  it('is sized by who waits at the next look, and not again for the same ones', () => {
    const endpoint = new Driven({}, 30);
    endpoint.look({ requests: 40, waiting: 40, ready: 0 }, { inFlight: 0 });
    const sized = endpoint.look({ requests: 0, waiting: 40, ready: 0, starting: 1 }, { inFlight: 0 });
    expect(sized.desired).toBeGreaterThan(2);
    const moment = { requests: 0, waiting: 40, ready: 0, starting: sized.desired };
    const again = endpoint.look(moment, {
      inFlight: 0,
      startingSeconds: new Array<number>(sized.desired).fill(20),
    });
    expect(again.desired).toBe(sized.desired);
  });

  it('stays at none while nothing waits, and keeps a minimum', () => {
    expect(new Driven().look({ requests: 0, ready: 0 }).desired).toBe(0);
    expect(new Driven({ minReplicas: 2 }).look({ requests: 0, ready: 0 })).toMatchObject({
      desired: 2,
      limitedBy: ['min_replicas'],
    });
  });
});

describe('a busy endpoint', () => {
  it('grows with the load at once, and shrinks only after the hold', () => {
    const endpoint = new Driven({}, 120);
    const busy = endpoint.keep(300, { requests: 8, ready: 8 });
    const falling = endpoint.look({ requests: 2, ready: busy.desired });
    expect(falling.desired).toBe(busy.desired);
    const late = endpoint.keep(200, { requests: 2, ready: busy.desired });
    expect(late.desired).toBeLessThan(busy.desired);
    expect(late.desired).toBeGreaterThanOrEqual(2);
  });

  it('says when it may shrink', () => {
    const endpoint = new Driven({ stabilizationWindowSeconds: 100 });
    endpoint.keep(300, { requests: 8, ready: 8 });
    const held = endpoint.keep(20, { requests: 0.2, ready: 8 });
    expect(held.limitedBy).toEqual(['scale_down_hold']);
    expect(held.mayMoveInSeconds).toBeGreaterThan(60);
    expect(held.mayMoveInSeconds).toBeLessThanOrEqual(100);
    expect(endpoint.keep(101, { requests: 0.2, ready: 8 }).desired).toBeLessThan(8);
  });

  it('does not shrink in the first minute of a scaler', () => {
    const endpoint = new Driven({ stabilizationWindowSeconds: 0 });
    expect(endpoint.keep(59, { requests: 1, ready: 20 }).desired).toBe(20);
    expect(endpoint.keep(2, { requests: 1, ready: 20 }).desired).toBeLessThan(20);
  });

  it('cancels no start that somebody waits for', () => {
    const endpoint = new Driven();
    endpoint.keep(300, { requests: 1, ready: 1 });
    const decision = endpoint.look({ requests: 1, ready: 1, waiting: 1, starting: 6 });
    const { replicas: up } = decision.inputs.demands[0]!;
    expect(decision.desired).toBe(Math.min(7, up + 6));
  });

  it('gives up a start that nobody waits for any more', () => {
    const endpoint = new Driven({ stabilizationWindowSeconds: 0 });
    endpoint.keep(300, { requests: 1, ready: 2 });
    expect(endpoint.look({ requests: 1, ready: 2, starting: 6 }).desired).toBeLessThanOrEqual(2);
  });

  it('answers neither surges nor backlogs without panic', () => {
    const calm = new Driven({ panic: false });
    const eager = new Driven();
    for (const endpoint of [calm, eager]) endpoint.keep(400, { requests: 1, ready: 2 });
    const burst = { requests: 20, ready: 2, waiting: 50 };
    expect(eager.keep(3, burst).desired).toBeGreaterThan(2 * calm.keep(3, burst).desired);
  });
});

describe('the last replica', () => {
  it('stays while anything is in flight, then for the idle timeout', () => {
    const endpoint = new Driven({ idleTimeoutSeconds: 90 });
    endpoint.keep(400, { requests: 0.2 });
    const idle = endpoint.keep(89, { requests: 0 });
    expect(idle).toMatchObject({ desired: 1, limitedBy: ['idle_timeout'] });
    expect(idle.mayMoveInSeconds).toBeCloseTo(1);
    const gone = endpoint.look({ requests: 0 });
    expect(gone).toMatchObject({ desired: 0, cause: 'idle' });
    expect(sentenceOf(gone)).toBe('1 → 0: nothing to do for 90 s.');
  });

  it('stays for the cooldown after a wake', () => {
    const endpoint = new Driven({ idleTimeoutSeconds: 10, initialCooldownSeconds: 300 });
    endpoint.keep(100, { requests: 0.2 });
    endpoint.keep(20, { requests: 0 }, { secondsSinceWake: 200 });
    const cooling = endpoint.look({ requests: 0 }, { secondsSinceWake: 250 });
    expect(cooling).toMatchObject({ desired: 1, limitedBy: ['initial_cooldown'], mayMoveInSeconds: 50 });
    expect(endpoint.keep(180, { requests: 0 }, { secondsSinceWake: 301 }).desired).toBe(0);
  });

  it('is awaited and proven before quiet is a reason to let it go', () => {
    const endpoint = new Driven({ idleTimeoutSeconds: 10 });
    expect(endpoint.keep(300, { requests: 0, ready: 0, starting: 1 }).desired).toBe(1);
    endpoint.keep(20, { requests: 0.2 });
    expect(endpoint.keep(300, { requests: 0, ready: 0, starting: 1 })).toMatchObject({
      desired: 1,
      mayMoveInSeconds: null,
    });
    expect(endpoint.look({ requests: 0 }).desired).toBe(0);
  });

  it('is ready again when requests come with a regular gap', () => {
    const endpoint = new Driven({}, 30);
    const regular = (): void => {
      endpoint.keep(2, { requests: 1, ready: 1 });
      endpoint.keep(598, { requests: 0, ready: 1 });
    };
    for (let n = 0; n < 8; n++) regular();
    endpoint.keep(2, { requests: 1, ready: 1 });
    const asleep = endpoint.keep(300, { requests: 0, ready: 0 });
    expect(sentenceOf(asleep)).toBe('stays at 0: nobody calls it.');
    const expected = endpoint.keep(270, { requests: 0, ready: 0 });
    expect(expected.desired).toBe(1);
    expect(sentenceOf(expected)).toContain('requests usually come about now');
  });
});

describe('what is not the load', () => {
  it('holds the count while nobody sees the traffic', () => {
    const endpoint = new Driven();
    endpoint.keep(300, { requests: 4, ready: 4 });
    const blind = endpoint.keep(600, { requests: 0, ready: 4 }, { stale: true });
    expect(blind).toMatchObject({ desired: 4, limitedBy: ['metric_stale'] });
    expect(sentenceOf(blind)).toBe('stays at 4: what it scales by is not seen, so the count stays.');
  });

  it('obeys a count fixed by hand', () => {
    const decision = new Driven({ mode: 'manual', minReplicas: 3 }).keep(2, { requests: 50, ready: 9 });
    expect(decision).toMatchObject({ desired: 3, cause: 'manual' });
    expect(formulaOf(decision)).toBe('fixed at 3 = 3');
  });

  it('obeys the schedule over its own bounds', () => {
    const morning = {
      cron: '10 0 1 1 *',
      timeZone: 'UTC',
      durationSeconds: 600,
      minReplicas: 3,
      maxReplicas: 5,
    };
    const endpoint = new Driven({ minReplicas: 0, maxReplicas: 32, schedules: [morning] });
    expect(endpoint.keep(599, { requests: 0, ready: 0 }).desired).toBe(0);
    expect(endpoint.keep(200, { requests: 0, ready: 0 })).toMatchObject({
      desired: 3,
      limitedBy: ['min_replicas'],
    });
    expect(endpoint.keep(300, { requests: 20, ready: 5 })).toMatchObject({
      desired: 5,
      limitedBy: ['max_replicas'],
    });
    expect(endpoint.keep(110, { requests: 20, ready: 5 }).desired).toBeGreaterThan(5);
  });

  it('asks for no more than the cluster has, and takes nothing away for it', () => {
    const endpoint = new Driven();
    const capacity = [{ reason: 'capacity', replicas: 2 }] as const;
    const decision = endpoint.keep(300, { requests: 8, ready: 4 }, { ceilings: capacity });
    expect(decision).toMatchObject({ desired: 4, limitedBy: ['capacity'] });
  });

  it('lets a budget overrule the minimum', () => {
    const endpoint = new Driven({ minReplicas: 3 });
    const ceilings = [{ reason: 'budget', replicas: 0 }] as const;
    expect(endpoint.keep(300, { requests: 8, ready: 4 }, { ceilings })).toMatchObject({
      desired: 0,
      limitedBy: ['budget'],
    });
  });

  it('moves no faster than the owner allows, but wakes at once', () => {
    const up = new Driven({ scaleUpPerMinute: 2 });
    expect(up.look({ requests: 9, waiting: 8, ready: 0 }).desired).toBe(1);
    expect(up.keep(30, { requests: 9, waiting: 9, ready: 1 }).desired).toBe(2);
    up.keep(61, { requests: 9, waiting: 9, ready: 2 });
    expect(up.look({ requests: 9, waiting: 9, ready: 2 })).toMatchObject({
      desired: 4,
      limitedBy: ['scale_up_rate'],
    });
    const down = new Driven({ scaleDownPerMinute: 1, stabilizationWindowSeconds: 0 });
    down.keep(200, { requests: 8, ready: 8 });
    expect(down.keep(50, { requests: 1, ready: 8 }).desired).toBe(7);
  });
});

describe('several rules', () => {
  const rules = [
    { metric: 'concurrency', target: 8 },
    { metric: 'requestsPerSecond', target: 0.5 },
    { metric: 'vllm:num_requests_waiting', target: 10 },
  ];

  it('are answered by the one that asks for most', () => {
    const endpoint = new Driven({ rules });
    const byRate = endpoint.keep(400, { requests: 4, ready: 4 }, { values: [null, null, 0] });
    expect(byRate.inputs.demands.map(({ replicas }) => replicas)).toEqual([expect.any(Number), 8, 0]);
    expect(byRate.desired).toBe(8);
    expect(endpoint.look({ requests: 4, ready: 8 }, { values: [null, null, 125] }).desired).toBe(13);
  });

  it('take nobody away for a metric that is not known, until the endpoint rests', () => {
    const endpoint = new Driven({ rules, idleTimeoutSeconds: 60 });
    endpoint.keep(400, { requests: 1, ready: 4 });
    const blind = endpoint.keep(300, { requests: 1, ready: 9 }, { values: [null, null, null] });
    expect(blind).toMatchObject({ desired: 9, limitedBy: ['metric_stale'] });
    expect(endpoint.keep(300, { requests: 1, ready: 9 }, { values: [null, null, 0] }).desired).toBeLessThan(
      4,
    );
    expect(endpoint.keep(600, { requests: 0, ready: 9 }, { values: [null, null, null] }).desired).toBe(0);
  });

  it('hold when nothing is known', () => {
    const endpoint = new Driven({ rules: [{ metric: 'depth', target: 10 }] });
    expect(endpoint.keep(100, { requests: 1, ready: 3 }, { values: [25] }).desired).toBe(3);
    const blind = endpoint.keep(300, { requests: 1, ready: 3 }, { values: [null] });
    expect(blind).toMatchObject({ desired: 3, limitedBy: ['metric_stale'] });
  });

  it('keep a count while the value fills nine tenths of one fewer', () => {
    const endpoint = new Driven({ rules: [{ metric: 'depth', target: 10 }], stabilizationWindowSeconds: 0 });
    endpoint.keep(100, { requests: 1, ready: 3 }, { values: [25] });
    expect(endpoint.look({ requests: 1, ready: 3 }, { values: [19] }).desired).toBe(3);
    expect(endpoint.look({ requests: 1, ready: 3 }, { values: [17] }).desired).toBe(2);
  });
});

describe('a season', () => {
  it('is expected one start before it comes', () => {
    const endpoint = new Driven({ seasonSeconds: 600, idleTimeoutSeconds: 5000 }, 60);
    const period = (): void => {
      endpoint.keep(300, { requests: 0, ready: 1 });
      endpoint.keep(300, { requests: 8, ready: 6 });
    };
    for (let n = 0; n < 3; n++) period();
    expect(endpoint.keep(200, { requests: 0, ready: 1 }).desired).toBe(1);
    const soon = endpoint.keep(60, { requests: 0, ready: 1 });
    expect(soon.desired).toBeGreaterThanOrEqual(5);
    expect(sentenceOf(soon)).toContain('usually come now');
  });
});

describe('the words of a decision', () => {
  it('hold the calculation with its numbers', () => {
    const endpoint = new Driven();
    const decision = endpoint.keep(600, { requests: 4, ready: 4 });
    expect(formulaOf(decision)).toMatch(
      /^ceil\(\(20 demand \+ [\d.]+ safety \+ 0 backlog\) \/ 8 slots\) = \d; held \d = \d$/,
    );
    expect(sentenceOf(decision)).toMatch(
      /^(stays at \d|\d → \d): 4 requests\/s come and take 5 s each: 20 slots busy, [\d.]+ kept free, 8 slots a replica/,
    );
  });

  it('say what is in flight while too few answers have told how long one takes', () => {
    const endpoint = new Driven({ rules: [{ metric: 'concurrency', target: 2 }] }, null);
    endpoint.look({ requests: 0 });
    const decision = endpoint.look({ requests: 0 }, { inFlight: 6 });
    expect(decision.desired).toBe(3);
    expect(formulaOf(decision)).toMatch(/^ceil\(6 in flight \/ 2 slots\) = 3; held \d = 3$/);
    expect(sentenceOf(decision)).toBe(
      '1 → 3: 6 in flight, too few answered yet to say how long one takes, 2 slots a replica.',
    );
  });

  it('are about a state that does not change when they are said', () => {
    const state = newState(signals());
    const decision = decide(state, terms(), signals({ atSeconds: 1, waiting: 1 }));
    const before = JSON.stringify(state);
    formulaOf(decision);
    sentenceOf(decision);
    expect(JSON.stringify(state)).toBe(before);
  });
});
