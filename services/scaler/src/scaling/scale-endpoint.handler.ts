import type { EventNamed } from '@tidegate/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type Cause, causeOf, deriveUuid } from '@tidegate/eventing';
import {
  Clock,
  Conflict,
  EventStore,
  SpanKind,
  contextFromTraceparent,
  inSpan,
  linksTo,
} from '@tidegate/eventing/nest';
import type { Decision } from './decide.ts';
import type { Tracked } from './fleet.ts';
import { FleetStore } from './fleet.store.ts';
import { Leader } from './leader.loop.ts';

type ScaleDecided = EventNamed<'ScaleDecided'>;

/**
 * `spare`: who is to go first, on the way down. `callers`: W3C trace contexts of those who wait.
 */
type Enacted = Decision & Readonly<{ spare: string[]; callers?: readonly string[] }>;

/** Puts decisions into the log: for each endpoint one at a time, each on top of the one that was known. */
@Injectable()
export class ScaleEndpoint {
  readonly #log = new Logger(ScaleEndpoint.name);
  readonly #decisions = metrics.getMeter('tidegate').createCounter('tidegate_scaler_decisions', {
    description: 'Changes of the desired count, by cause and direction: up, down or none.',
  });
  readonly #appending = new Map<string, Promise<void>>();
  #lastProblem = '';

  constructor(
    private readonly store: EventStore,
    private readonly known: FleetStore,
    private readonly leader: Leader,
    private readonly clock: Clock,
  ) {}

  /** It leads the endpoint's shard, and knows all that was decided before. */
  mayDecide(endpointId: string): boolean {
    return this.leader.leads(endpointId) && this.known.caughtUp;
  }

  whenLeading(begin: () => void): void {
    this.leader.whenGained(begin);
  }

  isBusy(endpointId: string): boolean {
    return this.#appending.has(endpointId);
  }

  /**
   * @param then called when the decision is in the log
   */
  enact(tracked: Tracked, decision: Enacted, then: () => void): void {
    const { endpointId } = tracked;
    const appending = this.#traced(tracked, decision).then(
      () => {
        this.#lastProblem = '';
        this.#appending.delete(endpointId);
        then();
      },
      (error: unknown) => {
        this.#appending.delete(endpointId);
        this.#failed(error);
      },
    );
    this.#appending.set(endpointId, appending);
  }

  /** Resolves when nothing is on its way to the log any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#appending.values());
  }

  /** Part of the trace of the first of those who wait, or of the wish that it follows from; linked to those of the others. */
  #traced(tracked: Tracked, decision: Enacted): Promise<void> {
    const { endpointId, wishedBy } = tracked;
    const [parent, ...others] = decision.inputs ? (decision.callers ?? []) : [wishedBy.traceparent];
    return inSpan(
      {
        name: 'scale decision',
        kind: SpanKind.CONSUMER,
        parent: contextFromTraceparent(parent),
        attributes: {
          'tidegate.endpoint.id': endpointId,
          'tidegate.scale.from': decision.from,
          'tidegate.scale.to': decision.to,
          'tidegate.scale.cause': decision.cause,
        },
        links: linksTo(others),
      },
      () => this.#append(tracked, decision),
    );
  }

  async #append(tracked: Tracked, { callers: _, ...decision }: Enacted): Promise<void> {
    const { endpointId, projectId, revision, version } = tracked;
    const streamId = `scale-${endpointId}`;
    const event: ScaleDecided = {
      type: 'ScaleDecided',
      data: { endpointId, projectId, revision, ...decision, leaseEpoch: this.leader.epochOf(endpointId) },
    };
    const atUs = this.clock.nowUs();
    const { outcome } = await this.store.append(streamId, version, [event], causeFor(tracked, decision));
    // Another scaler was faster with the same step: the log tells what it decided.
    if (outcome === 'duplicate') return;
    const { from, to, cause, text } = decision;
    this.known.fleet.decided(endpointId, { version: version + 1, from, to, cause, atUs });
    this.#decisions.add(1, { cause, direction: to > from ? 'up' : to < from ? 'down' : 'none' });
    this.#log.log({ event: 'scale.decided', stream: streamId, endpointId, from, to, cause }, text);
  }

  /** Said once per cause: the next look at the endpoint tries again. */
  #failed(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (error instanceof Conflict || problem === this.#lastProblem) return;
    this.#lastProblem = problem;
    this.#log.warn({ event: 'scale.failed', error: problem }, `a decision was not recorded: ${problem}`);
  }
}

/**
 * A decision that follows from a wish is caused by the event that brought it; one that follows from traffic begins a chain.
 * The command is "step n of this endpoint": two scalers that take the same step make one event.
 */
const causeFor = ({ endpointId, version, wishedBy }: Tracked, { inputs }: Decision): Cause => {
  const commandId = deriveUuid('scale', endpointId, version + 1);
  const cause = causeOf({ commandId, actor: 'service:scaler' });
  return inputs === null
    ? { ...cause, correlationId: wishedBy.correlationId, causationId: wishedBy.id }
    : cause;
};
