import type { Told } from '../reports/access-record.ts';
import type { Delivery } from './delivery.gateway.ts';
import type { Relay } from './relay.gateway.ts';

/** What a delivery tells of itself once it is over. `arrivedAtMs`: monotonic, from when its first byte is counted. */
export const toldOf = (
  { relay, replica, queueMs, wakeMs, attempts, usage }: Delivery,
  arrivedAtMs: number,
): Told => ({
  queueMs,
  wakeMs,
  attempts,
  replicaId: replica?.id,
  status: relay?.status,
  bytesOut: relay?.bytesOut,
  firstByteMs: firstByteMs(relay, arrivedAtMs),
  promptTokens: usage?.promptTokens ?? undefined,
  completionTokens: usage?.completionTokens,
  tokensEstimated: usage?.isEstimated,
});

const firstByteMs = (relay: Relay | undefined, arrivedAtMs: number): number | undefined =>
  relay && relay.firstByteAtMs > 0 ? relay.firstByteAtMs - arrivedAtMs : undefined;
