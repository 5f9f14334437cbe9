import { Injectable } from '@nestjs/common';
import {
  INVOCATION_STATES,
  type InvocationState,
  Refusal,
  locationOf,
  readTarget,
  refuse,
} from '@tidegate/contracts';
import { Admission } from '../calls/admission.gateway.ts';
import { shutRefusal } from '../calls/delivery.gateway.ts';
import type { Visit } from '../calls/visit.gateway.ts';
import type { Asking } from '../routing/access.ts';
import { type Asynchronous, type Endpoint } from '../routing/endpoint.ts';
import { answerJson, answerJsonText } from '../wire/answer.ts';
import { type Route, pathOf } from '../wire/route.ts';
import { AcceptInvocations, type Accepted } from './accept-invocations.handler.ts';
import { ManageInvocations, type Page } from './manage-invocations.handler.ts';

type ToEndpoint = Extract<Route, { kind: 'endpoint' }>;
type ToInvocation = Extract<Route, { kind: 'invocation' }>;
type ToList = Extract<Route, { kind: 'list_invocations' }>;

const METHODS = 'POST, OPTIONS';

/** Asynchronous requests at the front door: accepted there, read, cancelled and replayed by their ids. */
@Injectable()
export class Invocations {
  constructor(
    private readonly admission: Admission,
    private readonly accepting: AcceptInvocations,
    private readonly managing: ManageInvocations,
  ) {}

  /**
   * Its result is for the project that owns the endpoint, so a token is needed even where a plain call needs none.
   * @throws when the request cannot be answered later
   */
  check(
    visit: Visit,
    { endpointId, target }: ToEndpoint,
    asking: Asking,
  ): Readonly<{ endpoint: Endpoint; settings: Asynchronous }> {
    const endpoint = this.admission.ownById(visit, endpointId, asking);
    const shut = shutRefusal(endpoint);
    if (shut) throw shut;
    const settings = endpoint.configured.async;
    if (!settings) throw new Refusal('invocation.not_enabled');
    const path = pathOf(target);
    if (!settings.routes.has(path))
      throw new Refusal('invocation.route_not_async', { path, routes: [...settings.routes].join(', ') });
    return { endpoint, settings };
  }

  /**
   * What a caller who wants its answer later is told before its body is read. @returns whether that was all
   * @throws when it cannot be answered later
   */
  isAnswered(visit: Visit, { configured }: Endpoint, route: ToEndpoint, asking: Asking): boolean {
    const { method } = visit;
    const path = pathOf(route.target);
    if (method === 'POST') this.check(visit, route, asking);
    else if (configured.async?.routes.has(path) === true) {
      if (method !== 'OPTIONS')
        throw new Refusal('route.method_not_allowed', { method, path, allowed: METHODS });
      visit.answer({ status: 204, headers: ['allow', METHODS], body: '' });
      return true;
    }
    return false;
  }

  accept(visit: Visit, route: ToEndpoint, asking: Asking, body: Buffer): void {
    // Much may have changed since its first byte.
    const { endpoint, settings } = this.check(visit, route, asking);
    const { contentType, idempotencyKey, timeToLive } = visit.head;
    const invoking = {
      path: route.target,
      contentType,
      body,
      ttlSeconds: secondsIn(timeToLive),
      key: keyIn(idempotencyKey),
    };
    this.#answer(visit, async () => {
      const accepted = await this.accepting.accept(endpoint, settings, invoking);
      visit.answer(acceptance(route, accepted));
    });
  }

  handle(visit: Visit, route: ToInvocation, asking: Asking): void {
    const { endpointId, invocationId, action } = route;
    const endpoint = this.admission.ownById(visit, endpointId, asking);
    const owned = { endpointId: endpoint.id, projectId: endpoint.projectId };
    this.#answer(visit, async () => {
      switch (action) {
        case 'read':
          visit.answer(answerJsonText(200, await this.managing.withResult(owned, invocationId), []));
          break;
        case 'cancel':
          visit.answer(answerJson(200, await this.managing.cancel(owned, invocationId), []));
          break;
        case 'replay': {
          const id = await this.managing.replay(endpoint, invocationId);
          const target = endpoint.configured.async?.target ?? null;
          visit.answer(acceptance(route, { id, target }));
        }
      }
    });
  }

  /** Whether the list of an endpoint's requests is the platform's: else the path is the replica's. */
  lists({ endpointId }: ToList): boolean {
    return this.admission.isAsync(endpointId);
  }

  list(visit: Visit, { endpointId, query }: ToList, asking: Asking): void {
    const endpoint = this.admission.ownById(visit, endpointId, asking);
    const page = pageIn(new URLSearchParams(query));
    this.#answer(visit, async () => {
      const owned = { endpointId: endpoint.id, projectId: endpoint.projectId };
      const { items, nextCursor } = await this.managing.page(owned, page);
      visit.answer(answerJson(200, { items, nextPageToken: nextCursor }, []));
    });
  }

  #answer(visit: Visit, answer: () => Promise<void>): void {
    answer().catch((error: unknown) => {
      visit.fail(error);
    });
  }
}

type Acceptance = Pick<Accepted, 'id' | 'target'> & Partial<Accepted>;

const acceptance = (
  { base, endpointId }: Pick<ToEndpoint, 'base' | 'endpointId'>,
  { id, target, timeToLiveSeconds, again }: Acceptance,
) => {
  const statusUrl = `${base}/requests/${id}`;
  const place = readTarget(target);
  const location =
    typeof place === 'string'
      ? statusUrl
      : locationOf({ target: place, endpointId, invocationId: id }, statusUrl);
  return answerJson(202, { request_id: id, response_location: location, status_url: statusUrl }, [
    'location',
    statusUrl,
    'preference-applied',
    'respond-async',
    ...(timeToLiveSeconds === undefined ? [] : ['ttl', String(timeToLiveSeconds)]),
    ...(again === true ? ['idempotency-replayed', 'true'] : []),
  ]);
};

const invalid = (pointer: string, message: string): never =>
  refuse('request.invalid', { count: 1 }, [{ pointer, message }]);

const keyIn = (key: string | undefined): string | undefined =>
  key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)
    ? key
    : invalid('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');

const secondsIn = (ttl: string | undefined): number | undefined => {
  if (ttl === undefined) return undefined;
  return /^\s*[1-9]\d{0,8}\s*$/.test(ttl)
    ? Number(ttl)
    : invalid('TTL', 'must be a number of seconds, 1 or more');
};

const pageIn = (query: URLSearchParams): Page => ({
  state: stateIn(query.get('state')),
  deadLetters: truthIn(query.get('dead_letters') ?? 'false'),
  limit: limitIn(query.get('limit') ?? '50'),
  cursor: query.get('page_token'),
});

const stateIn = (text: string | null): InvocationState | null =>
  text === null
    ? null
    : (INVOCATION_STATES.find((state) => state === text) ??
      invalid('?state', `must be one of ${INVOCATION_STATES.join(', ')}`));

const truthIn = (text: string): boolean =>
  text === 'true' || (text !== 'false' && invalid('?dead_letters', 'must be true or false'));

const limitIn = (text: string): number =>
  /^(?:[1-9]\d?|1\d\d|200)$/.test(text)
    ? Number(text)
    : invalid('?limit', 'must be a whole number from 1 to 200');
