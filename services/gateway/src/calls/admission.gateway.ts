import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { type Asking, endpointById, endpointByModel, endpointsOf, ownedById } from '../routing/access.ts';
import { TokenUses } from '../reports/token-uses.loop.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { type Route, routeOf, routeOfDomain } from '../wire/route.ts';
import type { Caller } from './callers.gateway.ts';
import { Tables } from './tables.gateway.ts';
import type { Visit } from './visit.gateway.ts';

/** Who gets in where: by host, listener, token and address. */
@Injectable()
export class Admission {
  constructor(
    private readonly tables: Tables,
    private readonly uses: TokenUses,
  ) {}

  /** Resolves when requests can be decided. */
  get whenLoaded(): Promise<void> {
    return this.tables.filled.promise;
  }

  /** A host that is an endpoint's own leads to it whatever the path; any other host counts for nothing. */
  route({ method, url, caller }: { method: string; url: string; caller: Caller }): Route {
    const endpoint = caller.host === undefined ? undefined : this.tables.routing.ofHost(caller.host);
    const isReached = endpoint && (caller.isInternal || !endpoint.configured.isInternalOnly);
    return isReached ? routeOfDomain(method, url, endpoint.id) : routeOf(method, url);
  }

  /** @throws before the tables are loaded: nothing can be decided then */
  asking(visit: Visit): Asking {
    if (!this.tables.loaded) throw new Refusal('service.unavailable', { service: 'gateway' });
    const credentials = this.tables.tokens.check(visit.head.authorization, visit.atMs, visit.head.sameAs);
    if (typeof credentials !== 'string') {
      visit.tokenId = credentials.id;
      this.uses.note(credentials.id);
    }
    return { credentials, isInternal: visit.caller.isInternal };
  }

  /** Whether some of an endpoint's paths may be called asynchronously. */
  isAsync(endpointId: string): boolean {
    return (this.tables.routing.endpoint(endpointId)?.configured.async ?? null) !== null;
  }

  byId(visit: Visit, id: string, asking: Asking): Endpoint {
    return this.#enter(visit, endpointById(this.tables.routing, id, asking));
  }

  byModel(visit: Visit, model: string, asking: Asking): Endpoint {
    return this.#enter(visit, endpointByModel(this.tables.routing, model, asking));
  }

  /** Of the caller's own project. */
  ownById(visit: Visit, id: string, asking: Asking): Endpoint {
    return this.#enter(visit, ownedById(this.tables.routing, id, asking));
  }

  /** What the caller may invoke from where it is. */
  all({ caller }: Visit, asking: Asking): Endpoint[] {
    return endpointsOf(this.tables.routing, asking).filter((one) => this.tables.groups.allow(one, caller));
  }

  projectName(projectId: string): string {
    return this.tables.tokens.table.projectName(projectId) ?? projectId;
  }

  /**
   * Takes one request of what the token and the endpoint may have.
   * @throws when one of them has none left
   */
  count(visit: Visit, { configured: { rateLimits } }: Endpoint, { credentials }: Asking): void {
    const tokensOwn = typeof credentials === 'string' ? null : credentials.rateLimits;
    const limits = rateLimits && tokensOwn ? [...tokensOwn, ...rateLimits] : (tokensOwn ?? rateLimits);
    if (!limits) return;
    const nowMs = performance.now();
    visit.allowance = this.tables.limiter.allowance(limits, nowMs);
    visit.allowance.take(nowMs);
  }

  /** Only who may see the endpoint learns that its address is not welcome there. */
  #enter(visit: Visit, endpoint: Endpoint): Endpoint {
    visit.endpoint = endpoint;
    if (!this.tables.groups.allow(endpoint, visit.caller)) throw new Refusal('endpoint.address_not_allowed');
    return endpoint;
  }
}
