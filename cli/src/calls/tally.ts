/** One call of a bench; null where it brought none. */
export type Call = Readonly<{
  at: number;
  ms: number;
  firstMs: number | null;
  tokens: number;
  failed: string | null;
}>;

export type Tally = Readonly<{
  calls: number;
  failed: number;
  seconds: number;
  perSecond: number;
  tokensPerSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
  firstP50Ms: number | null;
  firstP99Ms: number | null;
  /** Why calls failed, and how many of them. */
  failures: Readonly<Record<string, number>>;
}>;

/** The smallest value that so great a share is not above. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
};

export const tallyOf = (calls: readonly Call[], seconds: number): Tally => {
  const good = calls.filter(({ failed }) => failed === null);
  const failures: Record<string, number> = {};
  for (const { failed } of calls) if (failed !== null) failures[failed] = (failures[failed] ?? 0) + 1;
  const took = good.map(({ ms }) => ms);
  const first = good.map(({ firstMs }) => firstMs).filter((ms) => ms !== null);
  const tokens = good.reduce((sum, call) => sum + call.tokens, 0);
  return {
    calls: calls.length,
    failed: calls.length - good.length,
    seconds,
    perSecond: seconds > 0 ? good.length / seconds : 0,
    tokensPerSecond: seconds > 0 ? tokens / seconds : 0,
    p50Ms: percentile(took, 0.5),
    p99Ms: percentile(took, 0.99),
    firstP50Ms: percentile(first, 0.5),
    firstP99Ms: percentile(first, 0.99),
    failures,
  };
};
