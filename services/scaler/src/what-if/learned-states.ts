import type { ScalingView } from '@tidegate/contracts';
import type { EndpointState } from '@tidegate/scaling';

export type Learned = Readonly<{ endpointId: string; state: EndpointState }>;

/** What the looks at the endpoints have learned so far. */
export abstract class LearnedStates {
  /** Of the endpoints that this process decides on; none while it decides on none. */
  abstract all(): Iterable<Learned>;
  /** Of any endpoint that it knows; null: of none. */
  abstract of(endpointId: string): EndpointState | null;
}

/** Why the endpoints have the counts they have. */
export abstract class Explanations {
  /** Null: there is no such endpoint. */
  abstract of(endpointId: string): ScalingView | null;
}
