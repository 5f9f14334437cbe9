import { describe, expect, it } from '@jest/globals';
import { InvoiceDocument } from '@tidegate/contracts';
import { sha256 } from '../ledger/books.spec-helper.ts';
import { hoursOf, type Invoice, invoiceOf } from './invoice.ts';
import { idOf, line, Log, PROJECT } from './invoices.spec-helper.ts';
import { newSourcesOf } from './source.ts';

const CENT = 10_000_000;
const invoicesOf = (log: Log): Invoice[] => [...log.replay.invoices.values()];

describe('the invoice of a month', () => {
  it('has a line for each endpoint, thing and price, and comes to whole cents', () => {
    const log = new Log();
    log.lines = [
      line({ replica: 1, period: '2031-01', cost: CENT }),
      line({ replica: 2, period: '2031-01', cost: CENT + 3 }),
      line({ replica: 3, period: '2031-01', cost: 5, sku: 'l4-1x' }),
      line({ replica: 4, period: '2031-01', cost: 9, billed: false }),
      line({ replica: 5, period: '2031-02', cost: 7 }),
    ];
    log.grant(1, CENT);
    log.period('2031-01');
    const [invoice] = invoicesOf(log);
    expect(InvoiceDocument.parse(JSON.parse(invoice?.text ?? ''))).toEqual(invoice?.document);
    expect(invoice?.document).toMatchObject({
      subtotalNanoUsd: String(2 * CENT + 8),
      creditNanoUsd: String(CENT),
      roundingNanoUsd: '-8',
      totalCents: 1,
      lines: [
        { nth: 1, class: null, sku: 'h100-1x', sources: 2, amountNanoUsd: String(2 * CENT + 3) },
        { nth: 2, class: null, sku: 'l4-1x', sources: 1, amountNanoUsd: '5' },
      ],
    });
    expect(sha256(invoice?.text ?? '')).toBe(invoice?.sha256);
    expect(sha256(JSON.stringify(invoice?.document.lines))).toBe(invoice?.document.linesSha256);
  });

  it('lists a late fact of an earlier month once, as a correction with that month', () => {
    const log = new Log();
    log.lines = [line({ replica: 1, period: '2031-01', cost: 3 * CENT })];
    log.period('2031-01');
    const before = invoicesOf(log)[0]?.text;
    log.lines = [
      line({ replica: 1, period: '2031-01', cost: 2 * CENT }),
      line({ replica: 2, period: '2031-01', cost: 4 * CENT, endpoint: 2 }),
      line({ replica: 3, period: '2031-02', cost: 5 * CENT }),
    ];
    log.hour();
    log.period('2031-02');
    log.period('2031-03');
    const invoices = invoicesOf(log);
    expect(invoices).toHaveLength(2);
    expect(invoices[0]?.text).toBe(before);
    expect(invoices[1]?.document.lines).toMatchObject([
      { class: null, period: '2031-02', amountNanoUsd: String(5 * CENT) },
      { class: 'Correction', period: '2031-01', endpointId: idOf('endpt', 1), amountNanoUsd: String(-CENT) },
      {
        class: 'Correction',
        period: '2031-01',
        endpointId: idOf('endpt', 2),
        amountNanoUsd: String(4 * CENT),
      },
    ]);
    expect(invoices[1]?.document.totalCents).toBe(8);
  });

  it('has a source for each line of a replica', () => {
    const lines = [
      line({ replica: 1, period: '2031-01', cost: 5 }),
      line({ replica: 1, period: '2031-01', cost: 7, fromUs: 5 }),
      line({ replica: 1, period: '2031-01', cost: 9, fromUs: 12, price: 1 }),
    ];
    expect(newSourcesOf(lines, []).map(({ amountNanoUsd }) => amountNanoUsd)).toEqual([5n, 9n, 7n]);
    const [, ...invoiced] = newSourcesOf(lines, []);
    expect(newSourcesOf(lines, invoiced)).toMatchObject([{ fromUs: 0, amountNanoUsd: 5n }]);
  });

  it('has no line where nothing but the credit for a month that is closed has changed', () => {
    const log = new Log();
    const used = [line({ replica: 1, period: '2031-01', cost: 10 * CENT })];
    log.grant(1, 10 * CENT, 4_000_000_000);
    log.lines = used;
    log.hour();
    log.period('2031-01');
    log.lines = [line({ replica: 1, period: '2031-01', cost: 7 * CENT })];
    log.hour(7_200_000_000);
    log.lines = used;
    log.hour(10_800_000_000);
    log.period('2031-02');
    expect(invoicesOf(log).map(({ document }) => document)).toMatchObject([
      { subtotalNanoUsd: String(10 * CENT), creditNanoUsd: String(10 * CENT), totalCents: 0 },
      { subtotalNanoUsd: '0', creditNanoUsd: String(-3 * CENT), totalCents: 3, lines: [] },
    ]);
  });

  it('of a project that used nothing is none', () => {
    const log = new Log();
    log.grant(1, CENT);
    log.period('2031-01');
    expect(invoicesOf(log)).toEqual([]);
  });

  it('that does not come to what the ledger says is not made', () => {
    const sums = { subtotalNanoUsd: 4n, creditNanoUsd: 0n, roundingNanoUsd: -4n, totalCents: 0n };
    const about = {
      period: '2031-01',
      fromUs: 0,
      toUs: 1,
      timeZone: 'UTC',
      closedBy: { eventId: '', position: 1 },
      issuedAtUs: 0,
    };
    const sources = newSourcesOf([line({ replica: 1, period: '2031-01', cost: 5 })], []);
    const books = { projectId: PROJECT, nth: 1, hash: '' };
    expect(() => invoiceOf({ sources, sums, books }, about, sha256)).toThrow('come to 5, the ledger says 4');
  });
});

describe('hours on an invoice', () => {
  it('have six places, cut off', () => {
    const hour = 3_600_000_000n * 1000n * 1024n;
    expect([0n, hour, 3n * hour - 1n, -hour / 2n, 1n].map(hoursOf)).toEqual([
      '0.000000',
      '1.000000',
      '2.999999',
      '-0.500000',
      '0.000000',
    ]);
  });
});
