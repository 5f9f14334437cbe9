import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { Invocations } from '../invocations/invocations.gateway.ts';
import { type Asking, mustBeOpen, tokenWith } from '../routing/access.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { modelEntry, modelList } from '../routing/model-list.ts';
import { ByteBudget } from '../waiting/byte-budget.ts';
import { answerJson } from '../wire/answer.ts';
import { type InferenceBody, isReadable, readInferenceBody } from '../wire/inference-body.ts';
import { hasBody } from '../wire/request-head.ts';
import { type Route, pathOf } from '../wire/route.ts';
import { Admission } from './admission.gateway.ts';
import type { IncomingBody } from './exchange.gateway.ts';
import { Means } from './means.gateway.ts';
import { Passage, type Wants } from './passage.gateway.ts';
import type { Visit } from './visit.gateway.ts';

export type InferenceRoute = Exclude<Route, { kind: 'api' }>;
type To<Kind extends Route['kind']> = Extract<Route, { kind: Kind }>;

/** The inference paths: who may call what, and which body goes where. */
@Injectable()
export class Inference {
  readonly #bodies: ByteBudget;

  constructor(
    private readonly admission: Admission,
    private readonly means: Means,
    private readonly invocations: Invocations,
  ) {
    this.#bodies = new ByteBudget(means.settings.bodyMemoryBytes);
  }

  handle(visit: Visit, route: InferenceRoute): void {
    const asking = this.admission.asking(visit);
    switch (route.kind) {
      case 'endpoint':
        this.#toEndpoint(visit, route, asking);
        break;
      case 'model_in_body':
        this.#toModel(visit, route, asking);
        break;
      case 'list_models':
        this.#listModels(visit, asking);
        break;
      case 'get_model':
        this.#getModel(visit, route, asking);
        break;
      case 'invocation':
        this.invocations.handle(visit, route, asking);
        break;
      case 'list_invocations':
        if (this.invocations.lists(route)) this.invocations.list(visit, route, asking);
        else this.#toEndpoint(visit, route.otherwise, asking);
        break;
      case 'wrong_method':
        throw new Refusal('route.method_not_allowed', {
          method: visit.method,
          path: route.path,
          allowed: route.allowed,
        });
    }
  }

  /** A caller who wants to speak WebSocket with an endpoint. */
  upgrade(visit: Visit, route: To<'endpoint'>, wanted: NonNullable<Wants['upgrade']>): void {
    const endpoint = this.#entered(visit, route, this.admission.asking(visit));
    new Passage(visit, this.means).begin(endpoint, route.target, null, { upgrade: wanted });
  }

  #entered(visit: Visit, { endpointId, target }: To<'endpoint'>, asking: Asking): Endpoint {
    const endpoint = this.admission.byId(visit, endpointId, asking);
    mustBeOpen(endpoint, { method: visit.method, path: pathOf(target) });
    this.admission.count(visit, endpoint, asking);
    return endpoint;
  }

  #toEndpoint(visit: Visit, route: To<'endpoint'>, asking: Asking): void {
    const { head } = visit;
    const endpoint = this.#entered(visit, route, asking);
    if (head.respondAsync && this.#isLater(visit, endpoint, route, asking)) return;
    const passage = new Passage(visit, this.means);
    const body = hasBody(head) ? this.#bodyOf(visit, passage) : null;
    if (body && isRead(visit, route))
      this.#inFull(visit, body, (bytes) => {
        passage.begin(
          endpoint,
          route.target,
          bytes,
          wantsOf(endpoint, readInferenceBody(bytes, head.contentType)),
        );
      });
    else passage.begin(endpoint, route.target, body?.atHand ?? body);
  }

  /** @returns whether it is answered, or will be, without a passage to a replica */
  #isLater(visit: Visit, endpoint: Endpoint, route: To<'endpoint'>, asking: Asking): boolean {
    const { head, method } = visit;
    if (this.invocations.isAnswered(visit, endpoint, route, asking)) return true;
    if (method !== 'POST') return false;
    // It would be kept, and sent later, without saying how it is packed.
    const { contentEncoding } = head;
    if (contentEncoding !== undefined)
      throw new Refusal('request.unsupported_media_type', { contentType: contentEncoding });
    const limitBytes = this.means.settings.invocationBodyBytes;
    const body = hasBody(head) ? this.#bodyOf(visit, new Passage(visit, this.means), limitBytes) : null;
    this.#inFull(visit, body, (bytes) => {
      // Refused now rather than later. The model is named when it is known which replica is asked.
      if (isRead(visit, route)) readInferenceBody(bytes, head.contentType);
      this.invocations.accept(visit, route, asking, bytes);
    });
    return true;
  }

  #toModel(visit: Visit, { target }: To<'model_in_body'>, asking: Asking): void {
    const { contentEncoding } = visit.head;
    if (contentEncoding !== undefined)
      throw new Refusal('request.unsupported_media_type', { contentType: contentEncoding });
    const passage = new Passage(visit, this.means);
    this.#inFull(visit, this.#bodyOf(visit, passage), (bytes) => {
      const found = readInferenceBody(bytes, visit.head.contentType);
      if (found.model === undefined) throw new Refusal('request.model_missing');
      const endpoint = this.admission.byModel(visit, found.model, asking);
      this.admission.count(visit, endpoint, asking);
      passage.begin(endpoint, target, bytes, wantsOf(endpoint, found));
    });
  }

  #listModels(visit: Visit, asking: Asking): void {
    const owner = this.admission.projectName(tokenWith('invoke', asking).projectId);
    visit.answer(answerJson(200, modelList(this.admission.all(visit, asking), owner), []));
  }

  #getModel(visit: Visit, { model }: To<'get_model'>, asking: Asking): void {
    const endpoint = this.admission.byModel(visit, model, asking);
    const owner = this.admission.projectName(endpoint.projectId);
    visit.answer(answerJson(200, modelEntry(endpoint, owner), []));
  }

  /** @throws when the caller says beforehand that it is too large */
  #bodyOf(visit: Visit, passage: Passage, limitBytes = this.means.settings.maxBodyBytes): IncomingBody {
    if ((visit.head.contentLength ?? 0) > limitBytes) throw new Refusal('request.too_large', { limitBytes });
    const body = visit.exchange.body(limitBytes, this.#bodies);
    passage.owns(body);
    return body;
  }

  #inFull(visit: Visit, body: IncomingBody | null, then: (bytes: Buffer) => void): void {
    const step = (bytes: Buffer): void => {
      visit.step(() => {
        then(bytes);
      });
    };
    if (body) body.whole(step);
    else step(Buffer.alloc(0));
  }
}

/** Whether its body is one that the gateway understands. */
const isRead = ({ head }: Visit, { namesModel }: To<'endpoint'>): boolean =>
  namesModel && isReadable(head.contentType, head.contentEncoding);

const wantsOf = ({ configured: { isAffine } }: Endpoint, found: InferenceBody): Wants => ({
  stream: found.stream,
  naming: found.naming,
  affinityKey: isAffine ? found.affinityKey() : undefined,
});
