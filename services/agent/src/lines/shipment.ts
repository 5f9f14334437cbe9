import { registry, upcast } from '@tidegate/contracts';
import { z } from 'zod';

const Offset = z.int().min(0);

/** What outlives the agent: how far the shipping of one replica's lines has come. */
export const Shipment = z.object({
  /** Whose lines, and where they come from. */
  source: z.object({
    replicaId: z.string(),
    endpointId: z.string(),
    projectId: z.string(),
    groupId: z.int(),
    output: z.object({ stdout: z.string(), stderr: z.string() }),
  }),
  /** Where the reading goes on once `unsent` has been shipped. */
  position: z.object({
    /** Offsets in its files. */
    stdout: Offset,
    stderr: Offset,
    pushed: Offset.default(0),
    nextSequence: z.int().min(1),
    /** Lines lost that no batch has told yet. */
    dropped: Offset,
    droppedBytes: Offset.default(0),
  }),
  /** A batch that may or may not have reached the bus: it is shipped again as it was, under the same numbers. */
  unsent: z.preprocess(
    (batch) => (batch === null ? null : upcast('LogLinesShipped', 1, batch)),
    registry.LogLinesShipped.schema.nullable(),
  ),
  /** Its replica is gone: once everything has been shipped, so are its files. */
  isLeaving: z.boolean(),
  /** All of that is done. Only the number is kept for a while: under the same id the replica may begin anew. */
  isGone: z.boolean(),
  savedAtUs: z.int(),
});
export type Shipment = z.infer<typeof Shipment>;
export type Source = Shipment['source'];
export type Position = Shipment['position'];

/** @param nextSequence another than 1 for a replica that has begun anew: no number is ever given twice */
export const newShipment = (source: Source, nowUs: number, nextSequence = 1): Shipment => ({
  source,
  position: { stdout: 0, stderr: 0, pushed: 0, nextSequence, dropped: 0, droppedBytes: 0 },
  unsent: null,
  isLeaving: false,
  isGone: false,
  savedAtUs: nowUs,
});
