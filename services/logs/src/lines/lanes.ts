import { shardOf } from '@tidegate/contracts';

/** The same endpoint always has the same one. */
export const laneOf = (endpointId: string, lanes: number): number => shardOf(endpointId) % lanes;
