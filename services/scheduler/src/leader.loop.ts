import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Bus, type Lease, Leases } from '@tidegate/eventing/nest';

/** One scheduler process does the work of time; the others answer and wait. Safety never rests on it. */
@Injectable()
export class Leader implements OnApplicationBootstrap {
  readonly #log = new Logger('Leader');
  #lease: Lease | undefined;

  constructor(
    private readonly leases: Leases,
    private readonly bus: Bus,
  ) {}

  get held(): boolean {
    return this.#lease?.held ?? false;
  }

  /** It leads and hears the bus: only then does silence mean anything. */
  get hears(): boolean {
    return this.held && this.bus.connected;
  }

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('scheduler', {
      gained: (epoch) => {
        this.#log.log({ event: 'leader.gained', epoch }, 'leads');
      },
      lost: () => {
        this.#log.warn({ event: 'leader.lost' }, 'leads no longer');
      },
    });
  }
}
