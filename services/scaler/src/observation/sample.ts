import type { EventNamed } from '@tidegate/contracts';

/** What one gateway says about one endpoint at one moment. */
export type Sample = Readonly<{
  source: string;
  /** Epoch microseconds. */
  atUs: number;
  inFlight: number;
  waiting: number;
  /** Requests accepted since the source started. */
  requestsTotal: number;
}>;

/**
 * The gateway's sample in a MetricSampled; null for what one replica's runtime says of itself.
 * `atUs` never lies in the future of `nowUs`: a gateway whose clock runs ahead would otherwise stay fresh after it died.
 */
export const gatewaySample = (data: EventNamed<'MetricSampled'>['data'], nowUs: number): Sample | null => {
  const { in_flight: inFlight, waiting, requests_total: requestsTotal } = data.metrics;
  if (data.replicaId !== null || inFlight === undefined) return null;
  return {
    source: data.source,
    atUs: Math.min(data.sampledAtUs, nowUs),
    inFlight: Math.max(0, inFlight),
    waiting: Math.max(0, waiting ?? 0),
    requestsTotal: Math.max(0, requestsTotal ?? 0),
  };
};
