import { describe, expect, it } from '@jest/globals';
import { Findings, ledgerReportOf } from './findings.ts';
import { GENESIS_HASH, NO_LINK } from './transaction.ts';
import { wantedIn } from './wanted.ts';

describe('the words of a verification', () => {
  it('name a month, an invoice, both or nothing', () => {
    expect(wantedIn([])).toEqual({ period: null, invoiceId: null });
    expect(wantedIn(['--period', '2031-02', '--invoice', 'invc-0123456789ab'])).toEqual({
      period: '2031-02',
      invoiceId: 'invc-0123456789ab',
    });
  });

  it('that mean nothing are told', () => {
    expect(wantedIn(['--month', '2031-02'])).toContain('--month is not known here');
    expect(wantedIn(['--period', '2031-13'])).toBe('--period 2031-13 is none');
    expect(wantedIn(['--period'])).toBe('--period  is none');
  });
});

describe('what a verification finds', () => {
  it('is agreement where every hash is the same', () => {
    const findings = new Findings();
    findings.chain('proj-1', { nth: 2, hash: 'a' }, { nth: 2, hash: 'a' });
    findings.invoice('invc-1', { hash: 'a', isWhole: true }, 'a');
    const result = findings.result(7);
    expect(result).toMatchObject({ agrees: true, projects: 1, transactions: 2, invoices: 1 });
    expect(ledgerReportOf(result)).toContain('Every hash is what the log says.');
  });

  it('names each difference', () => {
    const findings = new Findings();
    findings.chain('proj-1', NO_LINK, { nth: 1, hash: 'a' });
    findings.broken('proj-2', 3);
    findings.invoice('invc-1', { hash: 'a', isWhole: true }, 'b');
    findings.invoice('invc-2', { hash: 'a', isWhole: false }, 'a');
    findings.invoice('invc-3', { hash: 'a', isWhole: true }, undefined);
    findings.missing('invc-4', GENESIS_HASH);
    const report = ledgerReportOf(findings.result(7));
    for (const words of [
      'proj-1 ends with no transaction; the log says transaction 1, a',
      'proj-2 is broken at transaction 3',
      'invc-1 is a; the log says b',
      'invc-2 is not what its own hashes say',
      'invc-3 is a; the log says that there is none',
      'invc-4 is missing',
      '6 difference(s)',
    ])
      expect(report).toContain(words);
  });
});
