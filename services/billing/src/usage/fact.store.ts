import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { type Mark, markOf, type Terms, termsOf, type EndpointFact } from '../metering/endpoint-traces.ts';
import { EndpointStore, type Owned, type Standing } from '../metering/endpoint.store.ts';
import { type Holding, holdingOf, type ReplicaFact, type Traces, withEvent } from '../metering/holding.ts';
import { HoldingStore, type Since } from '../metering/holding.store.ts';
import { type BillingFact, isReplicaFact } from '../rating/bill.ts';
import { ChangeStore } from './change.store.ts';
import { Settling } from './settling.store.ts';

/** What a batch says of endpoints. */
type Said = Readonly<{ terms: readonly Owned<Terms>[]; marks: readonly Owned<Mark>[] }>;

const isTerms = (
  fact: EndpointFact,
): fact is Extract<EndpointFact, { type: 'EndpointRequested' | 'EndpointUpdated' }> =>
  fact.type === 'EndpointRequested' || fact.type === 'EndpointUpdated';

const saidBy = (facts: readonly EndpointFact[]): Said => {
  const terms: Owned<Terms>[] = [];
  const marks: Owned<Mark>[] = [];
  for (const fact of facts) {
    const { endpointId, projectId } = fact.data;
    if (isTerms(fact)) terms.push({ endpointId, projectId, ...termsOf(fact) });
    else marks.push({ endpointId, projectId, ...markOf(fact) });
  }
  return { terms, marks };
};

/** Takes facts into the tables, many at once, and has rated again what they change. Used inside the consumer's transaction only. */
@Injectable()
export class FactStore {
  constructor(
    private readonly holdings: HoldingStore,
    private readonly endpoints: EndpointStore,
    private readonly changes: ChangeStore,
    private readonly settling: Settling,
  ) {}

  async take(tx: Queries, facts: readonly BillingFact[]): Promise<void> {
    const ofReplicas: ReplicaFact[] = [];
    const ofEndpoints: EndpointFact[] = [];
    for (const fact of facts)
      if (isReplicaFact(fact)) ofReplicas.push(fact);
      else if (fact.type === 'RatePublished' || fact.type === 'PlanPublished') {
        // Whatever stands before it must be there to be rated again.
        await this.#takeUsage(tx, ofReplicas.splice(0), ofEndpoints.splice(0));
        await this.changes.take(tx, fact);
      } else ofEndpoints.push(fact);
    await this.#takeUsage(tx, ofReplicas, ofEndpoints);
  }

  async #takeUsage(
    tx: Queries,
    ofReplicas: readonly ReplicaFact[],
    ofEndpoints: readonly EndpointFact[],
  ): Promise<void> {
    if (ofReplicas.length + ofEndpoints.length === 0) return;
    const changed = await this.#takeReplicas(tx, ofReplicas);
    const said = saidBy(ofEndpoints);
    if (said.terms.length > 0) await this.endpoints.addTerms(tx, said.terms);
    if (said.marks.length > 0) await this.endpoints.addMarks(tx, said.marks);
    const standing = await this.#stand(tx, changed, said);
    const reached = await this.#reached(tx, said);
    await this.settling.settle(
      tx,
      [...changed.flatMap((traces) => holdingOf(traces) ?? []), ...reached],
      standing,
    );
  }

  async #takeReplicas(tx: Queries, facts: readonly ReplicaFact[]): Promise<Traces[]> {
    if (facts.length === 0) return [];
    const ids = new Set(facts.map(({ data }) => data.replicaId));
    const known = await this.holdings.find(tx, [...ids]);
    for (const fact of facts) {
      const { replicaId } = fact.data;
      known.set(replicaId, withEvent(known.get(replicaId), fact));
    }
    const changed = [...known.values()];
    await this.holdings.save(tx, changed);
    return changed;
  }

  /** Where each endpoint stands that anything was said of. What was settled of its commitments and domains is open again. */
  async #stand(
    tx: Queries,
    changed: readonly Traces[],
    { terms, marks }: Said,
  ): Promise<ReadonlyMap<string, Standing>> {
    const owners = [...changed, ...terms, ...marks];
    const known = await this.endpoints.standing(tx, [...new Set(owners.map(({ endpointId }) => endpointId))]);
    const added: Standing[] = [];
    for (const { endpointId, projectId } of owners) {
      if (known.has(endpointId)) continue;
      const standing = { endpointId, projectId, isCommitted: false, isLive: false };
      known.set(endpointId, standing);
      added.push(standing);
    }
    const committed = terms.filter(({ committedUntilUs }) => committedUntilUs !== null);
    for (const { endpointId, projectId } of committed)
      known.set(endpointId, { endpointId, projectId, isCommitted: true, isLive: true });
    const stand = [...added, ...committed].flatMap(({ endpointId }) => known.get(endpointId) ?? []);
    if (stand.length > 0) await this.endpoints.stand(tx, unique(stand));
    const withDomains = marks.filter(({ domain }) => domain !== '').map(({ endpointId }) => endpointId);
    const lasting = [...known.values()]
      .filter((each) => each.isCommitted)
      .map(({ endpointId }) => endpointId);
    await this.settling.unsettle(tx, [...new Set([...withDomains, ...lasting])]);
    return known;
  }

  /** What has ended and is said something new of: its endpoint was idle, took asynchronous requests, or asked for a disk. */
  async #reached(tx: Queries, { terms, marks }: Said): Promise<Holding[]> {
    const earliest = new Map<string, number>();
    for (const { endpointId, atUs } of [...terms, ...marks])
      earliest.set(endpointId, Math.min(atUs, earliest.get(endpointId) ?? atUs));
    if (earliest.size === 0) return [];
    const since = [...earliest].map(([of, atUs]): Since => ({ of, atUs }));
    return this.holdings.endedOfEndpoints(
      tx,
      since,
      terms.map(({ endpointId: of, revision }) => ({ of, revision })),
    );
  }
}

const unique = (standings: readonly Standing[]): Standing[] => [
  ...new Map(standings.map((standing) => [standing.endpointId, standing])).values(),
];
