import { Injectable } from '@nestjs/common';
import { type EndpointSpec, type FieldProblem, Refusal, refuse } from '@tidegate/contracts';
import { CreateEndpoint } from '../wishes/endpoint.dto.ts';
import { Estimates } from '../estimates/estimate.handler.ts';
import { fitWarnings } from '../estimates/fit.ts';
import type { Warning } from '../estimates/pool.ts';
import type { Price } from '../estimates/price.ts';
import { scalingWarnings } from '../estimates/scaling.ts';
import { parseBody } from '../http/body.guard.ts';
import { Quotas } from '../quotas/quotas.store.ts';
import type { SizingView } from '../sizing/sizing-view.ts';
import { type Configured, specOf, valuesOf, wishProblems } from './endpoint-spec.ts';
import { type Asked, LookUp } from './facts.handler.ts';
import { highestMaximum } from './replica-range.ts';
import { gpusOf } from '../rules/scaling-rules.ts';
import { Sealing } from './sealing.handler.ts';

/** What would become of a wish. */
export type Preview = Readonly<{
  configured: Configured | null;
  problems: readonly FieldProblem[];
  warnings: readonly Warning[];
  price: Price | null;
  sizing: SizingView | null;
}>;

/** From what a user says to what an endpoint is. */
@Injectable()
export class Configure {
  constructor(
    private readonly lookUp: LookUp,
    private readonly sealing: Sealing,
    private readonly estimates: Estimates,
    private readonly quotas: Quotas,
  ) {}

  /** @throws Refusal request.invalid with everything that is wrong */
  async configured(asked: Asked): Promise<Configured> {
    const { endpointId, base, document } = asked;
    const facts = await this.lookUp.facts(asked);
    const wish = parseBody(CreateEndpoint, document, (shaped) => wishProblems(shaped, facts));
    const spec = specOf(wish, facts);
    if (Array.isArray(spec)) return refuse('request.invalid', { count: spec.length }, spec);
    const configured = { spec, toSeal: valuesOf(wish), sizing: facts.sizing };
    return endpointId !== null && base ? this.sealing.without(endpointId, base, configured) : configured;
  }

  /**
   * The same without refusing: problems as a list, and what its owner should know.
   * @param replicas how many there are now
   * @param found problems that are known already
   */
  async preview(asked: Asked, replicas: number, found: readonly FieldProblem[] = []): Promise<Preview> {
    try {
      const configured = await this.configured(asked);
      const { spec, sizing } = configured;
      await this.mustFitQuota(asked.projectId, asked.endpointId ?? '', { spec, base: asked.base });
      const [warnings, price, unreachable] = await Promise.all([
        this.warnings(asked.projectId, configured),
        this.estimates.price(spec, replicas),
        this.estimates.unreachable(spec),
      ]);
      return { configured, problems: [...found, ...unreachable], warnings, price, sizing };
    } catch (error) {
      if (!(error instanceof Refusal) || !PROBLEMS.includes(error.code)) throw error;
      const own = error.problems.length > 0 ? error.problems : [{ pointer: '', message: error.message }];
      return { configured: null, problems: [...found, ...own], warnings: [], price: null, sizing: null };
    }
  }

  async warnings(
    projectId: string,
    { spec, sizing }: Pick<Configured, 'spec' | 'sizing'>,
  ): Promise<Warning[]> {
    return [
      ...fitWarnings(spec, sizing),
      ...scalingWarnings(spec),
      ...(await this.estimates.warnings(projectId, spec)),
    ];
  }

  /**
   * Whether the project may have it beside what it has: asked again right before it is accepted. What it has already
   * stays, whatever the quota has become.
   * @throws Refusal project.quota_exceeded
   */
  async mustFitQuota(projectId: string, endpointId: string, { spec, base }: Wanted): Promise<void> {
    const [quotas, use] = await Promise.all([
      this.quotas.quotasOf(projectId),
      this.quotas.useOf(projectId, endpointId),
    ]);
    const endpoints = use.endpoints + 1;
    if (!base && endpoints > quotas.endpoints)
      refuse('project.quota_exceeded', { what: 'endpoints', wanted: endpoints, limit: quotas.endpoints });
    mustNotExceed(quotas, { spec, base });
    const gpus = gpusOf(spec);
    if (gpus > (base ? gpusOf(base) : 0) && use.gpus + gpus > quotas.gpus)
      refuse('project.quota_exceeded', { what: 'GPUs', wanted: use.gpus + gpus, limit: quotas.gpus });
  }
}

/** What is wrong with the wish, and not with how it was asked for. */
const PROBLEMS: readonly string[] = ['request.invalid', 'project.quota_exceeded'];

type Wanted = Readonly<{ spec: EndpointSpec; base: EndpointSpec | null }>;

const mustNotExceed = (
  quotas: Readonly<{ replicasPerEndpoint: number; priority: number }>,
  { spec, base }: Wanted,
): void => {
  const { replicas: wanted } = highestMaximum(spec.scaling);
  if (wanted > Math.max(quotas.replicasPerEndpoint, base ? highestMaximum(base.scaling).replicas : 0)) {
    const limit = quotas.replicasPerEndpoint;
    refuse('project.quota_exceeded', { what: 'replicas of one endpoint', wanted, limit });
  }
  const { priority } = spec.placement;
  if (priority > Math.max(quotas.priority, base?.placement.priority ?? 0))
    refuse('project.quota_exceeded', { what: 'priority', wanted: priority, limit: quotas.priority });
};
