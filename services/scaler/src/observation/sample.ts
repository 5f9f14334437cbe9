import type { EventNamed } from '@tidegate/contracts';

/** What one gateway says about one endpoint at one moment. */
export type Sample = Readonly<{
  source: string;
  /** Epoch microseconds. */
  atUs: number;
  inFlight: number;
  waiting: number;
  /** Since the source started: requests accepted, answers ended, and the seconds these took from dispatch to their end. */
  requestsTotal: number;
  finishedTotal: number;
  servedSecondsTotal: number;
  /** Requests in flight by replica; who is not named has none. Null: it does not say. */
  replicasInFlight: Readonly<Record<string, number>> | null;
  /** Of one that shows something: until when there was nothing, epoch microseconds, and how many were counted by then. */
  quiet?: Readonly<{ untilUs: number; requestsTotal: number }> | null;
}>;

/**
 * The gateway's sample in a MetricSampled; null for what one replica's runtime says of itself.
 * `atUs` never lies in the future of `nowUs`: a gateway whose clock runs ahead would otherwise stay fresh after it died.
 */
export const gatewaySample = (data: EventNamed<'MetricSampled'>['data'], nowUs: number): Sample | null => {
  const { in_flight: inFlight, waiting, requests_total: requests } = data.metrics;
  if (data.replicaId !== null || inFlight === undefined) return null;
  const atUs = Math.min(data.sampledAtUs, nowUs);
  return {
    source: data.source,
    atUs,
    inFlight: Math.max(0, inFlight),
    waiting: Math.max(0, waiting ?? 0),
    requestsTotal: Math.max(0, requests ?? 0),
    finishedTotal: Math.max(0, data.metrics['finished_total'] ?? 0),
    servedSecondsTotal: Math.max(0, data.metrics['served_seconds_total'] ?? 0),
    replicasInFlight: data.replicasInFlight ?? null,
    quiet: quietIn(data.metrics, atUs),
  };
};

const quietIn = (
  metrics: Readonly<Record<string, number>>,
  atUs: number,
): NonNullable<Sample['quiet']> | null => {
  const { quiet_seconds_ago: secondsAgo, quiet_requests_total: requestsTotal } = metrics;
  if (secondsAgo === undefined || requestsTotal === undefined || secondsAgo < 0) return null;
  return { untilUs: Math.floor(atUs - secondsAgo * 1_000_000), requestsTotal };
};
