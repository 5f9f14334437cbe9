import { Injectable } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import type { Cause } from '@tidegate/eventing';
import { Clock } from '@tidegate/eventing/nest';
import { type CustomDomain, CustomDomains } from './custom-domains.store.ts';
import { type Outlook, after, backOffUs, proofIn } from './domain-check.ts';
import { DomainOwners } from './domain-owners.handler.ts';
import { TxtRecords } from './txt-records.gateway.ts';

/** Whoever asks more often gets the last answer: name servers are others’ machines. */
const SHORTEST_US = 5e6;

/** How a domain stands after a check, and what stood against a record that was found. */
export type Result = Readonly<{ domain: CustomDomain; refusal: Refusal | null }>;

/** One check of one domain: its record is looked up, and what follows is done and kept. */
@Injectable()
export class DomainChecks {
  constructor(
    private readonly domains: CustomDomains,
    private readonly owners: DomainOwners,
    private readonly records: TxtRecords,
    private readonly clock: Clock,
  ) {}

  /** Because somebody asks for it. */
  async checkNow(domain: CustomDomain, cause: Cause): Promise<Result> {
    const checkedAtUs = (domain.checkedAt?.getTime() ?? 0) * 1000;
    return this.clock.nowUs() - checkedAtUs < SHORTEST_US
      ? { domain, refusal: null }
      : this.check(domain, cause);
  }

  async check(domain: CustomDomain, cause?: Cause): Promise<Result> {
    const challenge = this.owners.challenge(domain);
    const proof = proofIn(challenge, await this.records.lookUp(challenge.host));
    const nowUs = this.clock.nowUs();
    const outlook = after(domain, proof, nowUs);
    const refusal = await this.#act(domain, outlook, cause);
    const next = refusal ? notBefore(outlook, domain.failures + 1, nowUs) : outlook;
    const checked: CustomDomain = {
      ...domain,
      state: refusal ? domain.state : stateAfter(domain, outlook),
      failures: next.failures,
      missingSinceUs: next.missingSinceUs,
      problem: refusal?.message ?? proof.problem,
      checkedAt: new Date(nowUs / 1000),
    };
    await this.domains.save(checked, next.nextCheckAtUs);
    return { domain: checked, refusal };
  }

  /** It could not even be checked: it comes back when others had their turn. */
  async postpone(domain: CustomDomain): Promise<void> {
    const failures = domain.failures + 1;
    await this.domains.save({ ...domain, failures }, this.clock.nowUs() + backOffUs(failures));
  }

  async #act(domain: CustomDomain, { act }: Outlook, cause?: Cause): Promise<Refusal | null> {
    try {
      if (act === 'verify') await this.owners.verify(domain, cause);
      if (act === 'release') await this.owners.release(domain, cause);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}

const stateAfter = ({ state }: CustomDomain, { act }: Outlook): CustomDomain['state'] => {
  if (act === 'verify') return 'verified';
  return act === 'release' ? 'pending' : state;
};

/** The record is there and does not help: it is tried again like one that is not there. */
const notBefore = (outlook: Outlook, failures: number, nowUs: number): Outlook => ({
  ...outlook,
  failures,
  nextCheckAtUs: nowUs + backOffUs(failures),
});
