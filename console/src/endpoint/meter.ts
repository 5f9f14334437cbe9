const MS_PER_HOUR = 3_600_000n;
/** Older than this, a meter is not believed any more. */
export const STALE_MS = 60_000;

export type Metered = Readonly<{ costNanoUsd: string; burnRateNanoUsdPerHour: string; asOf: string }>;

/** What has been spent at `nowMs`, as the rate of the last answer has it; nothing is added to an answer that is too old. */
export const spentAt = (
  { costNanoUsd, burnRateNanoUsdPerHour, asOf }: Metered,
  nowMs: number,
): Readonly<{ nanoUsd: bigint; isStale: boolean }> => {
  const since = Math.max(0, Math.round(nowMs - Date.parse(asOf)));
  const isStale = since > STALE_MS;
  const added = (BigInt(burnRateNanoUsdPerHour) * BigInt(isStale ? STALE_MS : since)) / MS_PER_HOUR;
  return { nanoUsd: BigInt(costNanoUsd) + added, isStale };
};

const NANO_PER_DOLLAR = 1_000_000_000n;
const PLACES = 7;
/** Money that is seen to move: always seven places. */
export const ticking = (nanoUsd: bigint): string => {
  const whole = nanoUsd / NANO_PER_DOLLAR;
  const rest = (nanoUsd % NANO_PER_DOLLAR).toString().padStart(9, '0').slice(0, PLACES);
  return `$${whole.toString().replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
};
