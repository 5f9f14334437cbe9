import type { EventNamed } from '@tidegate/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { causeOf, deriveUuid } from '@tidegate/eventing';
import { Clock, Conflict, EventStore } from '@tidegate/eventing/nest';
import type { Fleet, Tracked } from '../scaling/fleet.ts';
import { FleetStore } from '../scaling/fleet.store.ts';
import type { Change } from './idleness.ts';
import { loadAfter } from './load.ts';

/** Puts into the log when an endpoint is idle, and until when it was. */
@Injectable()
export class SayLoad {
  readonly #log = new Logger(SayLoad.name);
  #lastProblem = '';

  constructor(
    private readonly store: EventStore,
    private readonly known: FleetStore,
    private readonly clock: Clock,
  ) {}

  get fleet(): Fleet {
    return this.known.fleet;
  }

  /** On top of what was said before, as “word n about this endpoint”: two leaders say it once. What fails is tried again by the next look. */
  async say(tracked: Tracked, change: Change): Promise<void> {
    try {
      await this.#append(tracked, change);
      this.#lastProblem = '';
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (error instanceof Conflict || problem === this.#lastProblem) return;
      this.#lastProblem = problem;
      this.#log.warn({ event: 'load.not_said', error: problem }, `not recorded: ${problem}`);
    }
  }

  async #append({ endpointId, projectId, load }: Tracked, { type, ...said }: Change): Promise<void> {
    const stream = `load-${endpointId}`;
    const version = load.version + 1;
    const data = { endpointId, projectId, ...said };
    const event = { type, data } as EventNamed<'EndpointIdled' | 'EndpointOccupied'>;
    const cause = causeOf({ commandId: deriveUuid('load', endpointId, version), actor: 'service:scaler' });
    const occurredAt = new Date(this.clock.nowUs() / 1000);
    const { outcome } = await this.store.append(stream, load.version, [event], cause);
    if (outcome === 'duplicate') return;
    this.known.fleet.loaded(endpointId, loadAfter(load, { ...event, version, occurredAt }));
    this.#log.debug({ event: 'load.said', stream, endpointId, type, sinceUs: said.sinceUs }, type);
  }
}
