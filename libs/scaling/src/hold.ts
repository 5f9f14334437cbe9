/**
 * The highest count within a window that moves along. Only counts that no later one reaches are kept, so there are never more of
 * them than the highest count.
 */
export type Hold = { at: number[]; count: number[] };

export const newHold = (): Hold => ({ at: [], count: [] });

export const observeHold = (hold: Hold, at: number, count: number): void => {
  while (hold.count.length > 0 && hold.count[hold.count.length - 1]! <= count) {
    hold.count.pop();
    hold.at.pop();
  }
  hold.count.push(count);
  hold.at.push(at);
};

/** The highest within the last `seconds`; 0 when there was none. What is older is forgotten. */
export const highestWithin = (hold: Hold, now: number, seconds: number): number => {
  while (hold.at.length > 0 && hold.at[0]! <= now - seconds) {
    hold.at.shift();
    hold.count.shift();
  }
  return hold.count[0] ?? 0;
};

/** In how many seconds the highest will be lower, when nothing as high comes again. */
export const secondsToLower = (hold: Hold, now: number, seconds: number): number =>
  hold.at.length === 0 ? 0 : Math.max(0, hold.at[0]! + seconds - now);
