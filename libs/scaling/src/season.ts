/** Arrivals per second by the phase of a period, learned over its repetitions. Of fixed size. */
export type Season = {
  periodSeconds: number;
  /** Mean rate of each phase, and in how many periods it was seen. */
  rate: number[];
  periods: number[];
  /** The phase being filled. */
  phase: number;
  sum: number;
  samples: number;
};

const PHASES = 288;
/** The weight of the newest period once several have been seen. */
const MEMORY_PERIODS = 3;

export const newSeason = (periodSeconds: number): Season => ({
  periodSeconds,
  rate: new Array<number>(PHASES).fill(0),
  periods: new Array<number>(PHASES).fill(0),
  phase: -1,
  sum: 0,
  samples: 0,
});

const phaseOf = ({ periodSeconds }: Season, at: number): number =>
  Math.floor(((((at % periodSeconds) + periodSeconds) % periodSeconds) / periodSeconds) * PHASES) % PHASES;

export const observeSeason = (season: Season, at: number, rate: number): void => {
  const phase = phaseOf(season, at);
  if (phase !== season.phase) {
    finish(season);
    season.phase = phase;
    season.sum = 0;
    season.samples = 0;
  }
  season.sum += rate;
  season.samples++;
};

const finish = (season: Season): void => {
  if (season.phase < 0 || season.samples === 0) return;
  const periods = Math.min(MEMORY_PERIODS, (season.periods[season.phase] ?? 0) + 1);
  const before = season.rate[season.phase] ?? 0;
  season.periods[season.phase] = periods;
  season.rate[season.phase] = before + (season.sum / season.samples - before) / periods;
};

/** The highest rate expected from now until `ahead` seconds from now: what is not ready then must be started now. */
export const expectedRate = (season: Season, at: number, ahead: number): number => {
  const first = phaseOf(season, at);
  const count = Math.min(PHASES, 1 + Math.ceil((ahead / season.periodSeconds) * PHASES));
  let highest = 0;
  for (let n = 0; n < count; n++) {
    const phase = (first + n) % PHASES;
    if (season.periods[phase]! > 0 && season.rate[phase]! > highest) highest = season.rate[phase]!;
  }
  return highest;
};
