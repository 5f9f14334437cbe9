import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Lease, Leases } from '@tidegate/eventing/nest';

/** One scaler decides, the others keep their windows warm. Two at once would be harmless: expected versions see to it. */
@Injectable()
export class Leader implements OnApplicationBootstrap {
  readonly #log = new Logger(Leader.name);
  #lease: Lease | undefined;
  #begin: () => void = () => undefined;

  constructor(private readonly leases: Leases) {}

  get held(): boolean {
    return this.#lease?.held ?? false;
  }

  get epoch(): number {
    return this.#lease?.epoch ?? 0;
  }

  /** Called each time that this process begins to lead. */
  whenGained(begin: () => void): void {
    this.#begin = begin;
  }

  onApplicationBootstrap(): void {
    this.#lease = this.leases.keep('scaler', {
      gained: (epoch) => {
        this.#log.log({ event: 'leader.gained', epoch }, 'leads');
        this.#begin();
      },
      lost: () => {
        this.#log.warn({ event: 'leader.lost' }, 'leads no longer');
      },
    });
  }
}
