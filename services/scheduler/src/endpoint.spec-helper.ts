import type { EndpointSpec, Event, EventNamed, HardwareShape } from '@tidegate/contracts';
import { causeOf, deriveId } from '@tidegate/eventing';
import type { EventStore } from '@tidegate/eventing/nest';
import { endpointSpec } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';

type Updated = EventNamed<'EndpointUpdated'>['data'];

const projectId = 'proj-00000000000a';
const cause = () => causeOf({ commandId: randomUUID(), actor: 'operator' });
const reason = { code: 'said', message: 'It was said.', nextStep: 'Nothing.' };

/** An endpoint as the other services would speak of it. */
export class FakeEndpoint {
  readonly id: string;
  #spec: EndpointSpec;
  #revision = 1;
  #serving = 1;
  #candidate = 1;
  #desired = 0;

  constructor(
    private readonly store: EventStore,
    name: string,
    hardware: HardwareShape,
    fields: Partial<EndpointSpec> = {},
  ) {
    this.id = deriveId('endpoint', name);
    this.#spec = endpointSpec({
      name: 'words',
      model: 'acme/words',
      engineArguments: { slots: 2 },
      environment: { GREETING: 'hello' },
      hardware,
      ...fields,
    });
  }

  get desired(): number {
    return this.#desired;
  }

  async request(): Promise<void> {
    await this.#say({
      type: 'EndpointRequested',
      data: { ...this.#own, revision: 1, spec: this.#spec },
    });
  }

  /** Hot fields change: the template stays. */
  async change(fields: Partial<EndpointSpec>): Promise<void> {
    await this.#say(this.#updated(fields, this.#candidate));
  }

  /** Rolling fields change while nothing serves: the next start brings them. */
  async stage(fields: Partial<EndpointSpec>): Promise<void> {
    this.#candidate = this.#revision + 1;
    await this.#say(this.#updated(fields, this.#candidate));
  }

  async start(): Promise<void> {
    this.#serving = this.#candidate;
    await this.#say({ type: 'EndpointStartRequested', data: this.#own });
    await this.scale(1, 'start');
  }

  /** Rolling fields change while it serves. @returns the new template */
  async rollOut(fields: Partial<EndpointSpec>, percent = 100): Promise<number> {
    this.#candidate = this.#revision + 1;
    const data = { ...this.#own, from: this.#serving, to: this.#candidate, percent, reason };
    await this.#say(this.#updated(fields, this.#candidate), { type: 'RolloutStarted', data });
    return this.#candidate;
  }

  async shift(percent: number): Promise<void> {
    const data = { ...this.#own, from: this.#serving, to: this.#candidate, percent, reason };
    await this.#say({ type: 'RolloutShifted', data });
  }

  async promote(): Promise<void> {
    await this.#say(this.#finished('promoted'));
    this.#serving = this.#candidate;
  }

  async abort(fields: Partial<EndpointSpec>): Promise<void> {
    await this.#say(this.#updated(fields, this.#serving, 'abort'), this.#finished('aborted'));
    this.#candidate = this.#serving;
  }

  /** The scaler's word. */
  async scale(
    to: number,
    why: EventNamed<'ScaleDecided'>['data']['cause'] = 'load',
    spare: string[] = [],
  ): Promise<void> {
    const data: EventNamed<'ScaleDecided'>['data'] = {
      ...this.#own,
      revision: this.#revision,
      from: this.#desired,
      to,
      cause: why,
      inputs: null,
      formula: '',
      limitedBy: [],
      mayMoveInSeconds: null,
      spare,
      policyVersion: 1,
      leaseEpoch: 1,
      text: `to ${String(to)}`,
    };
    this.#desired = to;
    await this.store.append(`scale-${this.id}`, 'any', [{ type: 'ScaleDecided', data }], cause());
  }

  get #own(): { endpointId: string; projectId: string } {
    return { endpointId: this.id, projectId };
  }

  #updated(
    fields: Partial<EndpointSpec>,
    templateRevision: number,
    why: Updated['cause'] = 'update',
  ): EventNamed<'EndpointUpdated'> {
    this.#spec = { ...this.#spec, ...fields };
    this.#revision += 1;
    const changed = Object.keys(fields).map((field) => `/${field}`);
    const { id: endpointId } = this;
    const named = { endpointId, projectId, revision: this.#revision, templateRevision };
    return { type: 'EndpointUpdated', data: { ...named, spec: this.#spec, changed, cause: why } };
  }

  #finished(outcome: 'promoted' | 'aborted'): EventNamed<'RolloutFinished'> {
    const data = { ...this.#own, from: this.#serving, to: this.#candidate, outcome, reason };
    return { type: 'RolloutFinished', data };
  }

  async #say(...events: readonly Event[]): Promise<void> {
    await this.store.append(this.id, 'any', events, cause());
  }
}
