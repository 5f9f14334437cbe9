import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Refusal, idFrom } from '@tidegate/contracts';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { Admission } from '../calls/admission.gateway.ts';
import { closedRefusal } from '../calls/delivery.gateway.ts';
import { Means } from '../calls/means.gateway.ts';
import type { Visit } from '../calls/visit.gateway.ts';
import type { Asking } from '../routing/access.ts';
import { BoundedMap } from '../routing/bounded-map.ts';
import { type Endpoint, isClosed } from '../routing/endpoint.ts';
import { answerJson } from '../wire/answer.ts';
import { type Route, pathOf } from '../wire/route.ts';
import { invocationView } from './invocation.ts';
import { InvocationStore, type Queued } from './invocations.store.ts';

/** Accepted while Postgres was away; the queue has them, and this answers for their state until a worker takes them. */
const UNRECORDED = 10_000;
const RECORD_WITHIN_MS = 500;

type ToEndpoint = Extract<Route, { kind: 'endpoint' }>;

/** Requests that are answered later: accepted onto the queue, read back by their id. */
@Injectable()
export class Invocations {
  readonly #log = new Logger('invocations');
  readonly #unrecorded = new BoundedMap<string, Queued>(UNRECORDED);

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly admission: Admission,
    private readonly means: Means,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly store: InvocationStore,
  ) {}

  /**
   * Its result is for the project that owns the endpoint, so a token is needed even where a plain call needs none.
   * @throws when the request cannot be answered later
   */
  check(visit: Visit, { endpointId, target }: ToEndpoint, asking: Asking): Endpoint {
    const endpoint = this.admission.ownById(visit, endpointId, asking);
    if (isClosed(endpoint)) throw closedRefusal(endpoint);
    const { asyncRoutes } = endpoint.configured;
    const path = pathOf(target);
    if (asyncRoutes?.has(path) === false)
      throw new Refusal('invocation.route_not_async', { path, routes: [...asyncRoutes].join(', ') });
    return endpoint;
  }

  accept(visit: Visit, route: ToEndpoint, asking: Asking, body: Buffer): void {
    const { endpointId, base, target } = route;
    // Much may have changed since its first byte.
    const endpoint = this.check(visit, route, asking);
    const queuedAtUs = this.clock.nowUs();
    const queued: Queued = {
      id: idFrom('invocation', randomBytes(6)),
      endpointId,
      projectId: endpoint.projectId,
      queuedAt: new Date(queuedAtUs / 1000),
    };
    const { invocationLifeMs } = this.means.settings;
    this.bus
      .signal(
        'InvocationQueued',
        {
          invocationId: queued.id,
          endpointId,
          projectId: queued.projectId,
          method: 'POST',
          path: target,
          contentType: visit.head.contentType,
          bodyBase64: body.toString('base64'),
          queuedAtUs,
          expiresAtUs: queuedAtUs + invocationLifeMs * 1000,
        },
        { id: queued.id },
      )
      .then(
        async () => {
          await this.#record(queued);
          this.#accepted(visit, `${base}/requests/${queued.id}`, queued.id);
        },
        (error: unknown) => {
          this.#log.warn({ event: 'invocation.not_queued', error: (error as Error).message }, 'not queued');
          visit.refuse(new Refusal('service.unavailable', { service: 'queue' }));
        },
      )
      .catch((error: unknown) => {
        visit.fail(error);
      });
  }

  read(
    visit: Visit,
    { endpointId, invocationId }: Extract<Route, { kind: 'get_invocation' }>,
    asking: Asking,
  ): void {
    const endpoint = this.admission.ownById(visit, endpointId, asking);
    this.store
      .find(invocationId)
      .then((stored) => {
        const invocation = stored ?? this.#notYetStored(invocationId);
        if (invocation?.endpointId !== endpoint.id || invocation.projectId !== endpoint.projectId)
          throw new Refusal('invocation.not_found', { invocationId });
        visit.answer(answerJson(200, invocationView(invocation), []));
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal) visit.refuse(error);
        else this.#unreadable(visit, error);
      });
  }

  /** The queue has it already, which is what counts: Postgres being away must not refuse it. */
  async #record(queued: Queued): Promise<void> {
    this.#unrecorded.set(queued.id, queued);
    const recorded = this.store.queued(queued).then(
      () => {
        this.#unrecorded.delete(queued.id);
      },
      (error: unknown) => {
        this.#log.warn(
          { event: 'invocation.not_recorded', error: (error as Error).message },
          'not recorded yet',
        );
      },
    );
    const timer = new AbortController();
    const limit = new Promise<void>((resolve) => {
      const timeout = setTimeout(resolve, RECORD_WITHIN_MS);
      timer.signal.addEventListener('abort', () => {
        clearTimeout(timeout);
        resolve();
      });
    });
    await Promise.race([recorded, limit]);
    timer.abort();
  }

  #accepted(visit: Visit, path: string, id: string): void {
    visit.answer(
      answerJson(202, { request_id: id, response_location: path, status_url: path }, [
        'location',
        path,
        'preference-applied',
        'respond-async',
      ]),
    );
  }

  #notYetStored(id: string) {
    const queued = this.#unrecorded.get(id);
    return (
      queued && {
        ...queued,
        state: 'queued' as const,
        attempts: 0,
        finishedAt: null,
        status: null,
        error: null,
        contentType: null,
        result: null,
      }
    );
  }

  #unreadable(visit: Visit, error: unknown): void {
    this.#log.warn({ event: 'invocation.not_read', error: (error as Error).message }, 'not readable now');
    visit.refuse(new Refusal('service.unavailable', { service: 'database' }));
  }
}
