import { z } from 'zod';
import { PeriodName, Plan, byPhase } from './billing.events.ts';
import { EndpointId, ProjectId, ReplicaId } from './ids.ts';

const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
) => ({ name, ask, answer }) as const;

const BigNumber = z.string().regex(/^\d+$/);

export const CostView = z.object({
  /** Of the project, or of one endpoint: over everything, not over the page. Whole microseconds of whole GPUs. */
  gpuMicroseconds: BigNumber,
  /** The same without rounding: a microsecond of a thousandth of a GPU. */
  gpuThousandthsMicroseconds: BigNumber,
  vcpuMillisMicroseconds: BigNumber,
  costNanoUsd: BigNumber,
  burnRateNanoUsdPerHour: BigNumber,
  asOf: z.iso.datetime(),
  /** The exact moment up to which lines that still grow count. */
  asOfUs: z.int(),
  /** What stands in the log up to here is counted. */
  position: z.int(),
  lines: z.array(
    z.object({
      kind: z.enum(['usage', 'commitment', 'add-on']),
      /** Of usage and storage the replica’s id, of a commitment the endpoint’s, of a domain its name. */
      sourceId: z.string(),
      endpointId: EndpointId,
      replicaId: ReplicaId.nullable(),
      revision: z.int().nullable(),
      /** What has the price: the id of a hardware flavour, or of an add-on. */
      sku: z.string(),
      simulated: z.boolean(),
      /** A month of bills. */
      period: PeriodName,
      /** From the placement on. */
      startedAtUs: z.int(),
      stoppedAtUs: z.int().nullable(),
      heldMicroseconds: BigNumber,
      /** What a replica did with it; the sum is what it held. Of what is no replica’s usage: zeros. */
      phaseMicroseconds: byPhase(BigNumber),
      /** Paid for by a commitment; of a commitment: what it paid for. */
      coveredMicroseconds: BigNumber,
      /**
       * What costs: time by its weight in thousandths, without what is covered. The cost is this × units × price ÷ (3,600,000,000 × 1000 ×
       * 1024), rounded once, half to even.
       */
      weightedMicrosecondThousandths: BigNumber,
      /** How many of what is priced, in 1024ths: 1024 is one. */
      unit1024ths: BigNumber,
      priceNanoUsdPerHour: BigNumber,
      costNanoUsd: BigNumber,
      billed: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type CostView = z.infer<typeof CostView>;

export const PlanView = z.object({
  /** Null: of every project that has none of its own. */
  projectId: ProjectId.nullable(),
  plan: Plan,
  effectiveFrom: z.iso.datetime(),
});
export type PlanView = z.infer<typeof PlanView>;

/** What usage costs, and by what it is billed. */
export const usageQuestions = {
  cost: question(
    'billing.cost',
    z.object({ projectId: ProjectId, endpointId: EndpointId.nullable(), ...Paging }),
    CostView,
  ),
  rates: question(
    'billing.rates',
    z.object({ ...Paging }),
    pageOf(z.object({ sku: z.string(), priceNanoUsdPerHour: BigNumber, effectiveFrom: z.iso.datetime() })),
  ),
  /** From a moment on, the past included, an hour of something has this price. */
  publishRate: question(
    'billing.publish-rate',
    z.object({
      sku: z.string(),
      priceNanoUsdPerHour: z.int().min(0),
      /** Null: from now on. */
      effectiveFromUs: z.int().min(0).nullable(),
      actor: z.string(),
      commandId: z.uuid(),
    }),
    z.object({ sku: z.string(), priceNanoUsdPerHour: BigNumber, effectiveFrom: z.iso.datetime() }),
  ),
  /** Every plan that was ever published for everybody, or for a project, by the moment from which it counts. */
  plans: question(
    'billing.plans',
    z.object({ projectId: ProjectId.nullable(), ...Paging }),
    pageOf(PlanView),
  ),
  publishPlan: question(
    'billing.publish-plan',
    z.object({
      /** Null: every project that has no plan of its own. */
      projectId: ProjectId.nullable(),
      plan: Plan,
      effectiveFromUs: z.int().min(0).nullable(),
      actor: z.string(),
      commandId: z.uuid(),
    }),
    PlanView,
  ),
};
