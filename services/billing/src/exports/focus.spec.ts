import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Labels } from '../reports/labels.ts';
import { PROJECT, anyLine, lineOf, ready, unphased } from '../reports/lines.spec-helper.ts';
import type { DetailedLine } from '../reports/stretch.ts';
import { FOCUS_COLUMNS, type FocusRow } from './focus-columns.ts';
import type { ChargeContext } from './focus-context.ts';
import { type InvoiceFacts, invoiceRows } from './focus-invoice.ts';
import { focusRows } from './focus-rows.ts';
import { brokenRules, missingColumns, nanoOf, oddColumns } from './focus-rules.spec-helper.ts';

const HOUR_US = 3_600_000_000;
const ENDPOINT = 'endpt-000000000001';
const labels = new Labels([
  { endpointId: ENDPOINT, atUs: 0, name: 'chat', tags: { team: 'ml' }, billingAccount: 'CC-7' },
]);
const NO_INVOICE = { fromUs: 0, toUs: 672 * HOUR_US, invoiceId: null };
const context = (given: Partial<ChargeContext> = {}): ChargeContext => ({
  project: { id: PROJECT, name: 'Research' },
  period: NO_INVOICE,
  fromUs: 0,
  untilUs: HOUR_US,
  ...given,
});
const sum = (rows: readonly FocusRow[], column: 'BilledCost' | 'EffectiveCost'): bigint =>
  rows.reduce((total, row) => total + nanoOf(row[column]), 0n);
const broken = (rows: readonly FocusRow[]) => rows.flatMap(brokenRules);
const commitment = (fromUs: number, toUs: number, replicas = 1, price = 3_600_000_000n) =>
  lineOf([unphased(fromUs, toUs, 800)], {
    kind: 'commitment',
    sourceId: ENDPOINT,
    replicaId: null,
    revision: null,
    unit1024ths: 1024n * BigInt(replicas),
    priceNanoUsdPerHour: price,
    gpuThousandths: 0n,
    vcpuMillis: 0n,
  });

describe('the columns of FOCUS 1.2', () => {
  it('are all there, and no others but our own', () =>
    expect([missingColumns(FOCUS_COLUMNS), oddColumns(FOCUS_COLUMNS)]).toEqual([[], []]));

  it('come first, in their order, and ours after them', () => {
    const theirs = FOCUS_COLUMNS.filter((column) => !column.startsWith('x_'));
    expect(FOCUS_COLUMNS.slice(0, theirs.length)).toEqual([...theirs].sort());
  });
});

describe('usage as FOCUS rows', () => {
  it('is one row an hour, with what was used and what it costs', () => {
    const line = lineOf(
      [ready(0, HOUR_US / 2), ready(HOUR_US / 2, HOUR_US, { phase: 'idle', weightThousandths: 500 })],
      {
        gpuThousandths: 2000n,
        priceNanoUsdPerHour: 4_000_000_000n,
      },
    );
    const { rows, billedNanoUsd } = focusRows(context(), [line], labels);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      ChargeCategory: 'Usage',
      ChargeClass: null,
      ChargePeriodStart: '1970-01-01T00:00:00Z',
      ChargePeriodEnd: '1970-01-01T01:00:00Z',
      BilledCost: '3',
      EffectiveCost: '3',
      ListCost: '3',
      ListUnitPrice: '4',
      PricingQuantity: '0.75',
      PricingUnit: 'Hours',
      ConsumedQuantity: '7200',
      ConsumedUnit: 'GPU-Seconds',
      SkuId: 'h100-1x',
      SkuPriceId: 'h100-1x@4000000000',
      ResourceId: ENDPOINT,
      ResourceName: 'chat',
      SubAccountId: PROJECT,
      Tags: '{"team":"ml"}',
      InvoiceId: null,
      x_CostCenter: 'CC-7',
      x_ReplicaId: 'repl-000000000001',
    });
    expect(billedNanoUsd).toBe(3_000_000_000n);
    expect(broken(rows)).toEqual([]);
  });

  it('counts vCPUs where there is no GPU, and names what is free', () => {
    const cpu = lineOf([ready(0, 1_000_000)], { gpuThousandths: 0n, vcpuMillis: 2500n, billed: false });
    const [row] = focusRows(context(), [cpu], labels).rows;
    expect(row).toMatchObject({ ConsumedQuantity: '2.5', ConsumedUnit: 'vCPU-Seconds', BilledCost: '0' });
    expect(row?.ChargeDescription).toContain('never became ready');
  });

  it('counts add-ons in their own units', () => {
    const given = { kind: 'add-on' as const, gpuThousandths: 0n, vcpuMillis: 0n };
    const disk = lineOf([unphased(0, HOUR_US)], { ...given, sku: 'storage-gib', unit1024ths: 2048n });
    const domain = lineOf([unphased(0, HOUR_US)], {
      ...given,
      sku: 'custom-domain',
      sourceId: 'models.example.com',
      replicaId: null,
    });
    const { rows } = focusRows(context(), [disk, domain], labels);
    expect(rows).toMatchObject([
      {
        PricingUnit: 'GiB-Hours',
        PricingQuantity: '2',
        ConsumedUnit: 'GiB-Seconds',
        ConsumedQuantity: '7200',
      },
      { PricingUnit: 'Domain-Hours', PricingQuantity: '1', ConsumedQuantity: '3600', x_ReplicaId: null },
    ]);
    expect(broken(rows)).toEqual([]);
  });

  it('divides a commitment into what used it and what did not', () => {
    const half = ready(0, HOUR_US / 2, { covered: true });
    const used = lineOf([half, ready(HOUR_US / 2, HOUR_US)]);
    const { rows } = focusRows(context(), [commitment(0, HOUR_US, 2), used], labels);
    expect(broken(rows)).toEqual([]);
    expect(
      rows.map(({ ChargeCategory, CommitmentDiscountStatus, BilledCost, EffectiveCost, PricingQuantity }) => [
        ...[ChargeCategory, CommitmentDiscountStatus, BilledCost, EffectiveCost, PricingQuantity],
      ]),
    ).toEqual([
      ['Purchase', null, '5.76', '0', '2'],
      ['Usage', 'Unused', '0', '4.32', '1.5'],
      ['Usage', 'Used', '0', '1.44', '0.5'],
      ['Usage', null, '1.8', '1.8', '0.5'],
    ]);
  });

  it('keeps all rules, and adds up, whatever is used', () => {
    const anyCommitment = fc
      .record({
        fromUs: fc.nat({ max: HOUR_US }),
        us: fc.integer({ min: 1, max: HOUR_US }),
        price: fc.bigInt(0n, 40_000_000_000n),
      })
      .map(({ fromUs, us, price }) => commitment(fromUs, fromUs + us, 9, price));
    const nowhereElse = fc
      .array(anyLine, { maxLength: 4 })
      .map((lines) => lines.map((line): DetailedLine => ({ ...line, endpointId: ENDPOINT, kind: 'usage' })));
    fc.assert(
      fc.property(nowhereElse, fc.option(anyCommitment), (lines, committed) => {
        const all = [
          ...(committed ? [committed] : []),
          ...lines.map((line) => ({ ...line, sku: 'h100-1x' })),
        ];
        const untilUs = Math.max(HOUR_US, ...all.map(({ toUs }) => toUs));
        const hours = [0, HOUR_US, 2 * HOUR_US, untilUs].sort((a, b) => a - b);
        const told = hours
          .slice(1)
          .flatMap((until, n) => ((hours[n] ?? 0) < until ? [{ fromUs: hours[n] ?? 0, untilUs: until }] : []))
          .map((span) => focusRows(context(span), all, labels));
        const rows = told.flatMap((each) => each.rows);
        expect(
          broken(
            rows.filter(({ ChargePeriodStart, ChargePeriodEnd }) => ChargePeriodStart !== ChargePeriodEnd),
          ),
        ).toEqual([]);
        const due = all.filter(({ billed }) => billed).reduce((total, line) => total + line.costNanoUsd, 0n);
        expect(sum(rows, 'BilledCost')).toBe(due);
        expect(told.reduce((total, { billedNanoUsd }) => total + billedNanoUsd, 0n)).toBe(due);
        const purchased = rows.filter(({ ChargeCategory }) => ChargeCategory === 'Purchase');
        const committedUsage = rows.filter((row) => row.CommitmentDiscountStatus !== null);
        if (committed) expect(sum(committedUsage, 'EffectiveCost')).toBe(sum(purchased, 'BilledCost'));
      }),
      { numRuns: 150 },
    );
  });
});

describe('an invoice as FOCUS rows', () => {
  const invoice: InvoiceFacts = {
    invoiceId: 'invc-000000000001',
    totalCents: 312n,
    creditNanoUsd: 500_000_000n,
    ownNanoUsd: 3_600_000_123n,
    corrections: [
      {
        kind: 'usage',
        sku: 'h100-1x',
        endpointId: ENDPOINT,
        fromUs: 0,
        toUs: HOUR_US,
        amountNanoUsd: 20_000_000n,
      },
      {
        kind: 'commitment',
        sku: 'h100-1x',
        endpointId: ENDPOINT,
        fromUs: 0,
        toUs: HOUR_US,
        amountNanoUsd: -5_000_000n,
      },
    ],
  };
  const period = { ...NO_INVOICE, invoiceId: invoice.invoiceId };

  it('adds up to what is to be paid', () => {
    const line = lineOf([ready(0, HOUR_US)], { priceNanoUsdPerHour: 3_600_000_000n });
    const told = focusRows(context({ period }), [line], labels);
    const rows = [...told.rows, ...invoiceRows(context({ period }), invoice, told.billedNanoUsd)];
    expect(sum(rows, 'BilledCost')).toBe(invoice.totalCents * 10_000_000n);
    expect(new Set(rows.map(({ InvoiceId }) => InvoiceId))).toEqual(new Set([invoice.invoiceId]));
    expect(broken(rows)).toEqual([]);
    expect(
      rows.map(({ ChargeCategory, ChargeClass, BilledCost }) => [ChargeCategory, ChargeClass, BilledCost]),
    ).toEqual([
      ['Usage', null, '3.6'],
      ['Adjustment', null, '0.000000123'],
      ['Usage', 'Correction', '0.02'],
      ['Purchase', 'Correction', '-0.005'],
      ['Credit', null, '-0.5'],
      ['Adjustment', null, '0.004999877'],
    ]);
  });

  it('has no rows of nothing', () => {
    const bare = {
      ...invoice,
      totalCents: 360n,
      creditNanoUsd: 0n,
      ownNanoUsd: 3_600_000_000n,
      corrections: [],
    };
    expect(invoiceRows(context({ period }), bare, 3_600_000_000n)).toEqual([]);
  });
});
