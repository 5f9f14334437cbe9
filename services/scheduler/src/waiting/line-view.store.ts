import { Injectable } from '@nestjs/common';
import { Clock, Db } from '@tidegate/eventing/nest';
import type { PendingReplica } from '../placement/pool.store.ts';
import { type PlaceInLine, placesInLine } from './line.ts';
import { LineStore } from './line.store.ts';

export type LineView = Readonly<{
  replicas: readonly PendingReplica[];
  /** By replica. */
  places: ReadonlyMap<string, PlaceInLine>;
}>;

/** A whole line is read and sorted for one place in it: what people look at may be so old. */
const FRESH_US = 2_000_000;
const MOST_CLUSTERS = 100;

/** All that wait in a cluster, as people see it: looked at once for all who ask at about the same time. */
@Injectable()
export class LineViewStore {
  readonly #views = new Map<string, Readonly<{ view: Promise<LineView>; untilUs: number }>>();

  constructor(
    private readonly line: LineStore,
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** @param whom must be in it; one that waits since a moment ago is not in an older view */
  async of(cluster: string, whom: string): Promise<LineView> {
    const known = this.#views.get(cluster);
    if (known && this.clock.monotonicUs() < known.untilUs) {
      const view = await known.view;
      if (view.places.has(whom)) return view;
    }
    return this.#look(cluster);
  }

  async #look(cluster: string): Promise<LineView> {
    if (this.#views.size >= MOST_CLUSTERS) this.#views.clear();
    const view = this.line.inTurn(this.db, cluster).then((replicas) => ({
      replicas,
      places: placesInLine(replicas),
    }));
    this.#views.set(cluster, { view, untilUs: this.clock.monotonicUs() + FRESH_US });
    view.catch(() => this.#views.delete(cluster));
    return view;
  }
}
