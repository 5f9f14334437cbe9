/** Right-open, in epoch microseconds. */
export type Span = Readonly<{ fromUs: number; toUs: number }>;

/** For ever, as far as a number reaches. */
export const FOREVER_US = Number.MAX_SAFE_INTEGER;

/** What spans that do not overlap have in common with a time. */
export const commonUs = (spans: readonly Span[], fromUs: number, toUs: number): number => {
  let us = 0;
  for (const span of spans) {
    if (span.fromUs >= toUs) break;
    us += Math.max(0, Math.min(span.toUs, toUs) - Math.max(span.fromUs, fromUs));
  }
  return us;
};

export const isWithin = (spans: readonly Span[], atUs: number): boolean =>
  spans.some(({ fromUs, toUs }) => fromUs <= atUs && atUs < toUs);

/** Two states that take turns: from each beginning to the next end. A second beginning, or end, in a row says nothing new. */
export const spansOf = (turns: Iterable<Readonly<{ atUs: number; begins: boolean }>>): Span[] => {
  const spans: Span[] = [];
  let fromUs: number | null = null;
  for (const { atUs, begins } of turns) {
    if (begins) fromUs ??= atUs;
    else if (fromUs !== null) {
      if (atUs > fromUs) spans.push({ fromUs, toUs: atUs });
      fromUs = null;
    }
  }
  if (fromUs !== null) spans.push({ fromUs, toUs: FOREVER_US });
  return spans;
};
