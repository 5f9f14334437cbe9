import { type Gauge, mergedGauge } from './gauge.ts';
import { type Times, mergedTimes } from './times.ts';

/** All that is known of one series in one step, by name. What did not happen is not there. */
export type Numbers = Readonly<{
  counts: Readonly<Record<string, number>>;
  gauges: Readonly<Record<string, Gauge>>;
  times: Readonly<Record<string, Times>>;
}>;

export const NO_NUMBERS: Numbers = { counts: {}, gauges: {}, times: {} };

/** Two stretches of time as one. It does not matter which comes first, nor in which order many are merged. */
export const merged = (a: Numbers, b: Numbers): Numbers => ({
  counts: mergedBy(a.counts, b.counts, (x, y) => (x ?? 0) + y),
  gauges: mergedBy(a.gauges, b.gauges, mergedGauge),
  times: mergedBy(a.times, b.times, mergedTimes),
});

/** Only what grows for ever: what a counter of a scrape is made of. */
export const growing = ({ counts, times }: Numbers): Numbers => ({ counts, times, gauges: {} });

export const isNothing = ({ counts, gauges, times }: Numbers): boolean =>
  [counts, gauges, times].every((all) => Object.keys(all).length === 0);

const mergedBy = <Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  both: (x: Value | undefined, y: Value) => Value,
): Record<string, Value> => {
  const all: Record<string, Value> = { ...a };
  for (const [name, value] of Object.entries(b)) all[name] = both(all[name], value);
  return all;
};
