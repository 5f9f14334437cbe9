import type { EndpointState } from '@tidegate/contracts';
import type { EndpointFacts } from './endpoint-view.ts';

const ON_THE_WAY: readonly EndpointState[] = ['building', 'deploying', 'starting', 'waking', 'stopping'];

/** Nothing more comes of itself: it is where it was to go, or has failed on the way. */
export const isSettled = ({ state, rollout }: Pick<EndpointFacts, 'state' | 'rollout'>): boolean =>
  !ON_THE_WAY.includes(state) && rollout === null;
