import type { Endpoint } from '../routing/endpoint.ts';

/**
 * How many more requests an endpoint's replicas can take without being flooded, as long as nobody else waits for them. Callers
 * who wait go before invocations.
 */
export const endpointRoom = (endpoint: Endpoint, nowMs: number): number => {
  if (endpoint.traffic.waiting > 0) return 0;
  const { releasePerReplica } = endpoint.configured;
  let room = 0;
  for (const { inFlight, elsewhere, ejectedUntilMs } of endpoint.ready)
    if (ejectedUntilMs <= nowMs) room += Math.max(0, releasePerReplica - inFlight - elsewhere);
  return room;
};
