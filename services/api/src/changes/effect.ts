import type { EndpointState } from '@tidegate/contracts';
import { isFailed } from '../life-cycle/endpoint-states.ts';
import type { Change } from './difference.ts';

/** What stands when a change comes. */
export type Situation = Readonly<{
  state: EndpointState;
  /** Replicas that hold hardware, or are meant to. */
  replicas: number;
  /** Null: the change replaces all replicas. */
  canaryPercent: number | null;
}>;

/** `staged`: it waits for the next start. `retry`: an endpoint that had failed is tried again. */
export type Effect = Readonly<{
  kind: 'none' | 'hot' | 'rolling' | 'canary' | 'staged' | 'retry';
  text: string;
}>;

const RESTING: readonly EndpointState[] = ['stopping', 'stopped', 'disabled'];

/** What a change does to an endpoint that serves, in words. */
export const effectOf = (changes: readonly Change[], situation: Situation): Effect => {
  const { state } = situation;
  if (changes.length === 0) return { kind: 'none', text: 'none: this is what it has already' };
  if (changes.every((change) => change.class !== 'rolling'))
    return { kind: 'hot', text: 'hot: it applies at once, and no replica is replaced' };
  if (isFailed(state))
    return { kind: 'retry', text: 'retry: it had failed, and is deployed again with this configuration' };
  if (RESTING.includes(state))
    return { kind: 'staged', text: `staged: while it is ${state} nothing happens; the next start runs it` };
  if (state === 'building')
    return { kind: 'staged', text: 'staged: it is being built, and is built with this configuration' };
  return replacing(situation);
};

const replacing = ({ state, replicas, canaryPercent }: Situation): Effect => {
  if (canaryPercent !== null && canaryPercent < 100)
    return {
      kind: 'canary',
      text: `canary: ${canaryPercent} % of the requests go to replicas of the new template until it is promoted or aborted`,
    };
  if (state === 'sleeping' || replicas === 0)
    return { kind: 'rolling', text: 'rolling: no replica runs now; the next one that starts runs it' };
  const count = replicas === 1 ? '1 replica is replaced' : `${replicas} replicas are replaced one by one`;
  return { kind: 'rolling', text: `rolling: ${count}, no request is lost` };
};
