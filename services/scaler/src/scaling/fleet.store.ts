import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type Follower, Followers } from '@tidegate/eventing/nest';
import { Readiness } from '@tidegate/bootstrap';
import { Fleet } from './fleet.ts';

const FOLLOWED = [
  'EndpointRequested',
  'EndpointUpdated',
  'EndpointDisabled',
  'EndpointStateChanged',
  'EndpointStopRequested',
  'EndpointStartRequested',
  'EndpointDeleted',
  'ReplicaRequested',
  'ReplicaDelayed',
  'ReplicaPlaced',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaResumed',
  'ReplicaSlept',
  'ReplicaWakeRequested',
  'ReplicaStopped',
  'ScaleDecided',
  'TrafficVisibilityChanged',
  'EndpointIdled',
  'EndpointOccupied',
  'SpendingStopped',
  'SpendingResumed',
] as const;

/** The fleet in memory, as far as the log has been followed. */
@Injectable()
export class FleetStore {
  readonly fleet = new Fleet();
  #follower: Follower | undefined;

  constructor(
    private readonly followers: Followers,
    readiness: Readiness,
  ) {
    readiness.register('fleet', () => this.caughtUp);
    metrics
      .getMeter('tidegate')
      .createObservableGauge('tidegate_scaler_endpoints', { description: 'Endpoints that are watched.' })
      .addCallback((result) => {
        result.observe(this.fleet.size);
      });
  }

  get caughtUp(): boolean {
    return this.#follower?.caughtUp ?? false;
  }

  /** Resolves when all that was in the log at the start is known; `changed` hears of every endpoint that moves. */
  async follow(changed: (endpointId: string) => void): Promise<void> {
    this.#follower = this.followers.follow({
      name: 'scaler.fleet',
      types: FOLLOWED,
      apply: (event: Recorded<AnyEvent>) => {
        const tracked = this.fleet.apply(event);
        if (tracked) changed(tracked.endpointId);
      },
      snapshot: {
        version: 4,
        take: () => this.fleet.snapshot(),
        restore: (state) => {
          this.fleet.restore(state);
        },
      },
    });
    await this.#follower.ready;
  }
}
