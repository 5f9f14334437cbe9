import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, type Queries } from '@tidegate/eventing/nest';
import { type Endpoint, endpointOf } from '../metering/endpoint.ts';
import { EndpointStore, type Standing } from '../metering/endpoint.store.ts';
import type { Holding } from '../metering/holding.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { Calendar } from '../periods/calendar.ts';
import { CardStore } from '../usage/card.store.ts';
import { coverageIn, replicasInDetail, standingInDetail } from './detailed-lines.ts';
import { LabelStore } from './label.store.ts';
import type { Labels } from './labels.ts';
import type { Span } from './piece.ts';
import type { DetailedLine } from './stretch.ts';

const ENDPOINTS_AT_ONCE = 50;
const REPLICAS_AT_ONCE = 200;
/** A commitment’s replicas are looked at together. */
const MOST_TOGETHER = 20_000;

export type Wanted = Readonly<{
  projectId: string;
  /** Null: all of the project. */
  endpointId: string | null;
  span: Span;
  /** What still runs counts up to here. */
  nowUs: number;
}>;

/** How far was read: all before this endpoint, and of it the replicas up to this one; null: all of it. */
export type ReadUpTo = Readonly<{ endpointId: string; replicaId: string | null }>;

export type DetailedPage = Readonly<{ lines: readonly DetailedLine[]; labels: Labels; upTo: ReadUpTo }>;

/** What usage in detail is read from. */
@Injectable()
export class DetailStores {
  constructor(
    readonly endpoints: EndpointStore,
    readonly holdings: HoldingStore,
    readonly cards: CardStore,
    readonly labels: LabelStore,
  ) {}
}

/** Usage within a time, with what happened when: computed anew from what the events say, as bills are. */
@Injectable()
export class DetailedUsage {
  constructor(
    private readonly db: Db,
    private readonly stores: DetailStores,
    private readonly calendar: Calendar,
  ) {}

  /** Reads that all see the same moment. */
  atOnce<T>(read: (tx: Queries) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`set transaction isolation level repeatable read, read only`);
      await tx.query(sql`set local statement_timeout = '10s'`);
      return read(tx);
    });
  }

  /**
   * Lines that overlap the time, by endpoint and replica. Those of an endpoint with a commitment come all together, since they
   * depend on each other.
   */
  async *pages(tx: Queries, wanted: Wanted, after: ReadUpTo | null = null): AsyncGenerator<DetailedPage> {
    const { projectId, endpointId } = wanted;
    if (after?.replicaId) {
      const begun = await this.stores.endpoints.standing(tx, [after.endpointId]);
      yield* this.#ofEndpoints(tx, [...begun.values()], { wanted, doneUpTo: after.replicaId });
    }
    for (let afterId = after?.endpointId ?? ''; ;) {
      const page = { afterId, limit: ENDPOINTS_AT_ONCE };
      const standings = await this.stores.endpoints.ofProject(tx, { projectId, endpointId }, page);
      yield* this.#ofEndpoints(tx, standings, { wanted, doneUpTo: null });
      const last = standings.at(-1);
      if (!last || standings.length < ENDPOINTS_AT_ONCE) return;
      afterId = last.endpointId;
    }
  }

  async *#ofEndpoints(
    tx: Queries,
    standings: readonly Standing[],
    { wanted, doneUpTo }: Readonly<{ wanted: Wanted; doneUpTo: string | null }>,
  ): AsyncGenerator<DetailedPage> {
    const labels = await this.stores.labels.of(tx, idsOf(standings));
    for (const endpoint of await this.#known(tx, standings, wanted))
      for await (const { lines, replicaId } of this.#ofEndpoint(tx, endpoint, { wanted, doneUpTo }))
        yield { lines, labels, upTo: { endpointId: endpoint.endpointId, replicaId } };
  }

  async #known(tx: Queries, standings: readonly Standing[], { span }: Wanted): Promise<Endpoint[]> {
    const sinceUs = this.#beginning(span);
    const known = await this.stores.endpoints.find(
      tx,
      standings.map(({ endpointId, projectId }) => ({ endpointId, projectId, sinceUs })),
    );
    return [...known.values()].map(endpointOf);
  }

  async *#ofEndpoint(
    tx: Queries,
    endpoint: Endpoint,
    { wanted, doneUpTo }: Readonly<{ wanted: Wanted; doneUpTo: string | null }>,
  ): AsyncGenerator<Readonly<{ lines: DetailedLine[]; replicaId: string | null }>> {
    if (endpoint.commitments.length > 0) {
      yield { lines: await this.#together(tx, endpoint, wanted), replicaId: null };
      return;
    }
    let isFirst = doneUpTo === null;
    for (let afterId = doneUpTo ?? ''; ;) {
      const holdings = await this.#page(tx, endpoint, { ...wanted.span, afterId }, REPLICAS_AT_ONCE);
      const last = holdings.length < REPLICAS_AT_ONCE ? undefined : holdings.at(-1);
      const lines = await this.#lines(tx, endpoint, { holdings, wanted, isFirst });
      yield { lines, replicaId: last?.replicaId ?? null };
      if (!last) return;
      isFirst = false;
      afterId = last.replicaId;
    }
  }

  async #together(tx: Queries, endpoint: Endpoint, wanted: Wanted): Promise<DetailedLine[]> {
    const holdings: Holding[] = [];
    const span = { fromUs: this.#beginning(wanted.span), untilUs: wanted.span.untilUs };
    for (let afterId = ''; ;) {
      const page = await this.#page(tx, endpoint, { ...span, afterId }, REPLICAS_AT_ONCE);
      holdings.push(...page);
      if (holdings.length > MOST_TOGETHER) refuse('usage.too_large', { limit: MOST_TOGETHER });
      const last = page.at(-1);
      if (!last || page.length < REPLICAS_AT_ONCE) break;
      afterId = last.replicaId;
    }
    return this.#lines(tx, endpoint, { holdings, wanted, isFirst: true });
  }

  /** A line that lies in a time begins in the month in which the time begins, or later. */
  #beginning({ fromUs }: Span): number {
    return this.calendar.monthAt(fromUs).fromUs;
  }

  #page(
    tx: Queries,
    { endpointId }: Endpoint,
    { fromUs, untilUs, afterId }: Span & Readonly<{ afterId: string }>,
    limit: number,
  ): Promise<Holding[]> {
    return this.stores.holdings.within(tx, { endpointId, fromUs, toUs: untilUs }, { afterId, limit });
  }

  async #lines(
    tx: Queries,
    endpoint: Endpoint,
    given: Readonly<{ holdings: readonly Holding[]; wanted: Wanted; isFirst: boolean }>,
  ): Promise<DetailedLine[]> {
    const { holdings, isFirst } = given;
    const { span, nowUs } = given.wanted;
    const card = await this.stores.cards.cardFor(tx, [endpoint], holdings);
    const coverage = coverageIn(endpoint, holdings, nowUs);
    const lines = [
      ...(isFirst ? standingInDetail(endpoint, { card, nowUs }) : []),
      ...replicasInDetail(endpoint, holdings, { card, coverage, nowUs }),
    ];
    return lines.filter(({ fromUs, toUs }) => fromUs < span.untilUs && toUs > span.fromUs);
  }
}

const idsOf = (standings: readonly Standing[]): string[] => standings.map(({ endpointId }) => endpointId);
