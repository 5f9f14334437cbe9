import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { Invocations } from '../invocations/invocations.gateway.ts';
import { type Credentials, endpointById, endpointByModel, tokenWith } from '../routing/access.ts';
import { modelEntry, modelList } from '../routing/model-list.ts';
import { ByteBudget } from '../waiting/byte-budget.ts';
import { answerJson } from '../wire/answer.ts';
import { isReadable, readInferenceBody } from '../wire/inference-body.ts';
import { hasBody } from '../wire/request-head.ts';
import type { Route } from '../wire/route.ts';
import { Means } from './means.gateway.ts';
import { Passage, type Wants } from './passage.gateway.ts';
import { RequestBody } from './request-body.gateway.ts';
import { Tables } from './tables.gateway.ts';
import type { Visit } from './visit.gateway.ts';

export type InferenceRoute = Exclude<Route, { kind: 'api' }>;
type To<Kind extends Route['kind']> = Extract<Route, { kind: Kind }>;

/** The inference paths: who may call what, and which body goes where. */
@Injectable()
export class Inference {
  readonly #bodies: ByteBudget;

  constructor(
    private readonly tables: Tables,
    private readonly means: Means,
    private readonly invocations: Invocations,
  ) {
    this.#bodies = new ByteBudget(means.settings.bodyMemoryBytes);
  }

  handle(visit: Visit, route: InferenceRoute): void {
    const credentials = this.#credentials(visit);
    switch (route.kind) {
      case 'endpoint':
        this.#toEndpoint(visit, route, credentials);
        break;
      case 'model_in_body':
        this.#toModel(visit, route, credentials);
        break;
      case 'list_models':
        this.#listModels(visit, credentials);
        break;
      case 'get_model':
        this.#getModel(visit, route, credentials);
        break;
      case 'get_invocation':
        this.invocations.read(visit, route, credentials);
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
    const credentials = this.#credentials(visit);
    visit.endpoint = endpointById(this.tables.routing, route.endpointId, credentials);
    new Passage(visit, this.means).begin(visit.endpoint, route.target, null, { upgrade: wanted });
  }

  #credentials(visit: Visit): Credentials {
    if (!this.tables.loaded) throw new Refusal('service.unavailable', { service: 'gateway' });
    const credentials = this.tables.tokens.check(visit.head.authorization, visit.atMs);
    if (typeof credentials !== 'string') visit.tokenId = credentials.id;
    return credentials;
  }

  #toEndpoint(visit: Visit, route: To<'endpoint'>, credentials: Credentials): void {
    const { head, method } = visit;
    const endpoint = (visit.endpoint = endpointById(this.tables.routing, route.endpointId, credentials));
    const passage = new Passage(visit, this.means);
    const body = hasBody(head) ? this.#bodyOf(visit, passage) : null;
    const isRead = route.namesModel && isReadable(head.contentType, head.contentEncoding);
    if (head.respondAsync && method === 'POST')
      this.#inFull(visit, body, (bytes) => {
        const named = isRead ? readInferenceBody(bytes, head.contentType).naming(endpoint.model) : bytes;
        this.invocations.accept(visit, route, credentials, named);
      });
    else if (body && isRead)
      this.#inFull(visit, body, (bytes) => {
        const { naming, stream } = readInferenceBody(bytes, head.contentType);
        passage.begin(endpoint, route.target, naming(endpoint.model), { stream });
      });
    else passage.begin(endpoint, route.target, body);
  }

  #toModel(visit: Visit, { target }: To<'model_in_body'>, credentials: Credentials): void {
    const { contentEncoding } = visit.head;
    if (contentEncoding !== undefined)
      throw new Refusal('request.unsupported_media_type', { contentType: contentEncoding });
    const passage = new Passage(visit, this.means);
    this.#inFull(visit, this.#bodyOf(visit, passage), (bytes) => {
      const found = readInferenceBody(bytes, visit.head.contentType);
      if (found.model === undefined) throw new Refusal('request.model_missing');
      const endpoint = (visit.endpoint = endpointByModel(this.tables.routing, found.model, credentials));
      passage.begin(endpoint, target, found.naming(endpoint.model), { stream: found.stream });
    });
  }

  #listModels(visit: Visit, credentials: Credentials): void {
    const { projectId } = tokenWith('invoke', credentials);
    const owner = this.tables.tokens.table.projectName(projectId) ?? projectId;
    visit.answer(answerJson(200, modelList(this.tables.routing.ofProject(projectId), owner), []));
  }

  #getModel(visit: Visit, { model }: To<'get_model'>, credentials: Credentials): void {
    const endpoint = endpointByModel(this.tables.routing, model, credentials);
    const owner = this.tables.tokens.table.projectName(endpoint.projectId) ?? endpoint.projectId;
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
