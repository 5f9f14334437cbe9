/** The counts of the last minute, for limits on how fast they move. Of fixed size. */
export type Pace = { at: number[]; count: number[] };

const WINDOW_SECONDS = 60;
const MOST = 64;

export const newPace = (): Pace => ({ at: [], count: [] });

/** One entry for each second at most. */
export const observePace = (pace: Pace, at: number, count: number): void => {
  while (pace.at.length > 0 && (pace.at[0]! <= at - WINDOW_SECONDS || pace.at.length >= MOST)) {
    pace.at.shift();
    pace.count.shift();
  }
  if (pace.at.length > 0 && at - pace.at.at(-1)! < 1) return;
  pace.at.push(at);
  pace.count.push(count);
};

export const lowestOf = (pace: Pace, current: number): number => {
  let lowest = current;
  for (const count of pace.count) if (count < lowest) lowest = count;
  return lowest;
};

export const highestOf = (pace: Pace, current: number): number => {
  let highest = current;
  for (const count of pace.count) if (count > highest) highest = count;
  return highest;
};
