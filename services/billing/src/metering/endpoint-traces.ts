import type { EndpointSpec, EventNamed, Recorded } from '@tidegate/contracts';
import { FOREVER_US } from './span.ts';

/** The events of an endpoint that say what is billed. */
export const ENDPOINT_FACTS = [
  'EndpointRequested',
  'EndpointUpdated',
  'EndpointDeleted',
  'EndpointIdled',
  'EndpointOccupied',
  'DomainVerified',
  'DomainReleased',
] as const;
export type EndpointFact = Recorded<EventNamed<(typeof ENDPOINT_FACTS)[number]>>;

/** What one revision of an endpoint says that matters to bills. */
export type Terms = Readonly<{
  revision: number;
  atUs: number;
  sku: string;
  committedReplicas: number;
  /** Null: nothing is committed. */
  committedUntilUs: number | null;
  hasAsync: boolean;
  diskMib: number | null;
}>;

/** What happens to an endpoint, in the order in which moments at the same microsecond count: an idle time may end where it began. */
export const MARKS = ['idled', 'occupied', 'verified', 'released', 'deleted'] as const;
export type Mark = Readonly<{
  kind: (typeof MARKS)[number];
  /** Empty but for `verified` and `released`. */
  domain: string;
  atUs: number;
}>;

/** What the events say of one endpoint. */
export type EndpointTraces = Readonly<{
  endpointId: string;
  projectId: string;
  /** By revision. */
  terms: readonly Terms[];
  /** Each once, by time. */
  marks: readonly Mark[];
}>;

const microsecondsOf = (date: Date): number => date.getTime() * 1000;

const commitmentOf = ({ commitment, scaling }: EndpointSpec) => ({
  committedReplicas: Math.max(1, scaling.minReplicas),
  committedUntilUs:
    commitment.kind === 'reserved' ? Math.min(Date.parse(commitment.until) * 1000, FOREVER_US) : null,
});

export const termsOf = ({
  occurredAt,
  data: { revision, spec },
}: Recorded<EventNamed<'EndpointRequested' | 'EndpointUpdated'>>): Terms => ({
  revision,
  atUs: microsecondsOf(occurredAt),
  sku: spec.hardware.id,
  ...commitmentOf(spec),
  hasAsync: spec.async !== null,
  diskMib: spec.diskMib,
});

type MarkFact = Recorded<EventNamed<Exclude<EndpointFact['type'], 'EndpointRequested' | 'EndpointUpdated'>>>;

export const markOf = (event: MarkFact): Mark => {
  switch (event.type) {
    case 'EndpointIdled':
      return { kind: 'idled', domain: '', atUs: event.data.sinceUs };
    case 'EndpointOccupied':
      return { kind: 'occupied', domain: '', atUs: event.data.sinceUs };
    case 'EndpointDeleted':
      return { kind: 'deleted', domain: '', atUs: microsecondsOf(event.occurredAt) };
    case 'DomainVerified':
      return { kind: 'verified', domain: event.data.domain, atUs: microsecondsOf(event.occurredAt) };
    case 'DomainReleased':
      return { kind: 'released', domain: event.data.domain, atUs: microsecondsOf(event.occurredAt) };
  }
};

export const markComesBefore = (a: Mark, b: Mark): boolean =>
  a.atUs < b.atUs || (a.atUs === b.atUs && MARKS.indexOf(a.kind) < MARKS.indexOf(b.kind));

const withMark = (marks: readonly Mark[], mark: Mark): readonly Mark[] => {
  const last = marks.at(-1);
  if (!last || markComesBefore(last, mark)) return [...marks, mark];
  const isKnown = marks.some(
    ({ kind, domain, atUs }) => kind === mark.kind && domain === mark.domain && atUs === mark.atUs,
  );
  return isKnown ? marks : [...marks, mark].sort((a, b) => (markComesBefore(a, b) ? -1 : 1));
};

const withTerms = (known: readonly Terms[], terms: Terms): readonly Terms[] =>
  [...known.filter(({ revision }) => revision !== terms.revision), terms].sort(
    (a, b) => a.revision - b.revision,
  );

/** Adds one event to what is known. Any order and any repetition of the same events comes to the same. */
export const withEndpointEvent = (known: EndpointTraces | undefined, event: EndpointFact): EndpointTraces => {
  const { endpointId, projectId } = event.data;
  const traces = known ?? { endpointId, projectId, terms: [], marks: [] };
  return event.type === 'EndpointRequested' || event.type === 'EndpointUpdated'
    ? { ...traces, terms: withTerms(traces.terms, termsOf(event)) }
    : { ...traces, marks: withMark(traces.marks, markOf(event)) };
};

/** From when on it matters. */
export const factAtUs = (fact: EndpointFact): number =>
  fact.type === 'EndpointRequested' || fact.type === 'EndpointUpdated'
    ? termsOf(fact).atUs
    : markOf(fact).atUs;
