import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { Invocations } from '../invocations/invocations.gateway.ts';
import { type Asking, tokenWith } from '../routing/access.ts';
import { modelEntry, modelList } from '../routing/model-list.ts';
import { ByteBudget } from '../waiting/byte-budget.ts';
import { answerJson } from '../wire/answer.ts';
import { isReadable, readInferenceBody } from '../wire/inference-body.ts';
import { hasBody } from '../wire/request-head.ts';
import type { Route } from '../wire/route.ts';
import { Admission } from './admission.gateway.ts';
import { Means } from './means.gateway.ts';
import { Passage, type Wants } from './passage.gateway.ts';
import { RequestBody } from './request-body.gateway.ts';
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
      case 'get_invocation':
        this.invocations.read(visit, route, asking);
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
    const endpoint = this.admission.byId(visit, route.endpointId, this.admission.asking(visit));
    new Passage(visit, this.means).begin(endpoint, route.target, null, { upgrade: wanted });
  }

  #toEndpoint(visit: Visit, route: To<'endpoint'>, asking: Asking): void {
    const { head, method } = visit;
    const endpoint = this.admission.byId(visit, route.endpointId, asking);
    const isLater = head.respondAsync && method === 'POST';
    if (isLater) this.invocations.check(visit, route, asking);
    const passage = new Passage(visit, this.means);
    const body = hasBody(head) ? this.#bodyOf(visit, passage) : null;
    const isRead = route.namesModel && isReadable(head.contentType, head.contentEncoding);
    if (isLater)
      this.#inFull(visit, body, (bytes) => {
        // Refused now rather than later. The model is named when it is known which replica is asked.
        if (isRead) readInferenceBody(bytes, head.contentType);
        this.invocations.accept(visit, route, asking, bytes);
      });
    else if (body && isRead)
      this.#inFull(visit, body, (bytes) => {
        const { naming, stream } = readInferenceBody(bytes, head.contentType);
        passage.begin(endpoint, route.target, bytes, { stream, naming });
      });
    else passage.begin(endpoint, route.target, body);
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
      passage.begin(endpoint, target, bytes, { stream: found.stream, naming: found.naming });
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
  #bodyOf(visit: Visit, passage: Passage): RequestBody {
    const { invocationBodyBytes, maxBodyBytes } = this.means.settings;
    const limitBytes = visit.head.respondAsync ? invocationBodyBytes : maxBodyBytes;
    if ((visit.head.contentLength ?? 0) > limitBytes) throw new Refusal('request.too_large', { limitBytes });
    const body = new RequestBody(visit.req, limitBytes, this.#bodies);
    passage.owns(body);
    return body;
  }

  #inFull(visit: Visit, body: RequestBody | null, then: (bytes: Buffer) => void): void {
    const step = (bytes: Buffer): void => {
      visit.step(() => {
        then(bytes);
      });
    };
    if (body) body.whole(step);
    else step(Buffer.alloc(0));
  }
}
