import { type EndpointEvent, refuse } from '@tidegate/contracts';
import type { ExistingEndpoint } from './endpoint-fold.ts';
import { mustLive, ownerOf } from './transitions.ts';

/** Only a domain that the configuration names can be proven. */
export const verifyDomain = (state: ExistingEndpoint, domain: string): EndpointEvent[] => {
  mustLive(state);
  if (!state.spec.customDomains.includes(domain)) return refuse('endpoint.domain_not_found', { domain });
  return state.domains.includes(domain)
    ? []
    : [{ type: 'DomainVerified', data: { ...ownerOf(state), domain } }];
};

export const releaseDomain = (state: ExistingEndpoint, domain: string): EndpointEvent[] =>
  state.domains.includes(domain) ? [{ type: 'DomainReleased', data: { ...ownerOf(state), domain } }] : [];
