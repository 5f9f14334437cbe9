import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Past, forecastOf } from './forecast.ts';

const HOUR_US = 3_600_000_000;
const week = (costOf: (hour: number) => number): bigint[] =>
  Array.from({ length: 168 }, (_, hour) => BigInt(costOf(hour)));
const past = (given: Partial<Past>): Past => ({
  hours: week(() => 10),
  ageUs: 500 * HOUR_US,
  soFarNanoUsd: 1000n,
  burnNanoUsdPerHour: 10n,
  remainingUs: 48 * HOUR_US,
  ...given,
});

describe('a forecast to the end of the month', () => {
  it('goes on as it went where every hour was the same', () =>
    expect(forecastOf(past({}))).toEqual({
      forecastNanoUsd: 1480n,
      lowNanoUsd: 1480n,
      highNanoUsd: 1480n,
      basis: 'last_week',
    }));

  it('repeats the last seven days hour for hour, and parts of an hour', () => {
    const hours = week((hour) => (hour < 24 ? 100 : 0));
    const forecast = forecastOf(past({ hours, remainingUs: 12.5 * HOUR_US }));
    expect(forecast).toMatchObject({ forecastNanoUsd: 1000n + 1250n, lowNanoUsd: 1000n });
    expect(forecastOf(past({ hours, remainingUs: (168 + 24) * HOUR_US })).forecastNanoUsd).toBe(5800n);
    expect(forecastOf(past({ hours, remainingUs: 120 * HOUR_US }))).toMatchObject({
      forecastNanoUsd: 3400n,
      lowNanoUsd: 1000n,
      highNanoUsd: 1000n + 5n * 2400n,
    });
  });

  it('takes the mean of what there is, and as high as it burns now', () => {
    const young = past({
      hours: week((hour) => (hour >= 166 ? 30 : 0)),
      ageUs: 2 * HOUR_US,
      burnNanoUsdPerHour: 50n,
    });
    expect(forecastOf(young)).toEqual({
      forecastNanoUsd: 1000n + 30n * 48n,
      lowNanoUsd: 1000n,
      highNanoUsd: 1000n + 50n * 48n,
      basis: 'since_first',
    });
  });

  it('of nothing is nothing more', () =>
    expect(forecastOf(past({ ageUs: 0 }))).toMatchObject({ forecastNanoUsd: 1000n, basis: 'nothing' }));

  it('lies between low and high, and never below so far', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 168, maxLength: 168 }),
        fc.nat({ max: 800 * HOUR_US }),
        fc.nat({ max: 800 * HOUR_US }),
        (hours, ageUs, remainingUs) => {
          const { forecastNanoUsd, lowNanoUsd, highNanoUsd } = forecastOf(
            past({ hours, ageUs, remainingUs }),
          );
          expect(1000n <= lowNanoUsd && lowNanoUsd <= forecastNanoUsd).toBe(true);
          expect(forecastNanoUsd <= highNanoUsd).toBe(true);
        },
      ),
    );
  });
});
