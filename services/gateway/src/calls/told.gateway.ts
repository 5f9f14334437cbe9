import type { Usage } from '../limits/usage.ts';
import type { Told } from '../reports/access-record.ts';
import type { Delivery } from './delivery.gateway.ts';
import type { Relay } from './relay.gateway.ts';

/** What a delivery tells of itself once it is over. `arrivedAtMs`: monotonic, from when its first byte is counted. */
export const toldOf = (
  { relay, replica, queueMs, wakeMs, attempts, usage }: Delivery,
  arrivedAtMs: number,
): Told => {
  const told = { queueMs, wakeMs, attempts, ...(replica && { replicaId: replica.id }) };
  return relay ? { ...told, ...answerFacts(relay, arrivedAtMs), ...usageFacts(usage) } : told;
};

const usageFacts = (usage: Usage | null): Told =>
  usage
    ? {
        promptTokens: usage.promptTokens ?? -1,
        completionTokens: usage.completionTokens,
        tokensEstimated: usage.isEstimated,
      }
    : {};

const answerFacts = ({ status, bytesOut, firstByteAtMs }: Relay, arrivedAtMs: number): Told => ({
  status,
  bytesOut,
  firstByteMs: firstByteAtMs > 0 ? firstByteAtMs - arrivedAtMs : -1,
});
