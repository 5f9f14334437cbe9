import type { EventNamed } from '@tidegate/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Conflict, EventStore } from '@tidegate/eventing/nest';
import type { Fleet, Tracked } from '../scaling/fleet.ts';
import { FleetStore } from '../scaling/fleet.store.ts';

/** Puts into the log whether the traffic of an endpoint is seen. */
@Injectable()
export class SayVisibility {
  readonly #log = new Logger(SayVisibility.name);
  #lastProblem = '';

  constructor(
    private readonly store: EventStore,
    private readonly known: FleetStore,
  ) {}

  get fleet(): Fleet {
    return this.known.fleet;
  }

  /** On top of what was said before, as “word n about this endpoint”: two leaders say it once. What fails is tried again by the next look. */
  async say(tracked: Tracked, visible: boolean): Promise<void> {
    try {
      await this.#append(tracked, visible);
      this.#lastProblem = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (error instanceof Conflict || problem === this.#lastProblem) return;
      this.#lastProblem = problem;
      this.#log.warn({ event: 'traffic.not_said', error: problem }, `not recorded: ${problem}`);
    }
  }

  async #append({ endpointId, projectId, traffic }: Tracked, visible: boolean): Promise<void> {
    const stream = `traffic-${endpointId}`;
    const version = traffic.version + 1;
    const event: EventNamed<'TrafficVisibilityChanged'> = {
      type: 'TrafficVisibilityChanged',
      data: { endpointId, projectId, visible },
    };
    const cause = causeOf({ commandId: deriveUuid('traffic', endpointId, version), actor: 'service:scaler' });
    const { outcome } = await this.store.append(stream, traffic.version, [event], cause);
    if (outcome === 'duplicate') return;
    this.known.fleet.seen(endpointId, { visible, version });
    const fields = { event: 'traffic.visibility', stream, endpointId, visible };
    if (visible) this.#log.log(fields, 'the traffic is reported again');
    else this.#log.warn(fields, 'nobody reports the traffic: the count is held');
  }
}
