import { type AskOf, type questions, refuse } from '@tidegate/contracts';

type Filters = Omit<AskOf<typeof questions.requests>, 'limit' | 'cursor'>;
type Between = Readonly<{ since?: Date; until?: Date }>;
type Query = Between &
  Readonly<{
    /** `503`, `5xx` or `none`. */
    status?: string;
    outcome?: NonNullable<Filters['outcome']>;
    replica?: string;
    request?: string;
    minDurationMs?: number;
  }>;
type Times = Readonly<{ sinceUs: number | null; untilUs: number | null }>;
type Whose = Readonly<{ projectId: string; endpointId: string; tokenIds: string[] | null }>;

const DAY_US = 86_400_000_000;
/** In the year 2255; microseconds beyond are no whole numbers any more. */
const LATEST_US = 9e15;
const microseconds = (moment: Date | undefined): number | null =>
  moment === undefined ? null : Math.min(Math.max(0, moment.getTime() * 1000), LATEST_US);

/** @throws Refusal request.invalid when nothing can lie between the two */
const timesIn = ({ since, until }: Between): Times => {
  if (since && until && since >= until)
    refuse('request.invalid', { count: 1 }, [{ pointer: '?since', message: 'must be before until' }]);
  return { sinceUs: microseconds(since), untilUs: microseconds(until) };
};

export const filtersIn = (query: Query, { projectId, endpointId, tokenIds }: Whose): Filters => ({
  projectId,
  endpointId,
  tokenIds,
  ...timesIn(query),
  status: query.status === undefined ? null : statusesOf(query.status),
  outcome: query.outcome ?? null,
  replicaId: query.replica ?? null,
  requestId: query.request ?? null,
  minDurationUs: query.minDurationMs === undefined ? null : query.minDurationMs * 1000,
});

const statusesOf = (text: string): { from: number; to: number } => {
  if (text === 'none') return { from: 0, to: 0 };
  return { from: Number(text.replace('xx', '00')), to: Number(text.replace('xx', '99')) };
};

/** The last day where nothing else is asked for. */
export const hoursIn = (query: Between, nowUs: number): { sinceUs: number; untilUs: number } => {
  const times = timesIn(query);
  const untilUs = times.untilUs ?? Math.max(nowUs, times.sinceUs ?? 0) + 1;
  return { untilUs, sinceUs: times.sinceUs ?? Math.max(0, untilUs - DAY_US) };
};
