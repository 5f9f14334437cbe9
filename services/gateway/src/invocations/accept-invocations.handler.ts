import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Refusal, SUBJECTS, idFrom, refuse } from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Results } from '../results/results.store.ts';
import { BoundedMap } from '../routing/bounded-map.ts';
import type { Asynchronous, Endpoint } from '../routing/endpoint.ts';
import { Backlogs } from '../runs/backlogs.loop.ts';
import { type Claimed, InvocationKeys } from './invocation-keys.store.ts';
import type { Stored } from './invocation-row.ts';
import { InvocationStore, type Queued } from './invocations.store.ts';

/** Accepted while Postgres was away; the queue has them, and this answers for their state until they are taken off it. */
const UNRECORDED = 10_000;
const RECORD_WITHIN_MS = 500;

/** A request that is to be answered later. */
export type Invoking = Readonly<{
  path: string;
  contentType: string;
  body: Buffer;
  /** How long it may wait, in the caller's word. */
  ttlSeconds: number | undefined;
  key: string | undefined;
}>;

export type Accepted = Readonly<{
  id: string;
  target: string | null;
  timeToLiveSeconds: number;
  /** It was accepted before, under the same key. */
  again: boolean;
}>;

/** Takes requests on: an invocation is accepted when the queue has it, and not before. */
@Injectable()
export class AcceptInvocations {
  readonly #log = new Logger('invocations');
  readonly #unrecorded = new BoundedMap<string, Stored>(UNRECORDED);

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly means: Means,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly store: InvocationStore,
    private readonly keys: InvocationKeys,
    private readonly results: Results,
    private readonly backlogs: Backlogs,
  ) {}

  /** @throws Refusal when there is no place for it or its result, or the queue does not take it */
  async accept(endpoint: Endpoint, settings: Asynchronous, invoking: Invoking): Promise<Accepted> {
    const timeToLiveSeconds = Math.min(
      invoking.ttlSeconds ?? settings.timeToLiveSeconds,
      settings.timeToLiveSeconds,
    );
    const fresh = {
      invocationId: idFrom('invocation', randomBytes(6)),
      target: settings.target,
      queued: false,
    };
    const claimed = await this.#claim(endpoint, invoking, fresh);
    const accepted = {
      id: claimed.invocationId,
      target: claimed.target,
      timeToLiveSeconds,
      again: claimed.queued,
    };
    if (claimed.queued) return accepted;
    await this.#mayWait(endpoint);
    await this.#mayBeStored(settings.target);
    await this.#queue({
      ...this.#about(endpoint, settings, timeToLiveSeconds),
      invocationId: claimed.invocationId,
      path: invoking.path,
      contentType: invoking.contentType,
      bodyBase64: invoking.body.toString('base64'),
      target: claimed.target,
      replayOf: null,
    });
    return accepted;
  }

  /**
   * Queues one anew that was given up, under an id that follows from its own: a second time is the same.
   * @throws Refusal when it was not given up
   */
  async replay(endpoint: Endpoint, settings: Asynchronous, stored: Stored): Promise<string> {
    const { id, life, path, contentType, replayedAs } = stored;
    if (!life.givenUp) return refuse('invocation.not_given_up', { invocationId: id, state: life.state });
    if (replayedAs !== null) return replayedAs;
    const body = await this.store.requestOf(id);
    if (!body) return refuse('invocation.not_found', { invocationId: id });
    await this.#mayWait(endpoint);
    await this.#mayBeStored(settings.target);
    const invocationId = deriveId('invocation', id, 'replay');
    await this.#queue({
      ...this.#about(endpoint, settings, settings.timeToLiveSeconds),
      invocationId,
      path,
      contentType,
      bodyBase64: body.toString('base64'),
      replayOf: id,
    });
    return invocationId;
  }

  /** One that the queue has and the database may not have yet. */
  unrecorded(id: string): Stored | undefined {
    return this.#unrecorded.get(id);
  }

  #about(
    endpoint: Endpoint,
    { target, maxAttempts, resultTtlSeconds, webhookUrl }: Asynchronous,
    ttl: number,
  ) {
    const queuedAtUs = this.clock.nowUs();
    return {
      endpointId: endpoint.id,
      projectId: endpoint.projectId,
      method: 'POST' as const,
      queuedAtUs,
      expiresAtUs: queuedAtUs + ttl * 1_000_000,
      target,
      maxAttempts,
      resultTtlSeconds,
      webhookUrl,
    };
  }

  async #claim({ id }: Endpoint, invoking: Invoking, fresh: Claimed): Promise<Claimed> {
    const { key, path, contentType, body } = invoking;
    if (key === undefined) return fresh;
    try {
      return await this.keys.claim({ endpointId: id, key, path, contentType, body, ...fresh });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      this.#log.warn(
        { event: 'invocation.not_claimed', error: (error as Error).message },
        'no key can be looked up',
      );
      throw new Refusal('service.unavailable', { service: 'database' });
    }
  }

  async #mayWait({ id }: Endpoint): Promise<void> {
    const { invocationQueueLimit, invocationQueueBytes } = this.means.settings;
    const { waiting, bytes } = this.backlogs.of(id);
    if (waiting >= invocationQueueLimit || bytes >= invocationQueueBytes)
      throw new Refusal('invocation.queue_full', { waiting, bytes });
    return Promise.resolve();
  }

  async #mayBeStored(target: string | null): Promise<void> {
    const problem = await this.results.problemOf(target);
    if (problem !== undefined)
      throw new Refusal('invocation.no_place', { target: target ?? 'the platform', problem });
  }

  async #queue(queued: Queued): Promise<void> {
    try {
      await this.bus.signal('InvocationQueued', queued, { id: queued.invocationId });
    } catch (error) {
      this.#log.warn({ event: 'invocation.not_queued', error: (error as Error).message }, 'not queued');
      throw new Refusal('service.unavailable', { service: 'queue' });
    }
    this.backlogs.accepted(queued.endpointId, (queued.bodyBase64.length * 3) / 4);
    await this.#record(queued);
  }

  /** The queue has it already, which is what counts: Postgres being away must not refuse it. */
  async #record(queued: Queued): Promise<void> {
    const id = queued.invocationId;
    this.#unrecorded.set(id, storedAs(queued));
    const recorded = this.store.record(queued, { offQueue: false }).then(
      () => {
        this.#unrecorded.delete(id);
        this.bus.nudge(SUBJECTS.invocationQueued(queued.endpointId));
      },
      (error: unknown) => {
        this.#log.warn(
          { event: 'invocation.not_recorded', error: (error as Error).message },
          'not recorded yet',
        );
      },
    );
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, RECORD_WITHIN_MS);
    });
    await Promise.race([recorded, limit]);
    clearTimeout(timer);
  }
}

/** As it is right after its acceptance. */
export const storedAs = (queued: Queued): Stored => {
  const queuedAtMs = queued.queuedAtUs / 1000;
  return {
    id: queued.invocationId,
    endpointId: queued.endpointId,
    projectId: queued.projectId,
    queuedAtMs,
    resultTtlSeconds: queued.resultTtlSeconds,
    webhookUrl: queued.webhookUrl,
    path: queued.path,
    contentType: queued.contentType,
    replayOf: queued.replayOf,
    replayedAs: null,
    life: {
      state: 'queued',
      attempts: 0,
      maxAttempts: queued.maxAttempts,
      target: queued.target,
      dueAtMs: queuedAtMs,
      expiresAtMs: queued.expiresAtUs / 1000,
      holder: null,
      heldUntilMs: null,
      triedAtMs: null,
      startedAtMs: null,
      finishedAtMs: null,
      ranMs: 0,
      status: null,
      contentType: null,
      error: null,
      givenUp: false,
    },
  };
};
