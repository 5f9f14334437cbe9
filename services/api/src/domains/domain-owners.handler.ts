import { createHmac, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { type Cause, causeOf } from '@tidegate/eventing';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { type Holder, Names } from '../names/names.store.ts';
import type { CustomDomain, Whose } from './custom-domains.store.ts';
import { type Challenge, challengeOf } from './domain-check.ts';

/** What domains are unique in: the whole platform. */
const SCOPE = 'domains';

/** Whose a domain is. Of two endpoints that prove the same one, the first has it until it is released there. */
@Injectable()
export class DomainOwners {
  readonly #hmac: (message: string) => Uint8Array;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly names: Names,
    @Inject(API_SETTINGS) { secretKey }: ApiSettings,
  ) {
    this.#hmac = (message) => createHmac('sha256', secretKey).update(message).digest();
  }

  challenge(whose: Whose): Challenge {
    return challengeOf(this.#hmac, whose);
  }

  /** @throws Refusal endpoint.domain_taken, or what the endpoint says against it */
  async verify(proven: CustomDomain, cause: Cause = ours()): Promise<void> {
    const { domain, endpointId: holder } = proven;
    const lookUp = (other: string) => this.#holds(other, domain);
    if (!(await this.names.take(SCOPE, domain, { holder, lookUp })))
      refuse('endpoint.domain_taken', { domain });
    await this.endpoints.command({ type: 'VerifyDomain', ...ownerOf(proven), domain }, cause);
  }

  async release(lost: CustomDomain, cause: Cause = ours()): Promise<void> {
    await this.endpoints.command({ type: 'ReleaseDomain', ...ownerOf(lost), domain: lost.domain }, cause);
  }

  async #holds(endpointId: string, domain: string): Promise<Holder> {
    const { state } = await this.endpoints.load(endpointId);
    if (state.status === 'absent') return 'absent';
    if (state.status === 'deleted') return 'gone';
    return state.domains.includes(domain) ? 'living' : 'absent';
  }
}

const ownerOf = ({ endpointId, projectId }: CustomDomain) => ({ endpointId, projectId });
/** Nobody asked for it: its time has come. */
const ours = (): Cause => causeOf({ commandId: randomUUID(), actor: 'service:api' });
