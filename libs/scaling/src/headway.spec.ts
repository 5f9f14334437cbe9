import { describe, expect, it } from '@jest/globals';
import { HEADWAY } from './constants.ts';
import { Driven, signals, terms } from './endpoints.spec-helper.ts';
import { errorOf, newError, observeError } from './error.ts';
import { backlogOf, holdSecondsOf } from './headway.ts';
import { atLeast, atMost, climbingRate, ratesOf } from './rates.ts';
import { newTraffic, observeTraffic, rateOver, serviceSecondsOf } from './traffic.ts';

const trafficOf = (perSecond: readonly number[]) => {
  const traffic = newTraffic(signals());
  let total = 0;
  perSecond.forEach((requests, n) => {
    total += requests;
    observeTraffic(traffic, signals({ atSeconds: n + 1, requestsTotal: total }), HEADWAY);
  });
  return traffic;
};
const seconds = (count: number, rate: number): number[] => new Array<number>(count).fill(rate);

describe('the rate of arrivals', () => {
  it('is taken over a window, or over as much as is known', () => {
    const traffic = trafficOf([...seconds(100, 2), ...seconds(6, 8)]);
    expect(rateOver(traffic, 6)).toBeCloseTo(8);
    expect(rateOver(traffic, 12)).toBeCloseTo(5);
    expect(rateOver(traffic, 10_000)).toBeCloseTo((200 + 48) / 106);
  });

  it('spreads what came while nobody looked, and starts anew after a reset of the total', () => {
    const traffic = trafficOf(seconds(10, 1));
    observeTraffic(traffic, signals({ atSeconds: 20, requestsTotal: 40 }), HEADWAY);
    expect(rateOver(traffic, 5)).toBeCloseTo(3);
    observeTraffic(traffic, signals({ atSeconds: 21, requestsTotal: 7 }), HEADWAY);
    expect(rateOver(traffic, 1)).toBeCloseTo(7);
  });

  it('is young again after a silence longer than all windows', () => {
    const traffic = trafficOf(seconds(10, 9));
    observeTraffic(traffic, signals({ atSeconds: 5000, requestsTotal: 90 }), HEADWAY);
    expect(rateOver(traffic, 150)).toBe(0);
  });

  it('is believed less what chance adds: 4/s over 9 s, two sigmas of √(4/9)', () => {
    expect(atLeast(4, 9, 2)).toBeCloseTo(4 - 4 / 3);
    expect(atMost(4, 9, 2)).toBeCloseTo(4 + 2 * Math.sqrt((4 + 1 / 9) / 9));
    expect(atLeast(0.1, 1, 3)).toBe(0);
  });

  it('falls at once with what surely ebbed, and rises with what surely came', () => {
    const before = ratesOf(trafficOf(seconds(400, 6)), 30, HEADWAY);
    expect(before.level).toBeCloseTo(6);
    const ebbed = ratesOf(trafficOf([...seconds(400, 6), ...seconds(10, 0)]), 30, HEADWAY);
    expect(ebbed.level).toBeLessThan(1);
    const surged = ratesOf(trafficOf([...seconds(400, 2), ...seconds(6, 12)]), 30, HEADWAY);
    expect(surged.surge).toBeCloseTo(12 - HEADWAY.surgeSigmas * Math.sqrt(12 / HEADWAY.shortSeconds));
    expect(surged.surge).toBeGreaterThan(surged.level);
    const risen = ratesOf(trafficOf([...seconds(400, 2), ...seconds(HEADWAY.riseSeconds, 6)]), 30, HEADWAY);
    expect(risen.level).toBeCloseTo(6 - HEADWAY.riseSigmas * Math.sqrt(6 / HEADWAY.riseSeconds));
  });
});

describe('a climb', () => {
  const { trendSeconds } = HEADWAY;
  const steps = (...rates: number[]) => trafficOf(rates.flatMap((rate) => seconds(trendSeconds, rate)));

  it('is extended to when a start would be ready, less one error of its slope', () => {
    const constants = { ...HEADWAY, trendSeconds: 60, trendSigmas: 1 };
    const traffic = trafficOf([3, 3.4, 3.8, 4.2, 4.6, 5].flatMap((rate) => seconds(60, rate)));
    const sure = 0.4 - Math.sqrt(4 / 60 / 17.5);
    expect(climbingRate(traffic, 120, constants)).toBeCloseTo(4 + sure * (3 + 2));
  });

  it('is none when it is level, falls, is a step, or is too young', () => {
    expect(climbingRate(steps(4, 4, 4, 4, 4, 4), 120, HEADWAY)).toBe(0);
    expect(climbingRate(steps(5, 4.6, 4.2, 3.8, 3.4, 3), 120, HEADWAY)).toBe(0);
    expect(climbingRate(steps(0, 0, 0, 8, 8, 8), 120, HEADWAY)).toBe(0);
    expect(climbingRate(steps(3, 4, 5), 120, HEADWAY)).toBe(0);
  });
});

describe('a backlog', () => {
  const constants = { clearSeconds: 2.5, clearStarts: 0.3, leastBacklog: 0.8 };
  const times = { serviceSeconds: 5, startSeconds: 30, slots: 8 };

  it('credits what starts already: 40 waiting, 4/s, two 10 s old: 128 late, cleared in 9 s', () => {
    const look = { waiting: 40, ready: 0, startingSeconds: [10, 10] };
    expect(backlogOf(look, 4, times, constants)).toBeCloseTo((128 * 5) / 9);
  });

  it('is at least a share of what waits, and none when nobody waits', () => {
    const look = { waiting: 10, ready: 9, startingSeconds: [] };
    expect(backlogOf(look, 0, times, constants)).toBeCloseTo((8 * 5) / 9);
    expect(backlogOf({ ...look, waiting: 0 }, 50, times, constants)).toBe(0);
  });

  it('credits no start with more than a start time, and clears fast starts within a fixed time', () => {
    const old = { waiting: 200, ready: 0, startingSeconds: [900] };
    expect(backlogOf(old, 0, times, { ...constants, leastBacklog: 0 })).toBeCloseTo(((200 - 48) * 5) / 9);
    const fast = { ...times, startSeconds: 2 };
    expect(backlogOf({ waiting: 10, ready: 0, startingSeconds: [] }, 0, fast, constants)).toBeCloseTo(20);
  });
});

describe('the learned error', () => {
  const constants = { ...HEADWAY, mostRise: 0.5 };
  const compare = (rates: readonly number[]) => {
    const error = newError(constants);
    rates.forEach((rate, n) =>
      observeError(error, { at: 10 * n, level: 20, startSeconds: 10, serviceSeconds: 5, rate }, constants),
    );
    return error;
  };

  it('moves by (0.1 − ε²) / 61 for a rise of a quarter over a forecast of 20 slots', () => {
    const first = HEADWAY.firstError ** 2;
    expect(compare([4, 5]).square).toBeCloseTo(first + (2 * 0.25 ** 2 - 5 / 200 - first) / 61, 8);
  });

  it('shrinks while forecasts hold, and never below nothing', () => {
    expect(errorOf(compare(seconds(2000, 4)), HEADWAY)).toBe(0);
  });

  it('learns nothing from what nobody could foresee', () => {
    expect(compare([4, 40]).square).toBe(newError(constants).square);
  });

  it('waits for a start time before it compares, and is bounded', () => {
    const error = newError(constants);
    for (let at = 0; at < 100_000; at += 10)
      observeError(error, { at, level: 20, startSeconds: 5000, serviceSeconds: 5, rate: 5.5 }, constants);
    expect(error.dueAt.length).toBeLessThanOrEqual(64);
    expect(errorOf({ ...error, square: 9 }, HEADWAY)).toBe(HEADWAY.mostError);
  });
});

describe('the reckoning of a steady load', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of %d/s is Little’s law, its noise, and a safety above it',
    (requests) => {
      const endpoint = new Driven();
      endpoint.keep(599, { requests, ready: 4 });
      endpoint.state.error.square = 0.2 ** 2;
      const [answer] = endpoint.look({ requests, ready: 4 }).inputs.demands;
      const reckoning = answer!.headway!;
      expect(reckoning.serviceSeconds).toBeCloseTo(5);
      expect(reckoning.level).toBeCloseTo(5 * requests);
      const { demand, error, spread, safety } = reckoning;
      const lasting = 30 / (30 + HEADWAY.smoothingServices * 5);
      expect(error).toBeCloseTo(0.2 * lasting, 2);
      expect(spread).toBeCloseTo(Math.sqrt(HEADWAY.noiseShare * demand + (error * demand) ** 2));
      const sigmas =
        HEADWAY.safetySigmas.balanced * (1 - (HEADWAY.slowDiscount * 30) / HEADWAY.slowStartSeconds);
      expect(safety).toBeCloseTo(sigmas * spread);
      expect(answer!.replicas).toBe(Math.ceil((demand + safety) / 8));
      expect(answer!.calm).toBe(Math.ceil((demand + safety) / 8));
      const band = HEADWAY.deadBandSigmas * lasting * spread;
      expect(answer!.keep).toBe(Math.ceil((demand + safety + band) / 8));
    },
  );

  it('follows a surge before the long windows do, and lets it use the safety up', () => {
    const endpoint = new Driven();
    const calm = endpoint.keep(600, { requests: 1, ready: 4 }).inputs.demands[0]!.headway!;
    expect(calm.safety).toBeGreaterThan(0);
    const { demand, surge, level, safety } = endpoint.keep(HEADWAY.shortSeconds, { requests: 12, ready: 4 })
      .inputs.demands[0]!.headway!;
    expect(surge).toBeCloseTo(5 * (12 - HEADWAY.surgeSigmas * Math.sqrt(12 / HEADWAY.shortSeconds)));
    expect(level).toBeLessThan(surge / 1.5);
    expect(demand).toBeCloseTo(surge);
    expect(safety).toBe(0);
  });

  it('fears errors less where a start is soon over: by 120 / 130 and by 5 / 15 of what was learned', () => {
    const errorWith = (startSeconds: number): number => {
      const endpoint = new Driven({}, startSeconds);
      endpoint.keep(599, { requests: 4, ready: 4 });
      endpoint.state.error.square = 0.2 ** 2;
      return endpoint.look({ requests: 4, ready: 4 }).inputs.demands[0]!.headway!.error;
    };
    expect(HEADWAY.smoothingServices).toBe(2);
    expect(errorWith(120)).toBeCloseTo((0.2 * 120) / 130, 2);
    expect(errorWith(5)).toBeCloseTo((0.2 * 5) / 15, 2);
  });
});

describe('the service time', () => {
  it('is the mean of the last completions', () => {
    const traffic = newTraffic(signals());
    let [finished, served] = [0, 0];
    for (let at = 1; at <= 500; at++) {
      finished += 2;
      served += at <= 250 ? 20 : 6;
      observeTraffic(
        traffic,
        signals({ atSeconds: at, finishedTotal: finished, servedSecondsTotal: served }),
        HEADWAY,
      );
    }
    expect(serviceSecondsOf(traffic, 300)).toBeCloseTo(3);
    expect(traffic.bundleCounts.length).toBeLessThanOrEqual(21);
  });

  it('is what was in flight over what came where nobody timed answers', () => {
    const traffic = newTraffic(signals());
    for (let at = 1; at <= 100; at++)
      observeTraffic(
        traffic,
        signals({
          atSeconds: at,
          requestsTotal: 2 * at,
          inFlight: 10,
          finishedTotal: null,
          servedSecondsTotal: null,
        }),
        HEADWAY,
      );
    expect(serviceSecondsOf(traffic, 300)).toBeCloseTo(5);
  });
});

describe('the hold', () => {
  it('is the least and a share of the start time up to the most, or what the owner says', () => {
    const constants = { ...HEADWAY, holdStarts: 0.5, leastHoldSeconds: 15, mostHoldSeconds: 110 };
    expect(holdSecondsOf(5, terms(), constants)).toBe(17.5);
    expect(holdSecondsOf(60, terms(), constants)).toBe(45);
    expect(holdSecondsOf(900, terms(), constants)).toBe(110);
    expect(holdSecondsOf(900, terms({ stabilizationWindowSeconds: 300 }), constants)).toBe(300);
  });

  it('is none of what is full of requests: that is kept until they end, and not a moment longer', () => {
    const endpoint = new Driven();
    endpoint.keep(200, { requests: 1, ready: 4 });
    expect(endpoint.keep(60, { requests: 1, ready: 4 }, { inFlight: 32 }).desired).toBe(4);
    expect(endpoint.look({ requests: 1, ready: 4 }).desired).toBeLessThan(4);
  });
});

describe('answers that take longer than any seen before', () => {
  it('are known to, because none of them ended', () => {
    const endpoint = new Driven({}, 30);
    endpoint.keep(300, { requests: 1, ready: 2 });
    const stuck = { inFlight: 16, finishedTotal: 300, servedSecondsTotal: 1500, requestsTotal: 400 };
    for (let n = 0; n < 60; n++) endpoint.look({ requests: 0, waiting: 40, ready: 2 }, stuck);
    const { inputs, desired } = endpoint.look({ requests: 0, waiting: 40, ready: 2 }, stuck);
    expect(inputs.demands[0]!.headway!.serviceSeconds).toBeCloseTo(61);
    expect(desired).toBeGreaterThanOrEqual(5);
  });
});
