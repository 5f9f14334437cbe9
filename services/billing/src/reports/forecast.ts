/** Hours whose cost is known, on which a forecast rests. */
export const HOURS_OF_WEEK = 168;
const HOURS_OF_DAY = 24;
const HOUR_US = 3_600_000_000n;

export type Past = Readonly<{
  /** What each of the last 168 hours cost, oldest first; the last one ends now. */
  hours: readonly bigint[];
  /** How long there has been anything that could cost. */
  ageUs: number;
  soFarNanoUsd: bigint;
  burnNanoUsdPerHour: bigint;
  /** From now to the end of the month. */
  remainingUs: number;
}>;

export type Forecast = Readonly<{
  forecastNanoUsd: bigint;
  lowNanoUsd: bigint;
  highNanoUsd: bigint;
  basis: 'last_week' | 'since_first' | 'nothing';
}>;

/** What the answer says of itself, so that nobody has to guess. */
export const FORECAST_FORMULA: Readonly<Record<Forecast['basis'], string>> = {
  last_week:
    'So far, and the rest of the month as the same hours of the last seven days. Low and high: every remaining day as the cheapest, and as the dearest, of those days.',
  since_first:
    'So far, and for every remaining hour the mean of all hours since the first, as there are less than seven days. Low: nothing more is used. High: all goes on as it does now, or as it did on the mean.',
  nothing: 'Nothing was used yet: so far.',
};

/**
 * So far + what the remaining time would cost if it were like the time before: hour for hour the last seven days, over and over;
 * or, where there are less, the mean of what there is. Always low <= forecast <= high.
 */
export const forecastOf = (past: Past): Forecast => {
  const { hours, ageUs, soFarNanoUsd, remainingUs } = past;
  if (ageUs <= 0 || hours.length < HOURS_OF_WEEK)
    return {
      forecastNanoUsd: soFarNanoUsd,
      lowNanoUsd: soFarNanoUsd,
      highNanoUsd: soFarNanoUsd,
      basis: 'nothing',
    };
  return ageUs < HOURS_OF_WEEK * Number(HOUR_US)
    ? fromMean(past)
    : fromWeek(hours, soFarNanoUsd, BigInt(remainingUs));
};

const fromMean = ({ hours, ageUs, soFarNanoUsd, burnNanoUsdPerHour, remainingUs }: Past): Forecast => {
  const remaining = BigInt(remainingUs);
  const mean = (sumOf(hours) * remaining) / BigInt(Math.max(1, ageUs));
  const asNow = (burnNanoUsdPerHour * remaining) / HOUR_US;
  return {
    forecastNanoUsd: soFarNanoUsd + mean,
    lowNanoUsd: soFarNanoUsd,
    highNanoUsd: soFarNanoUsd + (asNow > mean ? asNow : mean),
    basis: 'since_first',
  };
};

const fromWeek = (hours: readonly bigint[], soFarNanoUsd: bigint, remainingUs: bigint): Forecast => {
  const whole = remainingUs / HOUR_US;
  const weeks = whole / BigInt(HOURS_OF_WEEK);
  const rest = Number(whole % BigInt(HOURS_OF_WEEK));
  const part = ((hours[rest % HOURS_OF_WEEK] ?? 0n) * (remainingUs % HOUR_US)) / HOUR_US;
  const more = weeks * sumOf(hours) + sumOf(hours.slice(0, rest)) + part;
  const days = Array.from({ length: HOURS_OF_WEEK / HOURS_OF_DAY }, (_, day) =>
    sumOf(hours.slice(day * HOURS_OF_DAY, (day + 1) * HOURS_OF_DAY)),
  ).sort((a, b) => (a < b ? -1 : 1));
  const allLike = (day: bigint | undefined): bigint =>
    ((day ?? 0n) * remainingUs) / (HOUR_US * BigInt(HOURS_OF_DAY));
  const [low, high] = [allLike(days[0]), allLike(days.at(-1))];
  return {
    forecastNanoUsd: soFarNanoUsd + more,
    // Hours of a part of a day may lie outside of what whole days are like.
    lowNanoUsd: soFarNanoUsd + (low < more ? low : more),
    highNanoUsd: soFarNanoUsd + (high > more ? high : more),
    basis: 'last_week',
  };
};

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
