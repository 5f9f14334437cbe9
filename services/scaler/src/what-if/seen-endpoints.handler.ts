import { Injectable } from '@nestjs/common';
import type { ScalingView } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import type { EndpointState } from '@tidegate/scaling';
import { Traffic } from '../observation/traffic.loop.ts';
import { FleetStore } from '../scaling/fleet.store.ts';
import { Leader } from '../scaling/leader.loop.ts';
import { explanationOf } from './explanation.ts';
import type { Explanations, Learned, LearnedStates } from './learned-states.ts';

/** What the looks of this process have seen. Every process looks at every endpoint, so any of them can answer. */
@Injectable()
export class SeenEndpoints implements LearnedStates {
  constructor(
    private readonly traffic: Traffic,
    private readonly leader: Leader,
  ) {}

  *all(): Generator<Learned> {
    for (const learned of this.traffic.watches.states())
      if (this.leader.leads(learned.endpointId)) yield learned;
  }

  of(endpointId: string): EndpointState | null {
    return this.traffic.watches.get(endpointId)?.state ?? null;
  }
}

@Injectable()
export class ExplainedEndpoints implements Explanations {
  constructor(
    private readonly traffic: Traffic,
    private readonly known: FleetStore,
    private readonly clock: Clock,
  ) {}

  of(endpointId: string): ScalingView | null {
    const tracked = this.known.fleet.get(endpointId);
    if (!tracked) return null;
    const watch = this.traffic.watches.get(endpointId);
    const atUs = this.clock.nowUs();
    return explanationOf({
      tracked,
      stop: this.known.fleet.stopOf(tracked, atUs),
      load: watch?.last ?? null,
      state: watch?.state ?? null,
      atUs,
    });
  }
}
