const MICROS_PER_HOUR = 3_600_000_000n;

/** Hours, to the hundredth, from microseconds as text. */
export const hoursOf = (microseconds: string): number =>
  Number((BigInt(microseconds) * 100n) / MICROS_PER_HOUR) / 100;

export type Days = 1 | 7 | 30 | 90;
const DAY_MS = 86_400_000;

/** From the start of the day, so many days back, to now: the hour that runs is in. */
export const spanOf = (days: number, now: number): Readonly<{ from: string; until: string }> => {
  const start = new Date(now - (days - 1) * DAY_MS);
  start.setUTCHours(0, 0, 0, 0);
  const end = new Date(now);
  end.setUTCHours(end.getUTCHours() + 1, 0, 0, 0);
  return { from: start.toISOString(), until: end.toISOString() };
};

type Row = Readonly<{ group: Readonly<Record<string, string | null>>; costNanoUsd: string }>;

const NANO = 1e9;

/** Cost by day as a chart takes it: times in seconds, dollars; days without any are zero. */
export const seriesOf = (
  rows: readonly Row[],
  { from, until }: Readonly<{ from: string; until: string }>,
): Readonly<{ times: readonly number[]; dollars: readonly number[] }> => {
  const byDay = new Map<string, bigint>();
  for (const { group, costNanoUsd } of rows) {
    const day = (group['day'] ?? '').slice(0, 10);
    byDay.set(day, (byDay.get(day) ?? 0n) + BigInt(costNanoUsd));
  }
  const times: number[] = [];
  const dollars: number[] = [];
  for (let at = Date.parse(from); at < Date.parse(until); at += DAY_MS) {
    times.push(at / 1000);
    dollars.push(Number(byDay.get(new Date(at).toISOString().slice(0, 10)) ?? 0n) / NANO);
  }
  return { times, dollars };
};

/** The sum of what is due, exactly. */
export const sumOf = (rows: readonly Readonly<{ costNanoUsd: string }>[]): bigint =>
  rows.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd), 0n);

/** Cents of an invoice as money in nano-USD. */
export const centsOf = (cents: number): bigint => BigInt(cents) * 10_000_000n;

/** `2026-11` as people write it. */
export const monthOf = (period: string): string =>
  new Date(`${period}-15T12:00:00Z`).toLocaleDateString('en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

const [SMALL, TINY] = [0.01, 0.001] as const;
/** Dollars beside an axis, in few characters: `$12.34`, `$0.0042`, `$2.4e-6`. */
export const dollarsOf = (dollars: number): string => {
  if (dollars === 0) return '$0';
  if (dollars < TINY) return `$${dollars.toExponential(1)}`;
  return `$${dollars < SMALL ? dollars.toPrecision(2) : dollars.toFixed(2)}`;
};
