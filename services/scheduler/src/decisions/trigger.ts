import type { Cause } from '@tidegate/eventing';

/**
 * What sets a decision off, and its time in epoch microseconds. Everything that follows is derived from `id`: the same
 * trigger twice asks for the same replicas.
 */
export type Trigger = Readonly<{ id: string; cause: Cause; nowUs: number }>;
