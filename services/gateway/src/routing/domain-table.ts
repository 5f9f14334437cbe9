import type { EventNamed, EventType, Recorded } from '@tidegate/contracts';
import { hostName } from '../wire/host.ts';

export const DOMAIN_TYPES = ['DomainVerified', 'DomainReleased'] as const satisfies readonly EventType[];
type DomainType = (typeof DOMAIN_TYPES)[number];
export type DomainEvent = { [Type in DomainType]: Recorded<EventNamed<Type>> }[DomainType];

/** Whose a proven domain is. Who proved it last has it; a domain that is released is nobody's until it is proven again. */
export class DomainTable {
  readonly #owners = new Map<string, string>();

  get size(): number {
    return this.#owners.size;
  }

  /** @returns the id of the endpoint */
  ownerOf(domain: string): string | undefined {
    return this.#owners.get(domain);
  }

  apply(event: DomainEvent): void {
    const domain = hostName(event.data.domain);
    if (event.type === 'DomainVerified') this.#owners.set(domain, event.data.endpointId);
    // Whoever lost it to another one cannot release it any more.
    else if (this.#owners.get(domain) === event.data.endpointId) this.#owners.delete(domain);
  }

  /** An endpoint is gone, and its domains with it. */
  forget(endpointId: string): void {
    for (const [domain, owner] of this.#owners) if (owner === endpointId) this.#owners.delete(domain);
  }
}
