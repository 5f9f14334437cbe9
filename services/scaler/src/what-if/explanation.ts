import { type ScalingView, type SpendingStop, stopWords } from '@tidegate/contracts';
import { type Decision as LoadDecision, type EndpointState, formulaOf, sentenceOf } from '@tidegate/scaling';
import { type Wish, decide } from '../scaling/decide.ts';
import type { Tracked } from '../scaling/fleet.ts';
import { learnedViewOf } from './learned-view.ts';

export type Seen = Readonly<{
  tracked: Pick<Tracked, 'endpointId' | 'scaling' | 'wish' | 'current' | 'isStarved'>;
  /** Why nothing may be spent on it; null: it may. */
  stop: SpendingStop | null;
  /** The latest look’s; null: there was none yet. */
  load: LoadDecision | null;
  state: EndpointState | null;
  atUs: number;
}>;

/** Why an endpoint has the count it has: the life cycle’s word where it has one, else the money’s, else the load’s. */
export const explanationOf = ({ tracked, stop, load, state, atUs }: Seen): ScalingView => {
  const { endpointId, current } = tracked;
  const seen = {
    endpointId,
    at: new Date(atUs / 1000).toISOString(),
    current,
    learned: state && learnedViewOf(state),
  };
  const decision = load && decide({ ...tracked, stop, atSeconds: atUs / 1_000_000 }, load);
  if (decision) {
    const { to, cause, text, formula, limitedBy, mayMoveInSeconds, inputs } = decision;
    return { ...seen, desired: to, cause, text, formula, limitedBy, mayMoveInSeconds, inputs };
  }
  return { ...seen, desired: current, ...unmoved(tracked, load, stop) };
};

type Unmoved = Pick<ScalingView, 'cause' | 'text' | 'formula' | 'limitedBy' | 'mayMoveInSeconds' | 'inputs'>;

const unmoved = (
  { wish, current }: Seen['tracked'],
  load: LoadDecision | null,
  stop: SpendingStop | null,
): Unmoved => {
  const order = ORDERED[wish] ?? (stop && starved(stop));
  return order || !load ? held(current, order ?? UNSEEN) : byLoad(load);
};

const held = (current: number, { cause, because, limitedBy = [] }: Ordered): Unmoved => ({
  cause,
  text: `stays at ${current}: ${because}.`,
  formula: String(current),
  limitedBy: [...limitedBy],
  mayMoveInSeconds: null,
  inputs: null,
});

const byLoad = (load: LoadDecision): Unmoved => {
  const { cause, limitedBy, mayMoveInSeconds, inputs } = load;
  return {
    cause,
    text: sentenceOf(load),
    formula: formulaOf(load),
    limitedBy: [...limitedBy],
    mayMoveInSeconds,
    inputs,
  };
};

type Ordered = Readonly<{
  cause: ScalingView['cause'];
  because: string;
  limitedBy?: ScalingView['limitedBy'];
}>;

/** Wishes under which the load has no say. */
const ORDERED: Readonly<Partial<Record<Wish, Ordered>>> = {
  build: { cause: 'deploy', because: 'it is being built' },
  stop: { cause: 'stop', because: 'a stop was requested' },
  failed: { cause: 'failed', because: 'the endpoint failed' },
  delete: { cause: 'delete', because: 'the endpoint was deleted' },
};

const UNSEEN: Ordered = { cause: 'load', because: 'nothing has been seen of it yet' };
const starved = (stop: SpendingStop): Ordered => ({
  cause: 'budget',
  because: stopWords(stop),
  limitedBy: ['budget'],
});
