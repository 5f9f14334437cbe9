import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { CustomDomains } from './custom-domains.store.ts';
import { DAY_US, backOffUs } from './domain-check.ts';

/** Knows which domains are configured and which are proven, so that somebody looks after them. */
@Consumer('api.track-domains')
export class TrackDomains {
  constructor(private readonly domains: CustomDomains) {}

  @On('EndpointRequested')
  @On('EndpointUpdated')
  async configure({ data }: EventOf<'EndpointRequested' | 'EndpointUpdated'>, tx: Tx): Promise<void> {
    await this.domains.configure(tx, data, data.spec.customDomains);
  }

  @On('EndpointDeleted')
  async forget({ data }: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await this.domains.configure(tx, data, []);
  }

  @On('DomainVerified')
  async verified({ data, occurredAt }: EventOf<'DomainVerified'>, tx: Tx): Promise<void> {
    const nextCheckAtUs = occurredAt.getTime() * 1000 + DAY_US;
    await this.domains.set(tx, data, { state: 'verified', nextCheckAtUs });
  }

  @On('DomainReleased')
  async released({ data, occurredAt }: EventOf<'DomainReleased'>, tx: Tx): Promise<void> {
    const nextCheckAtUs = occurredAt.getTime() * 1000 + backOffUs(1);
    await this.domains.set(tx, data, { state: 'pending', nextCheckAtUs });
  }
}
