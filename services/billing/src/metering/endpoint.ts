import type { EndpointTraces, Mark, Terms } from './endpoint-traces.ts';
import type { Surroundings } from './phases.ts';
import { FOREVER_US, type Span, spansOf } from './span.ts';

/** A time over which so many replicas of a flavour are paid for whether they run or not. */
export type Commitment = Span & Readonly<{ sku: string; replicas: number }>;

/** What bills need to know of an endpoint, by time. */
export type Endpoint = Readonly<{
  endpointId: string;
  projectId: string;
  around: Surroundings;
  commitments: readonly Commitment[];
  domains: readonly Readonly<{ domain: string; spans: readonly Span[] }>[];
  /** What was asked for with each revision that asked for any. */
  diskMib: ReadonlyMap<number, number>;
}>;

export const endpointOf = ({ endpointId, projectId, terms, marks }: EndpointTraces): Endpoint => {
  const deletedUs = marks.find(({ kind }) => kind === 'deleted')?.atUs ?? FOREVER_US;
  const inForce = termsInForce(terms, deletedUs);
  return {
    endpointId,
    projectId,
    around: {
      idle: turnsOf(marks, '', 'idled', 'occupied'),
      asynchronous: joined(inForce.filter(({ hasAsync }) => hasAsync)),
    },
    commitments: commitmentsOf(inForce),
    domains: domainsOf(marks),
    diskMib: new Map(
      terms.flatMap(({ revision, diskMib }) => (diskMib === null ? [] : [[revision, diskMib]])),
    ),
  };
};

const turnsOf = (marks: readonly Mark[], domain: string, begins: Mark['kind'], ends: Mark['kind']): Span[] =>
  spansOf(
    marks
      .filter(
        (mark) => mark.kind === 'deleted' || (mark.domain === domain && [begins, ends].includes(mark.kind)),
      )
      .map(({ kind, atUs }) => ({ atUs, begins: kind === begins })),
  );

/** Each revision until the next: of an endpoint whose times run backwards, one that has no time at all has no effect. */
const termsInForce = (terms: readonly Terms[], deletedUs: number): (Terms & Span)[] => {
  const inForce: (Terms & Span)[] = [];
  let toUs = deletedUs;
  for (const each of terms.toReversed()) {
    if (each.atUs < toUs) inForce.unshift({ ...each, fromUs: each.atUs, toUs });
    toUs = Math.min(toUs, each.atUs);
  }
  return inForce;
};

const joined = (spans: readonly Span[]): Span[] => {
  const whole: Span[] = [];
  for (const { fromUs, toUs } of spans) {
    const last = whole.at(-1);
    if (last?.toUs === fromUs) whole[whole.length - 1] = { fromUs: last.fromUs, toUs };
    else whole.push({ fromUs, toUs });
  }
  return whole;
};

/** A revision that changes nothing of a commitment does not cut it. */
const commitmentsOf = (inForce: readonly (Terms & Span)[]): Commitment[] => {
  const commitments: Commitment[] = [];
  for (const { fromUs, toUs, sku, committedReplicas: replicas, committedUntilUs } of inForce) {
    const endUs = Math.min(toUs, committedUntilUs ?? fromUs);
    if (endUs <= fromUs) continue;
    const last = commitments.at(-1);
    if (last?.toUs === fromUs && last.sku === sku && last.replicas === replicas)
      commitments[commitments.length - 1] = { ...last, toUs: endUs };
    else commitments.push({ fromUs, toUs: endUs, sku, replicas });
  }
  return commitments;
};

const domainsOf = (marks: readonly Mark[]): Endpoint['domains'] => {
  const names = new Set(marks.filter(({ domain }) => domain !== '').map(({ domain }) => domain));
  return [...names]
    .sort()
    .map((domain) => ({ domain, spans: turnsOf(marks, domain, 'verified', 'released') }));
};

/** When the last of its commitments and domains is over, as far as is known; null: it has none. */
export const lastsUntil = ({ commitments, domains }: Endpoint): number | null => {
  const ends = [...commitments, ...domains.flatMap(({ spans }) => spans)].map(({ toUs }) => toUs);
  return ends.length === 0 ? null : Math.max(...ends);
};
