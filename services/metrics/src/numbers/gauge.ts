/** What was seen of a number that goes up and down: sum, count, least, most, last, and when the last was seen (epoch µs). */
export type Gauge = readonly [
  sum: number,
  count: number,
  least: number,
  most: number,
  last: number,
  lastAtUs: number,
];

export const seenOnce = (value: number, atUs: number): Gauge => [value, 1, value, value, value, atUs];

export const meanOf = ([sum, count]: Gauge): number => sum / count;

/** Both together, whichever came first. Of two last ones seen at the same moment the greater stays. */
export const mergedGauge = (a: Gauge | undefined, b: Gauge): Gauge => {
  if (!a) return b;
  const bIsLast = b[5] > a[5] || (b[5] === a[5] && b[4] > a[4]);
  return [
    a[0] + b[0],
    a[1] + b[1],
    Math.min(a[2], b[2]),
    Math.max(a[3], b[3]),
    bIsLast ? b[4] : a[4],
    Math.max(a[5], b[5]),
  ];
};

/** One of several who tell a number of the same time, and how often it was active in it. */
export type Part = Readonly<{ gauge: Gauge; active: number }>;

/**
 * All of them as one: of what adds up the sum of their means, each for the time in which it was active; else the mean of them. The
 * least and the most are bounds: theirs need not have been at the same moment.
 */
export const acrossGauges = (parts: readonly Part[], across: 'sum' | 'average'): Gauge => {
  const longest = Math.max(...parts.map(({ active }) => active));
  const over = (of: (part: Part) => number): number =>
    parts.reduce((sum, part) => sum + of(part), 0) / (across === 'sum' ? 1 : parts.length);
  const share = ({ active }: Part): number => (across === 'sum' ? active / longest : 1);
  return [
    over((part) => meanOf(part.gauge) * share(part)) * longest,
    longest,
    over((part) => (share(part) < 1 ? Math.min(0, part.gauge[2]) : part.gauge[2])),
    over(({ gauge }) => gauge[3]),
    over(({ gauge }) => gauge[4]),
    Math.max(...parts.map(({ gauge }) => gauge[5])),
  ];
};
