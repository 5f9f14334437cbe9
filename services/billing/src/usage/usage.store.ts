import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { EndpointStore } from '../metering/endpoint.store.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { type Line, lineComesBefore } from '../rating/line.ts';
import { type Due, Dues, EVERYBODY, type Scope } from './due.ts';
import { LineStore } from './line.store.ts';
import { Rated, type Work } from './rated.store.ts';

const PAGE = 1000;

/**
 * What was used, as of a moment. Used inside the caller's transaction only: one that sees one state of the tables, where it must not
 * matter that the consumer goes on meanwhile.
 */
@Injectable()
export class Usage {
  constructor(
    private readonly holdings: HoldingStore,
    private readonly endpoints: EndpointStore,
    private readonly stored: LineStore,
    private readonly rated: Rated,
  ) {}

  /** What is due by now: for all that has ended, and for what has not up to a moment. Without what is nothing. */
  async dueByNow(tx: Queries, upToUs: number, scope: Scope = EVERYBODY): Promise<Due[]> {
    const dues = new Dues().addLines(await this.openLines(tx, scope, upToUs));
    for (const due of await this.stored.sums(tx, scope)) dues.add(due);
    return dues.all();
  }

  /** The lines that are not stored, up to a moment: of all that still runs or lasts. */
  async openLines(tx: Queries, scope: Scope, upToUs: number): Promise<Line[]> {
    const holdings = await this.holdings.open(tx, scope);
    const works = new Map<string, Work>();
    for (const { endpointId, projectId } of await this.endpoints.live(tx, scope))
      works.set(endpointId, { endpointId, projectId, holdings: [], isLasting: true });
    for (const [endpointId, own] of Map.groupBy(holdings, (holding) => holding.endpointId)) {
      const projectId = own[0]?.projectId ?? '';
      works.set(endpointId, { endpointId, projectId, holdings: own, isLasting: works.has(endpointId) });
    }
    return this.rated.lines(tx, [...works.values()], upToUs);
  }

  /** A project's lines of one month, those of what has not ended up to a moment; by endpoint, source, sku and beginning. */
  async *closedLines(
    tx: Queries,
    { projectId, period, upToUs }: Readonly<{ projectId: string; period: string; upToUs: number }>,
  ): AsyncGenerator<Line> {
    const open = (await this.openLines(tx, { projectId, endpointId: null }, upToUs))
      .filter((line) => line.period === period)
      .sort((a, b) => (lineComesBefore(a, b) ? -1 : 1));
    let next = 0;
    for await (const line of this.#stored(tx, projectId, period)) {
      for (let first = open[next]; first && lineComesBefore(first, line); first = open[++next]) yield first;
      yield line;
    }
    yield* open.slice(next);
  }

  async *#stored(tx: Queries, projectId: string, period: string): AsyncGenerator<Line> {
    let after = { endpointId: '', sourceId: '', sku: '', fromUs: 0 };
    for (;;) {
      const page = await this.stored.ofMonth(tx, { projectId, period }, after, PAGE);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last;
    }
  }
}
