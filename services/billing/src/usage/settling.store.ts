import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { lastsUntil } from '../metering/endpoint.ts';
import { EndpointStore, type Standing } from '../metering/endpoint.store.ts';
import type { Holding } from '../metering/holding.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { FOREVER_US } from '../metering/span.ts';
import { EVERYBODY } from './due.ts';
import { LineStore } from './line.store.ts';
import { Rated, type Work } from './rated.store.ts';

/** So many replicas are rated again at a time when a rate or a plan reaches back into the past. */
const PAGE = 500;

/** A price or a plan changed from a moment on. */
export type Change = Readonly<{ sku: string | null; projectId: string | null; atUs: number }>;

/** Stores the lines of what has ended. Used inside the consumer's transaction only. */
@Injectable()
export class Settling {
  constructor(
    private readonly holdings: HoldingStore,
    private readonly endpoints: EndpointStore,
    private readonly lines: LineStore,
    private readonly rated: Rated,
  ) {}

  /**
   * Rates ended replicas anew; of the endpoints with commitments among `standing` all of them, since who is covered depends on the
   * others.
   */
  async settle(
    tx: Queries,
    ended: readonly Holding[],
    standing: ReadonlyMap<string, Standing>,
  ): Promise<void> {
    const committed = [...standing.values()].filter(({ isCommitted }) => isCommitted);
    const ids = committed.map(({ endpointId }) => endpointId);
    const whole = ids.length === 0 ? [] : await this.holdings.ofEndpoints(tx, ids);
    const all = new Map<string, Holding>();
    for (const holding of [...ended, ...whole]) if (holding.stop) all.set(holding.replicaId, holding);
    if (all.size === 0) return;
    const works = [...Map.groupBy(all.values(), ({ endpointId }) => endpointId)].map(
      ([endpointId, own]): Work => ({
        endpointId,
        projectId: own[0]?.projectId ?? '',
        holdings: own,
        isLasting: false,
      }),
    );
    const sources = [...all.values()].map(({ endpointId, replicaId: sourceId }) => ({
      endpointId,
      sourceId,
    }));
    await this.lines.replace(tx, sources, await this.rated.lines(tx, works, FOREVER_US));
  }

  /** What has ended and held its hardware after a change is rated again; what lasts is not settled any more. */
  async again(tx: Queries, change: Change): Promise<void> {
    await this.unsettle(tx, await this.lines.lastingSince(tx, change));
    for (let afterId = ''; ;) {
      const page = await this.holdings.endedSince(tx, change, { afterId, limit: PAGE });
      const ids = page.map(({ endpointId }) => endpointId);
      await this.settle(tx, page, await this.endpoints.standing(tx, ids));
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      afterId = last.replicaId;
    }
  }

  /** The lines of these commitments and domains are not stored any more: they are computed when asked, until the next close. */
  async unsettle(tx: Queries, endpointIds: readonly string[]): Promise<void> {
    if (endpointIds.length === 0) return;
    const sources = await this.lines.lastingOf(tx, endpointIds);
    if (sources.length > 0) await this.lines.replace(tx, sources, []);
    const known = await this.endpoints.standing(tx, endpointIds);
    const live = [...known.values()].map((each) => ({ ...each, isLive: true }));
    if (live.length > 0) await this.endpoints.stand(tx, live);
  }

  /** Commitments and domains that are all over by a moment, which is in the log, are stored. */
  async settleLasting(tx: Queries, byUs: number): Promise<void> {
    const works = (await this.endpoints.live(tx, EVERYBODY)).map((each) => ({ ...each, holdings: [] }));
    const endpoints = await this.rated.endpointsOf(tx, works);
    const over = works.filter((_, nth) => {
      const endpoint = endpoints[nth];
      return endpoint !== undefined && (lastsUntil(endpoint) ?? 0) <= byUs;
    });
    if (over.length === 0) return;
    const lines = await this.rated.lines(
      tx,
      over.map((each) => ({ ...each, isLasting: true })),
      byUs,
    );
    const sources = new Map(lines.map((line) => [`${line.endpointId} ${line.sourceId}`, line]));
    await this.lines.replace(tx, [...sources.values()], lines);
    await this.endpoints.stand(
      tx,
      over.map((each) => ({ ...each, isLive: false })),
    );
  }
}
