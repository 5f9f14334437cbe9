import { FOCUS_COLUMNS, type FocusColumn, type FocusRow } from './focus-columns.ts';

/** What FOCUS 1.2 says of its columns, as far as it can be judged from rows alone. */
const MANDATORY = [
  ...['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency', 'BillingPeriodEnd'],
  ...['BillingPeriodStart', 'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargePeriodEnd'],
  ...['ChargePeriodStart', 'ContractedCost', 'EffectiveCost', 'InvoiceIssuerName', 'ListCost'],
  ...['PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName', 'ServiceCategory', 'ServiceName'],
];
/** Those whose condition this platform meets: it measures, publishes prices, has commitments, sub accounts, resources and tags. */
const CONDITIONAL = [
  ...['CommitmentDiscountCategory', 'CommitmentDiscountId', 'CommitmentDiscountName'],
  ...['CommitmentDiscountQuantity', 'CommitmentDiscountStatus', 'CommitmentDiscountType'],
  ...['CommitmentDiscountUnit', 'ConsumedQuantity', 'ConsumedUnit', 'ContractedUnitPrice', 'ListUnitPrice'],
  ...['PricingCategory', 'ResourceId', 'ResourceName', 'ResourceType', 'SkuId', 'SkuMeter'],
  ...['SkuPriceDetails', 'SkuPriceId', 'SubAccountId', 'SubAccountName', 'Tags'],
];
const RECOMMENDED = ['ChargeFrequency', 'InvoiceId', 'ServiceSubcategory'];

const NEVER_NULL: FocusColumn[] = [
  ...(['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency'] as const),
  ...(['BillingPeriodEnd', 'BillingPeriodStart', 'ChargeCategory', 'ChargeDescription'] as const),
  ...([
    'ChargeFrequency',
    'ChargePeriodEnd',
    'ChargePeriodStart',
    'ContractedCost',
    'EffectiveCost',
  ] as const),
  ...(['InvoiceIssuerName', 'ListCost', 'ProviderName', 'PublisherName', 'ServiceCategory'] as const),
  ...(['ServiceName', 'ServiceSubcategory', 'SubAccountId', 'SubAccountName'] as const),
];
const NUMBERS: FocusColumn[] = [
  ...(['BilledCost', 'CommitmentDiscountQuantity', 'ConsumedQuantity', 'ContractedCost'] as const),
  ...(['ContractedUnitPrice', 'EffectiveCost', 'ListCost', 'ListUnitPrice', 'PricingQuantity'] as const),
];
const MOMENTS: FocusColumn[] = [
  ...(['BillingPeriodEnd', 'BillingPeriodStart', 'ChargePeriodEnd', 'ChargePeriodStart'] as const),
];
const ALLOWED: Partial<Record<FocusColumn, readonly string[]>> = {
  ChargeCategory: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  ChargeClass: ['Correction'],
  ChargeFrequency: ['One-Time', 'Recurring', 'Usage-Based'],
  CommitmentDiscountCategory: ['Spend', 'Usage'],
  CommitmentDiscountStatus: ['Used', 'Unused'],
  PricingCategory: ['Standard', 'Dynamic', 'Committed', 'Other'],
  ServiceCategory: ['AI and Machine Learning'],
  ServiceSubcategory: ['AI Platforms', 'Generative AI', 'Machine Learning'],
};

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const UNIT = /^(Hours|GPU-Seconds|vCPU-Seconds|GiB-Seconds|GiB-Hours|Domain-Seconds|Domain-Hours)$/;

export const missingColumns = (columns: readonly string[]): string[] =>
  [...MANDATORY, ...CONDITIONAL, ...RECOMMENDED].filter((column) => !columns.includes(column));

export const oddColumns = (columns: readonly string[]): string[] =>
  columns.filter(
    (column) =>
      ![...MANDATORY, ...CONDITIONAL, ...RECOMMENDED].includes(column) && !/^x_[A-Z][A-Za-z]+$/.test(column),
  );

type Rule = readonly [name: string, holds: (row: FocusRow) => boolean];

const isCharge = ({ ChargeCategory }: FocusRow) =>
  ChargeCategory === 'Usage' || ChargeCategory === 'Purchase';
const isCorrection = ({ ChargeClass }: FocusRow) => ChargeClass === 'Correction';
const together = (row: FocusRow, ...columns: FocusColumn[]): boolean =>
  new Set(columns.map((column) => row[column] === null)).size === 1;
const must = (is: boolean, ...values: (string | null)[]): boolean =>
  !is || values.every((value) => value !== null);
/** To the nano-dollar, give or take what a quantity’s last place makes of it. */
const isProduct = (price: string | null, quantity: string | null, cost: string | null): boolean =>
  price === null || quantity === null || Math.abs(Number(price) * Number(quantity) - Number(cost)) <= 2e-9;

const RULES: readonly Rule[] = [
  ['never null', (row) => NEVER_NULL.every((column) => row[column] !== null)],
  ['no empty text', (row) => FOCUS_COLUMNS.every((column) => row[column]?.trim() !== '')],
  ['numbers', (row) => NUMBERS.every((column) => row[column] === null || NUMBER.test(row[column]))],
  ['moments', (row) => MOMENTS.every((column) => MOMENT.test(row[column] ?? ''))],
  [
    'allowed values',
    (row) =>
      FOCUS_COLUMNS.every(
        (column) => row[column] === null || (ALLOWED[column]?.includes(row[column]) ?? true),
      ),
  ],
  ['currency', (row) => /^[A-Z]{3}$/.test(row.BillingCurrency ?? '')],
  [
    'periods',
    (row) => row.ChargePeriodStart! < row.ChargePeriodEnd! && row.BillingPeriodStart! < row.BillingPeriodEnd!,
  ],
  ['a charge has a quantity', (row) => must(isCharge(row) && !isCorrection(row), row.PricingQuantity)],
  ['a charge has a sku', (row) => must(isCharge(row) && !isCorrection(row), row.SkuId, row.SkuPriceId)],
  [
    'a charge has prices',
    (row) => must(isCharge(row) && !isCorrection(row), row.ListUnitPrice, row.ContractedUnitPrice),
  ],
  [
    'a charge has a pricing category',
    (row) => must(isCharge(row) && !isCorrection(row), row.PricingCategory),
  ],
  [
    'pricing unit',
    (row) =>
      together(row, 'PricingQuantity', 'PricingUnit') &&
      (row.PricingUnit === null || UNIT.test(row.PricingUnit)),
  ],
  [
    'prices are not negative',
    (row) => [row.ListUnitPrice, row.ContractedUnitPrice].every((price) => !price?.startsWith('-')),
  ],
  [
    'list product',
    (row) => isCorrection(row) || isProduct(row.ListUnitPrice, row.PricingQuantity, row.ListCost),
  ],
  [
    'contracted product',
    (row) => isCorrection(row) || isProduct(row.ContractedUnitPrice, row.PricingQuantity, row.ContractedCost),
  ],
  [
    'a purchase is not usage-based',
    (row) => row.ChargeCategory !== 'Purchase' || row.ChargeFrequency !== 'Usage-Based',
  ],
  [
    'a purchase costs nothing itself',
    (row) => row.ChargeCategory !== 'Purchase' || Number(row.EffectiveCost) === 0,
  ],
  [
    'others cost what is billed',
    (row) =>
      isCharge(row) ||
      (row.EffectiveCost === row.BilledCost &&
        row.ListCost === row.BilledCost &&
        row.ContractedCost === row.BilledCost),
  ],
  [
    'consumed',
    (row) =>
      together(row, 'ConsumedQuantity', 'ConsumedUnit') &&
      (row.ConsumedUnit === null || UNIT.test(row.ConsumedUnit)),
  ],
  [
    'only used usage is consumed',
    (row) => {
      const isConsumed = row.ChargeCategory === 'Usage' && row.CommitmentDiscountStatus !== 'Unused';
      return isConsumed ? must(!isCorrection(row), row.ConsumedQuantity) : row.ConsumedQuantity === null;
    },
  ],
  [
    'a commitment is whole',
    (row) => together(row, 'CommitmentDiscountId', 'CommitmentDiscountCategory', 'CommitmentDiscountType'),
  ],
  [
    'a commitment has a quantity',
    (row) =>
      together(row, 'CommitmentDiscountQuantity', 'CommitmentDiscountUnit') &&
      must(
        row.CommitmentDiscountId !== null && isCharge(row) && !isCorrection(row),
        row.CommitmentDiscountQuantity,
      ) &&
      must(row.CommitmentDiscountQuantity !== null, row.CommitmentDiscountId),
  ],
  [
    'committed usage has a status',
    (row) =>
      (row.CommitmentDiscountStatus !== null) ===
      (row.CommitmentDiscountId !== null && row.ChargeCategory === 'Usage' && !isCorrection(row)),
  ],
  [
    'covered usage bills nothing',
    (row) => row.CommitmentDiscountStatus === null || Number(row.BilledCost) === 0,
  ],
  [
    'covered usage is committed',
    (row) => (row.PricingCategory === 'Committed') === (row.CommitmentDiscountStatus !== null),
  ],
  [
    'a commitment is its own resource',
    (row) =>
      !(row.ChargeCategory === 'Purchase' || row.CommitmentDiscountStatus === 'Unused') ||
      row.ResourceId === row.CommitmentDiscountId,
  ],
  ['a resource has a type', (row) => together(row, 'ResourceId', 'ResourceType')],
  ['a name has an id', (row) => row.ResourceName === null || row.ResourceId !== null],
  ['a meter has a sku', (row) => together(row, 'SkuId', 'SkuMeter')],
  [
    'tags are flat',
    (row) =>
      row.Tags === null ||
      Object.values(JSON.parse(row.Tags) as object).every((tag) => typeof tag === 'string'),
  ],
];

/** What a row breaks. */
export const brokenRules = (row: FocusRow): string[] =>
  RULES.filter(([, holds]) => !holds(row)).map(([name]) => name);

const NANO = 9;
/** Dollars as whole nano-dollars. */
export const nanoOf = (dollars: string | null): bigint => {
  const [whole = '0', fraction = ''] = (dollars ?? '0').replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(NANO, '0'));
  return dollars?.startsWith('-') ? -value : value;
};
