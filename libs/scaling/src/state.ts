import { HEADWAY, type Constants } from './constants.ts';
import { newError, type ForecastError } from './error.ts';
import { newGaps, type Gaps } from './gaps.ts';
import { newHold, type Hold } from './hold.ts';
import type { IdleCosts, IdlePlan } from './idle-plan.ts';
import { newPace, type Pace } from './pace.ts';
import type { Season } from './season.ts';
import type { Signals } from './signals.ts';
import { newStarts, type Starts } from './starts.ts';
import { newTraffic, type Traffic } from './traffic.ts';

/** All that is remembered of one endpoint. Bounded, and plain data: it may be kept as JSON and taken up again. */
export type EndpointState = {
  version: typeof STATE_VERSION;
  firstAt: number;
  traffic: Traffic;
  error: ForecastError;
  starts: Starts;
  gaps: Gaps;
  hold: Hold;
  pace: Pace;
  season: Season | null;
  serviceSeconds: number;
  /** The plan, and what it was made from. */
  plan: Readonly<{ gapsSeen: number; costs: IdleCosts; plan: IdlePlan }> | null;
};

const STATE_VERSION = 1;

export const newState = (first: Signals, constants: Constants = HEADWAY): EndpointState => ({
  version: STATE_VERSION,
  firstAt: first.atSeconds,
  traffic: newTraffic(first),
  error: newError(constants),
  starts: newStarts(),
  gaps: newGaps(first),
  hold: newHold(),
  pace: newPace(),
  season: null,
  serviceSeconds: constants.firstServiceSeconds,
  plan: null,
});

/** Infinity has no JSON: the plan is made anew from the gaps. */
export const stateToJson = (state: EndpointState): string => JSON.stringify({ ...state, plan: null });

/** Null: written by another version, or damaged, and of no use. */
export const stateFromJson = (text: string): EndpointState | null => {
  try {
    const state = JSON.parse(text) as Partial<EndpointState> | null;
    return state?.version === STATE_VERSION ? (state as EndpointState) : null;
  } catch {
    return null;
  }
};
