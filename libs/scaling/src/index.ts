export { HEADWAY, type Constants, type Price } from './constants.ts';
export { conclude, decide, type Cause, type Decision } from './decide.ts';
export type { Demand } from './demands.ts';
export { formulaOf, sentenceOf } from './explain.ts';
export type { Reckoning } from './headway.ts';
export type { IdlePlan } from './idle-plan.ts';
export type { Inputs } from './inputs.ts';
export type { Limit } from './limits.ts';
export { Replay } from './replay.ts';
export type { Engine, Phase, Replica } from './replica.ts';
export { watch } from './observe.ts';
export type { Rest } from './rest.ts';
export {
  boundsAt,
  cronProblem,
  nextChangeSeconds,
  type Bounds,
  type Schedule,
  type Scheduled,
} from './schedule.ts';
export type { SeriesColumns } from './series.ts';
export type { Ceiling, Signals } from './signals.ts';
export { Simulation, type Policy, type Recording, type View, type World } from './simulation.ts';
export { observeStart, startsOf } from './starts.ts';
export { newState, stateFromJson, stateToJson, type EndpointState } from './state.ts';
export { summaryOf, type Summary } from './summary.ts';
export { TERMS, type Rule, type Terms } from './terms.ts';
