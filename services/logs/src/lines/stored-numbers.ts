/** Numbers of one replica that are stored: spans [from, to), apart from each other and in order. */
export type Numbers = readonly (readonly [from: number, to: number])[];

/** The parts of [from, to) that are not among them. */
export const missingOf = (stored: Numbers, from: number, to: number): Numbers => {
  const missing: [number, number][] = [];
  let next = from;
  for (const [start, end] of stored) {
    if (end <= next) continue;
    if (start >= to) break;
    if (start > next) missing.push([next, start]);
    next = end;
  }
  if (next < to) missing.push([next, to]);
  return missing;
};

/** They and [from, to). */
export const withNumbers = (stored: Numbers, from: number, to: number): Numbers => {
  if (from >= to) return stored;
  // Spans that touch it become one with it: as batches come in order, there is one span of a replica.
  const apart = stored.filter(([start, end]) => end < from || start > to);
  const joined = stored.filter(([start, end]) => end >= from && start <= to);
  const all: Numbers = [
    ...apart,
    [Math.min(from, ...joined.map(([start]) => start)), Math.max(to, ...joined.map(([, end]) => end))],
  ];
  return all.toSorted(([a], [b]) => a - b);
};

/** As Postgres writes an int8multirange. */
export const numbersText = (numbers: Numbers): string =>
  `{${numbers.map(([from, to]) => `[${String(from)},${String(to)})`).join(',')}}`;

export const numbersIn = (text: string): Numbers =>
  [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)] as const);
