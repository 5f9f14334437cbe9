import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { type Endpoint, endpointOf } from '../metering/endpoint.ts';
import { EndpointStore } from '../metering/endpoint.store.ts';
import type { Holding } from '../metering/holding.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { lastingLines, replicasLines } from '../rating/endpoint-lines.ts';
import type { Line } from '../rating/line.ts';
import { CardStore } from './card.store.ts';

/** What of one endpoint is to be rated. */
export type Work = Readonly<{
  endpointId: string;
  projectId: string;
  holdings: readonly Holding[];
  /** Its commitments and domains too. */
  isLasting: boolean;
}>;

/** An endpoint and what is needed to rate it. */
type Rateable = Work & Readonly<{ endpoint: Endpoint; all: readonly Holding[] }>;

/** Rates with the pure functions what the tables hold. Used inside the caller's transaction only. */
@Injectable()
export class Rated {
  constructor(
    private readonly holdings: HoldingStore,
    private readonly endpoints: EndpointStore,
    private readonly cards: CardStore,
  ) {}

  /** Lines up to a moment. */
  async lines(tx: Queries, works: readonly Work[], nowUs: number): Promise<Line[]> {
    if (works.length === 0) return [];
    const rateable = await this.#rateable(tx, works);
    const card = await this.cards.cardFor(
      tx,
      rateable.map(({ endpoint }) => endpoint),
      works.flatMap(({ holdings }) => holdings),
    );
    return rateable.flatMap(({ endpoint, holdings, all, isLasting }) => [
      ...replicasLines(endpoint, { wanted: holdings, all }, card, nowUs),
      ...(isLasting ? lastingLines(endpoint, all, card, nowUs) : []),
    ]);
  }

  async endpointsOf(
    tx: Queries,
    works: readonly Pick<Work, 'endpointId' | 'projectId' | 'holdings'>[],
  ): Promise<Endpoint[]> {
    const found = await this.endpoints.find(
      tx,
      works.map(({ endpointId, projectId, holdings }) => ({
        endpointId,
        projectId,
        sinceUs: Math.min(Number.MAX_SAFE_INTEGER, ...holdings.map(({ fromUs }) => fromUs)),
      })),
    );
    return works.map(({ endpointId, projectId }) =>
      endpointOf(found.get(endpointId) ?? { endpointId, projectId, terms: [], marks: [] }),
    );
  }

  /** With all replicas of those endpoints that have commitments: who is covered depends on the others. */
  async #rateable(tx: Queries, works: readonly Work[]): Promise<Rateable[]> {
    const endpoints = await this.endpointsOf(tx, works);
    const committed = endpoints.filter(({ commitments }) => commitments.length > 0);
    const all =
      committed.length === 0
        ? []
        : await this.holdings.ofEndpoints(
            tx,
            committed.map(({ endpointId }) => endpointId),
          );
    const byEndpoint = Map.groupBy(all, ({ endpointId }) => endpointId);
    return works.flatMap((work, nth) => {
      const endpoint = endpoints[nth];
      return endpoint ? [{ ...work, endpoint, all: byEndpoint.get(work.endpointId) ?? [] }] : [];
    });
  }
}
