/** Before any start was measured. */
const UNKNOWN_START_MS = 10_000;
const SHORTEST_MS = 1000;
/** Stock clients do not wait long by themselves: the Python client ignores anything above two minutes. */
const LONGEST_MS = 30_000;

/**
 * When to come back, from how long starts of this endpoint take and how long this one has been going on. A start
 * that is overdue is taken to be half over: telling everyone to come back at once would help nobody.
 */
export const retryAfterMs = (startMs: number | null, wakingForMs: number): number => {
  const expected = startMs ?? UNKNOWN_START_MS;
  const left = Math.max(expected - wakingForMs, expected / 2);
  return Math.min(Math.max(Math.ceil(left), SHORTEST_MS), LONGEST_MS);
};
