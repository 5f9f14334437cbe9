import type { Constants } from './constants.ts';

/** How far the demand rises above what was forecast one start time before, learned from comparisons. */
export type ForecastError = {
  /** Mean square of the relative error. */
  square: number;
  comparisons: number;
  lastAt: number | null;
  /** Forecasts that have not come true yet, the oldest first. */
  dueAt: number[];
  forecast: number[];
};

const EVERY_SECONDS = 10;
const MOST_PENDING = 64;
/** As if so many comparisons had been made that agree with the first assumption. */
const COMPARISONS_ASSUMED = 60;
/** Slots below which a relative error says nothing. */
const LEAST_LEVEL = 2;

export const newError = ({ firstError }: Constants): ForecastError => ({
  square: firstError ** 2,
  comparisons: COMPARISONS_ASSUMED,
  lastAt: null,
  dueAt: [],
  forecast: [],
});

export type Comparison = Readonly<{
  at: number;
  level: number;
  startSeconds: number;
  serviceSeconds: number;
  /** Arrivals per second of the last ten seconds. */
  rate: number;
}>;

/**
 * Every ten seconds the level is remembered, and compared when a start asked for then would have been ready. Rises count twice and
 * falls not at all: of a symmetric error that is its square. The Poisson part of the observed rate, `s / (10 level)`, is taken off.
 *
 * Example, forecast 20 slots, service 5 s, then 5 requests/s: (25 − 20) / 20 = 0.25; 2 × 0.25² − 5 / 200 = 0.1.
 */
export const observeError = (error: ForecastError, now: Comparison, constants: Constants): void => {
  const { at, level, startSeconds, serviceSeconds, rate } = now;
  if (error.lastAt !== null && at < error.lastAt + EVERY_SECONDS) return;
  error.lastAt = at;
  error.dueAt.push(at + Math.max(EVERY_SECONDS, startSeconds));
  error.forecast.push(level);
  if (error.dueAt.length > MOST_PENDING) dropOldest(error);
  while (error.dueAt.length > 0 && error.dueAt[0]! <= at) {
    const forecast = dropOldest(error);
    if (forecast <= LEAST_LEVEL) continue;
    const rise = Math.max(0, (rate * serviceSeconds - forecast) / forecast);
    if (rise > constants.mostRise) continue;
    const sample = 2 * rise ** 2 - serviceSeconds / (EVERY_SECONDS * forecast);
    const memory = Math.min(constants.errorMemory, ++error.comparisons);
    error.square = Math.max(0, error.square + (sample - error.square) / memory);
  }
};

const dropOldest = (error: ForecastError): number => {
  error.dueAt.shift();
  return error.forecast.shift()!;
};

export const errorOf = ({ square }: ForecastError, { mostError }: Constants): number =>
  Math.min(mostError, Math.sqrt(square));
