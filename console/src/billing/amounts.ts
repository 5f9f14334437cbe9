/** Nothing is added to what is older than this: the meter stands still and says so. */
export const STALE_MS = 12_000;
const MS_PER_HOUR = 3_600_000n;

export type Metered = Readonly<{ costNanoUsd: string; burnRateNanoUsdPerHour: string; asOf: string }>;
export type Reading = Readonly<{ nanoUsd: bigint; isFrozen: boolean }>;

/** What a meter shows: what was accrued, and what the rate has added since. */
export const readingAt = (
  { costNanoUsd, burnRateNanoUsdPerHour }: Metered,
  receivedMs: number,
  nowMs: number,
): Reading => {
  const since = Math.max(0, Math.round(nowMs - receivedMs));
  const isFrozen = since > STALE_MS;
  const counted = BigInt(isFrozen ? STALE_MS : since);
  return {
    nanoUsd: BigInt(costNanoUsd) + (BigInt(burnRateNanoUsdPerHour) * counted) / MS_PER_HOUR,
    isFrozen,
  };
};

/** Microseconds, as text, as hours, minutes and seconds. */
export const heldOf = (microseconds: string): string => {
  const seconds = BigInt(microseconds) / 1_000_000n;
  if (seconds < 60n) return `${(Number(microseconds) / 1e6).toFixed(1)} s`;
  const parts = [
    [seconds / 3600n, 'h'],
    [(seconds / 60n) % 60n, 'min'],
    [seconds % 60n, 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0n)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
};

type Weighed = Readonly<{
  weightedMicrosecondThousandths: string;
  unit1024ths: string;
  priceNanoUsdPerHour: string;
  costNanoUsd: string;
}>;

/**
 * How a line comes to its amount, as one can calculate it again: seconds that are paid for, times units, times the price
 * of a second.
 */
export const sumOf = (line: Weighed): Readonly<{ seconds: string; units: string }> => ({
  seconds: decimal(BigInt(line.weightedMicrosecondThousandths), 9),
  units: String(Number(line.unit1024ths) / 1024),
});

const decimal = (value: bigint, places: number): string => {
  const digits = value.toString().padStart(places + 1, '0');
  const rest = digits.slice(-places).replace(/0+$/, '').slice(0, 6);
  return `${digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ',')}${rest === '' ? '' : `.${rest}`}`;
};

export const PHASES = ['pulling', 'loading', 'ready', 'idle', 'draining', 'sleeping'] as const;
export type Phase = (typeof PHASES)[number];

/** Phases with their share of the whole, in the order a replica goes through them. */
export const sharesOf = (
  phases: Readonly<Record<Phase, string>>,
): readonly Readonly<{ phase: Phase; microseconds: string; percent: number }>[] => {
  const whole = PHASES.reduce((sum, phase) => sum + Number(phases[phase]), 0);
  return PHASES.flatMap((phase) => {
    const microseconds = phases[phase];
    return microseconds === '0'
      ? []
      : [{ phase, microseconds, percent: (100 * Number(microseconds)) / whole }];
  });
};
