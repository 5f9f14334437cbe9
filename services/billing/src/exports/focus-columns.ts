/**
 * The columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification) that a platform with these features has: all mandatory
 * ones, the conditional ones whose condition holds, the recommended ones. Then columns of our own, which begin with `x_`.
 */
export const FOCUS_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'CommitmentDiscountUnit',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_CostCenter',
  'x_ReplicaId',
  'x_Revision',
  'x_Simulated',
] as const;
export type FocusColumn = (typeof FOCUS_COLUMNS)[number];

/** Null: there is no value; in a table it is an empty cell. */
export type FocusRow = Readonly<Record<FocusColumn, string | null>>;

const NOTHING = Object.fromEntries(FOCUS_COLUMNS.map((column) => [column, null])) as Record<
  FocusColumn,
  null
>;

/** What is the same in every row. */
const ALWAYS = {
  BillingCurrency: 'USD',
  InvoiceIssuerName: 'Tidegate',
  ProviderName: 'Tidegate',
  PublisherName: 'Tidegate',
  ServiceCategory: 'AI and Machine Learning',
  ServiceName: 'Tidegate Inference Endpoints',
  ServiceSubcategory: 'AI Platforms',
} as const;

export const focusRow = (given: Partial<FocusRow>): FocusRow => ({ ...NOTHING, ...ALWAYS, ...given });

/** A moment to the second, as billing data wants it. */
export const momentOf = (us: number): string => `${new Date(us / 1000).toISOString().slice(0, 19)}Z`;
