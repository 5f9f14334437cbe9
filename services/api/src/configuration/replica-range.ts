import type { ScalingSpec } from '@tidegate/contracts';

type Bounded = Readonly<Pick<ScalingSpec, 'minReplicas' | 'maxReplicas'>> &
  Readonly<{
    schedules: readonly Readonly<Pick<ScalingSpec['schedules'][number], 'minReplicas' | 'maxReplicas'>>[];
  }>;

/** A count of replicas, and the field that says it. */
export type CountAt = Readonly<{ replicas: number; pointer: string }>;

/** What a schedule leaves out is the endpoint’s own. */
const countsOf = (scaling: Bounded, field: 'minReplicas' | 'maxReplicas'): readonly CountAt[] => [
  { replicas: scaling[field], pointer: `/scaling/${field}` },
  ...scaling.schedules.flatMap(({ [field]: replicas }, i) =>
    replicas === null ? [] : [{ replicas, pointer: `/scaling/schedules/${i}/${field}` }],
  ),
];

const highest = (counts: readonly CountAt[]): CountAt =>
  counts.reduce((most, one) => (one.replicas > most.replicas ? one : most));

/** The highest that its maximum ever is: what counts against a quota. */
export const highestMaximum = (scaling: Bounded): CountAt => highest(countsOf(scaling, 'maxReplicas'));

/** The most replicas there can ever be; in manual mode the minimum is the count. */
export const mostReplicas = (scaling: Bounded & Pick<ScalingSpec, 'mode'>): CountAt =>
  highest(countsOf(scaling, scaling.mode === 'manual' ? 'minReplicas' : 'maxReplicas'));

/** The fewest that there are to be at some time. */
export const fewestReplicas = (scaling: Bounded): number =>
  Math.min(...countsOf(scaling, 'minReplicas').map(({ replicas }) => replicas));
