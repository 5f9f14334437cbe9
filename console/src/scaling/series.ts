import type { Metrics, Scaling } from '../endpoint/queries.ts';
import type { Marker } from '../ui/chart.tsx';

export type Decision = Scaling['decisions'][number];
export type Seen = Readonly<{
  times: readonly number[];
  desired: readonly (number | null)[];
  ready: readonly (number | null)[];
  inFlight: readonly (number | null)[];
  waiting: readonly (number | null)[];
}>;

type Given = Pick<Metrics, 'from' | 'stepSeconds' | 'series'>;

/** The series of the chart on one axis of time, in seconds: from the first one known, so that what is young fills it. */
export const seenOf = ({ from, stepSeconds, series }: Given): Seen => {
  const begun = series
    .map(({ values }) => values.findIndex((value) => value !== null))
    .filter((at) => at >= 0);
  const start = begun.length > 0 ? Math.max(0, Math.min(...begun) - 1) : 0;
  const valuesOf = (name: string): readonly (number | null)[] =>
    (series.find(({ metric, replicaId }) => metric === name && replicaId === null)?.values ?? []).slice(
      start,
    );
  const length = Math.max(0, ...series.map(({ values }) => values.length)) - start;
  const first = Date.parse(from) / 1000 + start * stepSeconds;
  return {
    times: Array.from({ length }, (_, index) => first + index * stepSeconds),
    desired: valuesOf('desired_replicas'),
    ready: valuesOf('ready_replicas'),
    inFlight: valuesOf('in_flight'),
    waiting: valuesOf('queue_depth'),
  };
};

const [DECISION, REVISION] = ['#9c6ade', '#d08a1f'];

/** Decisions that changed the count, and the first one of each revision after the oldest. */
export const markersOf = (decisions: readonly Decision[]): readonly Marker[] => {
  const old = [...decisions].reverse();
  return old.flatMap(({ at, from, to, revision }, index): Marker[] => {
    const time = Date.parse(at) / 1000;
    const before = old[index - 1];
    return [
      ...(before && before.revision !== revision
        ? [{ at: time, label: `revision ${revision}`, color: REVISION }]
        : []),
      ...(from === to ? [] : [{ at: time, label: `${from} → ${to}`, color: DECISION }]),
    ];
  });
};

const lastOf = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;
const told = (value: number | null): string =>
  value === null ? 'unknown' : value.toLocaleString('en', { maximumFractionDigits: 1 });

/** The chart in one sentence. */
export const summaryOf = (seen: Seen, decisions: number): string =>
  `Replicas over time: ${told(lastOf(seen.desired))} wanted and ${told(lastOf(seen.ready))} ready at the end, ` +
  `${told(lastOf(seen.inFlight))} requests in flight, ${told(Math.max(0, ...seen.inFlight.map((value) => value ?? 0)))} at most; ` +
  `${decisions} ${decisions === 1 ? 'decision' : 'decisions'} marked.`;
