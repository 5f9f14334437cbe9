import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from '../ui/ago.tsx';
import { type Row, TIMELINE_EVENTS, timelineOf } from '../ui/timeline.ts';
import { type Metrics, eventsOf, startMetricsOf } from './queries.ts';
import type { Usual } from './progress.ts';

const EVENTS = 200;
const TYPES = TIMELINE_EVENTS.join(',');

export type Timeline = Readonly<{
  rows: readonly Row[] | undefined;
  error: Error | null;
  isCut: boolean;
  nowMs: number;
}>;

/** What the endpoint’s replicas did, up to this second. */
export const useTimeline = (endpointId: string): Timeline => {
  const { data, error } = useQuery(eventsOf(endpointId, { limit: EVENTS, type: TYPES }));
  const now = useNow();
  const rows = useMemo(() => (data ? timelineOf(data.items, now) : undefined), [data, now]);
  return { rows, error, isCut: data !== undefined && data.nextCursor !== null, nowMs: now };
};

const PHASE_OF = {
  placing_p95_seconds: 'queued',
  pulling_p95_seconds: 'pulling',
  loading_p95_seconds: 'loading',
} as const;

/** The last known value of each series. */
export const usualOf = ({ series }: Pick<Metrics, 'series'>): Usual =>
  Object.fromEntries(
    series.flatMap(({ metric, values }) => {
      const phase = PHASE_OF[metric as keyof typeof PHASE_OF] as string | undefined;
      return phase === undefined ? [] : [[phase, values.findLast((value) => value !== null) ?? null]];
    }),
  );

/** How long the parts of a start took in the last day. */
export const useUsual = (endpointId: string): Usual => {
  const { data } = useQuery(startMetricsOf(endpointId));
  return useMemo(() => (data ? usualOf(data) : {}), [data]);
};
