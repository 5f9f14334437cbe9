import type { EventNamed, EventType, Recorded, SpendingStops } from '@tidegate/contracts';
import type { Endpoint } from './endpoint.ts';

export const SPENDING_TYPES = ['SpendingStopped', 'SpendingResumed'] as const satisfies readonly EventType[];
export type SpendingEvent = Recorded<EventNamed<(typeof SPENDING_TYPES)[number]>>;

/** A stop or its end reaches these endpoints of the project. */
export const takeSpending = (
  stops: SpendingStops,
  event: SpendingEvent,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] => {
  if (event.type === 'SpendingStopped') stops.stopped(event.data);
  else stops.resumed(event.data);
  return endpoints.filter((endpoint) => {
    const before = endpoint.isSpendingStopped;
    endpoint.isSpendingStopped = isStopped(stops, endpoint);
    return endpoint.isSpendingStopped && !before;
  });
};

export const isStopped = (stops: SpendingStops, { id, projectId }: Endpoint): boolean =>
  stops.of({ projectId, endpointId: id }) !== undefined;

/** Nothing more may be spent on it, and nothing runs of it: it does not wake. What is reserved is paid for. */
export const isBroke = (endpoint: Endpoint, nowMs: number): boolean =>
  endpoint.isSpendingStopped &&
  endpoint.ready.length === 0 &&
  nowMs * 1000 >= endpoint.configured.committedUntilUs;
