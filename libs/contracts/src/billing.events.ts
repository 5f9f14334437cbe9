import { z } from 'zod';
import { defineEvent } from './event.ts';
import { BudgetId, CreditId, EndpointId, InvoiceId, ProjectId } from './ids.ts';

/** Epoch microseconds of the control plane's clock. */
const AtUs = z.int().min(0);
/** Billionths of a US dollar, as a decimal text: they outgrow a double. */
export const NanoUsd = z.string().regex(/^\d{1,30}$/);
/** A month of bills, e.g. `2031-02`. */
export const PeriodName = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/**
 * What a replica does with the hardware it holds. `pulling`: its image is brought; `loading`: it starts and loads its weights, or
 * wakes; `ready`: it serves; `idle`: its endpoint has had nothing to do for a while; `draining`: it finishes what it has;
 * `sleeping`: it keeps its place and does nothing.
 */
export const PHASES = ['pulling', 'loading', 'ready', 'idle', 'draining', 'sleeping'] as const;
export const Phase = z.enum(PHASES);
export type Phase = z.infer<typeof Phase>;
/** One value for each phase. */
export const byPhase = <Value extends z.ZodType>(value: Value) =>
  z.object({ pulling: value, loading: value, ready: value, idle: value, draining: value, sleeping: value });

/** How a second counts, in thousandths of the rate: 0 is free, 1000 is full. */
const Weight = z.int().min(0).max(1000);

/** What is billed, and how. */
export const Plan = z.object({
  phases: byPhase(Weight),
  /** A start that never became ready. */
  failedStart: Weight,
  /** Of an endpoint with asynchronous requests, time without any work is free. */
  asyncIdleIsFree: z.boolean(),
  /** What committed replicas cost, in thousandths of the rate. */
  committed: Weight,
  /** A project whose credit is used up is put to sleep. */
  mustPrepay: z.boolean(),
});
export type Plan = z.infer<typeof Plan>;

export const USUAL_PLAN: Plan = {
  phases: { pulling: 0, loading: 1000, ready: 1000, idle: 1000, draining: 1000, sleeping: 1000 },
  failedStart: 0,
  asyncIdleIsFree: true,
  committed: 1000,
  mustPrepay: false,
};

const budget = {
  budgetId: BudgetId,
  projectId: ProjectId,
  /** Null: the whole project. */
  endpointId: EndpointId.nullable(),
};
const spent = { period: PeriodName, spentNanoUsd: NanoUsd, limitNanoUsd: NanoUsd, atUs: AtUs };

export const billingEvents = {
  RatePublished: defineEvent(
    'RatePublished',
    'LOG',
    {
      category: 'rate',
      description: 'From a moment on, an hour of one unit of something has this price.',
      version: 2,
      upcasts: { 1: ({ hardwareId, ...data }) => ({ sku: hardwareId, ...data }) },
    },
    {
      /** The id of a hardware flavour, or of an add-on. */
      sku: z.string(),
      /** A billionth of a US dollar for one hour of one unit: of the whole flavour, of one domain, of a GiB. */
      priceNanoUsdPerHour: z.int().min(0),
      /** Epoch microseconds; earlier usage keeps the earlier rate. */
      effectiveFromUs: AtUs,
    },
  ),
  PlanPublished: defineEvent(
    'PlanPublished',
    'LOG',
    { category: 'billing', description: 'From a moment on, usage is billed by this plan.' },
    {
      /** Null: every project that has no plan of its own. */
      projectId: ProjectId.nullable(),
      plan: Plan,
      effectiveFromUs: AtUs,
    },
  ),
  CreditGranted: defineEvent(
    'CreditGranted',
    'LOG',
    { category: 'billing', description: 'A project may use up so much before it owes anything.' },
    {
      creditId: CreditId,
      projectId: ProjectId,
      /** Whether it was paid for. */
      kind: z.enum(['prepaid', 'promotional']),
      amountNanoUsd: NanoUsd,
      grantedAtUs: AtUs,
      /** What is left then is gone; null: never. */
      expiresAtUs: AtUs.nullable(),
      note: z.string().max(200),
    },
  ),
  BudgetSet: defineEvent(
    'BudgetSet',
    'LOG',
    { category: 'billing', description: 'A project, or one endpoint, is to cost no more than this a month.' },
    {
      ...budget,
      name: z.string().max(100),
      limitNanoUsd: NanoUsd,
      /** Told when so many per cent are spent. */
      thresholdsPercent: z.array(z.int().min(1).max(1000)).max(10),
      /** At 100 per cent its endpoints are put to sleep until the next month, or a higher limit. */
      isHard: z.boolean(),
    },
  ),
  BudgetRemoved: defineEvent(
    'BudgetRemoved',
    'LOG',
    { category: 'billing', description: 'A budget counts no more.' },
    budget,
  ),
  BudgetThresholdReached: defineEvent(
    'BudgetThresholdReached',
    'LOG',
    { category: 'billing', description: 'So many per cent of a budget are spent. Said once a month each.' },
    { ...budget, ...spent, thresholdPercent: z.int() },
  ),
  SpendingStopped: defineEvent(
    'SpendingStopped',
    'LOG',
    {
      category: 'billing',
      description:
        'A hard budget, or a prepaying project’s credit, is used up: what it is for is put to sleep.',
    },
    { projectId: ProjectId, endpointId: EndpointId.nullable(), budgetId: BudgetId.nullable(), ...spent },
  ),
  SpendingResumed: defineEvent(
    'SpendingResumed',
    'LOG',
    { category: 'billing', description: 'There is money again: what was put to sleep may wake.' },
    {
      projectId: ProjectId,
      endpointId: EndpointId.nullable(),
      budgetId: BudgetId.nullable(),
      atUs: AtUs,
    },
  ),
  UsageHourClosed: defineEvent(
    'UsageHourClosed',
    'LOG',
    {
      category: 'billing',
      description: 'An hour is over: what is known of it by now is posted to the ledger.',
    },
    { fromUs: AtUs, toUs: AtUs },
  ),
  BillingPeriodClosed: defineEvent(
    'BillingPeriodClosed',
    'LOG',
    {
      category: 'billing',
      description:
        'A month is over, and its time of grace: what stands before this in the log is on its invoices, what stands after it on later ones.',
    },
    { period: PeriodName, fromUs: AtUs, toUs: AtUs, timeZone: z.string() },
  ),
  InvoiceFinalized: defineEvent(
    'InvoiceFinalized',
    'LOG',
    { category: 'billing', description: 'An invoice is made, and never changes.' },
    {
      invoiceId: InvoiceId,
      projectId: ProjectId,
      period: PeriodName,
      /** What is to be paid; may be negative, when corrections outweigh the month. */
      totalCents: z.int(),
      currency: z.literal('USD'),
      /** SHA-256 of its lines, as hexadecimal text. */
      linesSha256: z.string().regex(/^[0-9a-f]{64}$/),
    },
  ),
} as const;
