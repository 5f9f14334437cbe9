import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@tidegate/bootstrap';
import { Followers } from '@tidegate/eventing/nest';
import { TrafficReports } from '../reports/traffic.loop.ts';
import type { RoutingChange } from '../routing/routing-table.ts';
import { Means } from './means.gateway.ts';
import { FOLLOWED_TYPES, Tables } from './tables.gateway.ts';

/** Keeps the tables in step with the log, and lets requests go when something changed for them. */
@Injectable()
export class FollowLog implements OnApplicationBootstrap {
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly followers: Followers,
    private readonly tables: Tables,
    private readonly means: Means,
    private readonly reports: TrafficReports,
    readiness: Readiness,
  ) {
    readiness.register('routing table', () => this.tables.loaded);
    // Once the table is loaded, requests need nobody else.
    readiness.servesWithout('bus');
  }

  onApplicationBootstrap(): void {
    const follower = this.followers.follow({
      name: 'gateway.tables',
      types: FOLLOWED_TYPES,
      apply: (event) => {
        this.#changed(this.tables.apply(event));
      },
    });
    void follower.ready.then(() => {
      this.tables.loaded = true;
      this.tables.filled.resolve();
    });
  }

  #changed(change: RoutingChange | undefined): void {
    switch (change?.kind) {
      case 'replica_ready':
      case 'endpoint_updated':
        this.means.room.freed(change.endpoint);
        break;
      case 'replica_left':
        this.reports.drained(change.replica);
        if (change.replica.state === 'stopped') this.means.upstreams.forget(change.replica.origin);
        this.means.room.dismissBroke(change.replica.endpoint);
        break;
      case 'spending_stopped':
        for (const endpoint of change.endpoints) this.means.room.dismissBroke(endpoint);
        break;
      case 'endpoint_closed':
        this.means.room.dismiss(change.endpoint);
        break;
      case undefined:
        break;
    }
  }
}
