import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { z } from 'zod';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { type CustomDomain, CustomDomains } from './custom-domains.store.ts';
import { DomainChecks } from './domain-checks.handler.ts';
import { DomainOwners } from './domain-owners.handler.ts';

const DomainView = z.object({
  domain: z.string(),
  /** `verified`: it reaches the endpoint. */
  state: z.enum(['pending', 'verified']),
  /** The TXT record that proves it. It must stay: it is looked at daily. */
  challenge: z.object({ type: z.literal('TXT'), host: z.string(), value: z.string() }),
  checkedAt: z.iso.datetime().nullable(),
  /** What the last check found wrong. */
  problem: z.string().nullable(),
});
type DomainView = z.infer<typeof DomainView>;

@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/domains')
export class DomainController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly domains: CustomDomains,
    private readonly checks: DomainChecks,
    private readonly owners: DomainOwners,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(DomainView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
  ): Promise<{ items: DomainView[]; nextCursor: null }> {
    const domains = await this.#of(caller, id);
    return { items: domains.map((domain) => this.#view(domain)), nextCursor: null };
  }

  /** Looks the record up now, at most once in five seconds, and says what it found. */
  @Needs('write')
  @ApiOkResponse({ schema: schemaOf(DomainView) })
  @HttpCode(200)
  @Post(':domain/check')
  async check(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('domain') name: string,
  ): Promise<DomainView> {
    const wanted = name.toLowerCase();
    const found = (await this.#of(caller, id)).find(({ domain }) => domain === wanted);
    if (!found) return refuse('endpoint.domain_not_found', { domain: wanted });
    const { domain, refusal } = await this.checks.checkNow(found, caller.cause);
    if (refusal) throw refusal;
    return this.#view(domain);
  }

  /** In the order of the configuration. One that nobody looked at yet is pending. */
  async #of(caller: Caller, id: string): Promise<CustomDomain[]> {
    const { id: endpointId, projectId, state, spec } = await this.own.find(caller, id);
    if (state === 'deleted') return refuse('endpoint.deleted', { endpointId });
    const known = new Map((await this.domains.of(endpointId)).map((row) => [row.domain, row]));
    return spec.customDomains.map(
      (domain) => known.get(domain) ?? { ...UNSEEN, endpointId, projectId, domain },
    );
  }

  #view(domain: CustomDomain): DomainView {
    return {
      domain: domain.domain,
      state: domain.state,
      challenge: { type: 'TXT', ...this.owners.challenge(domain) },
      checkedAt: domain.checkedAt?.toISOString() ?? null,
      problem: domain.problem,
    };
  }
}

const UNSEEN = {
  state: 'pending',
  failures: 0,
  missingSinceUs: null,
  checkedAt: null,
  problem: null,
} as const;
