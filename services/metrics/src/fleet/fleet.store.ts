import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@tidegate/bootstrap';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { type Follower, Followers } from '@tidegate/eventing/nest';
import { Fleet } from './fleet.ts';

const FOLLOWED = [
  'EndpointRequested',
  'EndpointUpdated',
  'EndpointDeleted',
  'ScaleDecided',
  'ReplicaRequested',
  'ReplicaPlaced',
  'ReplicaStarted',
  'ReplicaReady',
  'ReplicaDraining',
  'ReplicaResumed',
  'ReplicaSlept',
  'ReplicaWakeRequested',
  'ReplicaStopped',
] as const;

/** The fleet in memory, as far as the log has been followed. */
@Injectable()
export class FleetStore implements OnApplicationBootstrap {
  readonly fleet = new Fleet();
  #follower: Follower | undefined;

  constructor(
    private readonly followers: Followers,
    readiness: Readiness,
  ) {
    readiness.register('fleet', () => this.caughtUp);
  }

  get caughtUp(): boolean {
    return this.#follower?.caughtUp ?? false;
  }

  /** Everything up to here is known. */
  get position(): number {
    return this.#follower?.position ?? 0;
  }

  onApplicationBootstrap(): void {
    this.#follower = this.followers.follow({
      name: 'metrics.fleet',
      types: FOLLOWED,
      apply: (event: Recorded<AnyEvent>) => {
        this.fleet.apply(event);
      },
    });
  }
}
