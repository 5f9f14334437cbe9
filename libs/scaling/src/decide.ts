import { HEADWAY, type Constants } from './constants.ts';
import { highestOf, type Demand } from './demands.ts';
import type { Inputs } from './inputs.ts';
import { type Limit, type Limited, limited } from './limits.ts';
import { observe } from './observe.ts';
import type { Signals } from './signals.ts';
import type { EndpointState } from './state.ts';
import type { Terms } from './terms.ts';

export type Cause = 'load' | 'wake' | 'idle' | 'manual';

/** The count an endpoint is to have, and all that it was made of. */
export type Decision = Readonly<{
  current: number;
  desired: number;
  cause: Cause;
  limitedBy: readonly Limit[];
  /** When a lower count becomes possible with nothing new happening; null: not by time alone. */
  mayMoveInSeconds: number | null;
  inputs: Inputs;
}>;

/**
 * Takes one look into the state and decides. A function of the state, the terms and the signals alone: the same ones give the same
 * decisions. Look every second, and at once when a request waits and there is no replica.
 */
export const decide = (
  state: EndpointState,
  terms: Terms,
  signals: Signals,
  constants: Constants = HEADWAY,
): Decision => conclude(observe(state, terms, signals, constants), terms);

/** What the load asks for, before limits. */
type Asked = Limited & Readonly<{ cause: Cause; mayMoveInSeconds: number | null }>;

/** The decision that follows from these inputs: recorded inputs under the same terms give the same one again. */
export const conclude = (inputs: Inputs, terms: Terms): Decision => {
  const { cause, mayMoveInSeconds, ...asked } = askedFor(inputs, terms);
  const { replicas, by } = limited(asked, inputs, terms);
  return {
    current: inputs.current,
    desired: replicas,
    cause: cause === 'load' && replicas === 0 && inputs.current > 0 ? 'idle' : cause,
    limitedBy: by,
    mayMoveInSeconds,
    inputs,
  };
};

const askedFor = (inputs: Inputs, terms: Terms): Asked => {
  const { current, stale, bounds } = inputs;
  if (terms.mode === 'manual') return asks(bounds.minReplicas, 'manual');
  if (stale) return asks(current, 'load', ['metric_stale']);
  return current === 0 ? fromZero(inputs) : running(inputs);
};

const asks = (
  replicas: number,
  cause: Cause,
  by: readonly Limit[] = [],
  mayMoveInSeconds: number | null = null,
): Asked => ({ replicas, cause, by, mayMoveInSeconds });

/** At once, and for however many wait no more than these fill: the next look knows how fast they come. */
const fromZero = ({ waiting, demands, rest }: Inputs): Asked => {
  if (waiting === 0) return asks(rest.isExpected ? 1 : 0, 'load');
  const highest = highestOf(demands);
  const filled = highest?.headway ? Math.ceil(waiting / highest.headway.slots) : 1;
  return asks(Math.max(1, Math.min(filled, highest?.replicas ?? 1)), 'wake');
};

const running = (inputs: Inputs): Asked => {
  const { current, demands, heldReplicas, holdEndsInSeconds, rest } = inputs;
  const highest = highestOf(demands);
  const now = highest?.replicas ?? 0;
  const wanted = Math.max(now, heldReplicas, awaited(inputs, highest));
  if (wanted <= current && isBlind(inputs)) return asks(current, 'load', ['metric_stale']);
  if (wanted <= 1) return asks(rest.isKept ? 1 : 0, 'load', rest.by, rest.leavesInSeconds);
  return asks(wanted, 'load', heldReplicas > now ? ['scale_down_hold'] : [], holdEndsInSeconds);
};

/** A rule that cannot be answered may be the one that wants all of them; but nobody is kept for it once the endpoint rests. */
const isBlind = ({ demands, rest }: Inputs): boolean =>
  rest.isKept && demands.some(({ value }) => value === null);

/** No start is cancelled while somebody waits for it. */
const awaited = ({ current, starting }: Inputs, highest: Demand | null): number =>
  highest?.headway && highest.headway.backlog > 0 ? Math.min(current, highest.replicas + starting) : 0;
