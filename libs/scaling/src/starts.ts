/** The last measured start times, in seconds, the newest last. */
export type Starts = { seconds: number[]; median: number | null };

const REMEMBERED = 20;

export const newStarts = (): Starts => ({ seconds: [], median: null });

/** What is known of starts from elsewhere. */
export const startsOf = (seconds: readonly number[]): Starts => {
  const starts = newStarts();
  for (const each of seconds) observeStart(starts, each);
  return starts;
};

/** A replica became ready so many seconds after it was asked for. */
export const observeStart = (starts: Starts, seconds: number): void => {
  starts.seconds.push(seconds);
  if (starts.seconds.length > REMEMBERED) starts.seconds.shift();
  starts.median = starts.seconds.toSorted((a, b) => a - b)[starts.seconds.length >> 1]!;
};
