import { describe, expect, it } from '@jest/globals';
import type { InvoiceDocument } from '@tidegate/contracts';
import { formOf, idIn } from './invoice-forms.ts';
import { htmlOf } from './invoice-html.ts';
import { pdfOf } from './invoice-pdf.gateway.ts';

const SHA256 = 'ab'.repeat(32);
const lineOf = (nth: number): InvoiceDocument['lines'][number] => ({
  nth,
  class: nth % 7 === 0 ? 'Correction' : null,
  period: '2031-02',
  kind: 'usage',
  endpointId: 'endpt-000000000001',
  sku: 'h100-1x',
  simulated: false,
  fromUs: 0,
  toUs: 1,
  priceNanoUsdPerHour: '2500000000',
  heldUs: '1',
  coveredUs: '0',
  gpuThousandthsUs: '1000',
  unitHours: '12.500000',
  amountNanoUsd: '31250000000',
  sources: 1,
  sourcesSha256: SHA256,
});
const invoice = (lines: InvoiceDocument['lines']): InvoiceDocument => ({
  invoiceId: 'invc-000000000001',
  projectId: 'proj-000000000001',
  period: '2031-02',
  from: '2031-02-01T00:00:00.000Z',
  to: '2031-03-01T00:00:00.000Z',
  timeZone: 'UTC',
  currency: 'USD',
  issuedAt: '2031-03-01T01:00:00.000Z',
  closedBy: { eventId: '00000000-0000-5000-8000-000000000001', position: 17 },
  lines,
  subtotalNanoUsd: '31250000004',
  creditNanoUsd: '1000000000',
  roundingNanoUsd: '-4',
  totalCents: -3025,
  linesSha256: SHA256,
  ledger: { nth: 3, hash: SHA256 },
});

describe('an invoice as a page', () => {
  it('shows its lines and sums', () => {
    const page = htmlOf(invoice([lineOf(1), lineOf(7)]), SHA256);
    for (const text of [
      '12.500000',
      '31.25',
      '2031-02 (correction)',
      '-30.25 USD',
      '-0.000000004 USD',
      SHA256,
    ])
      expect(page).toContain(text);
  });

  it('has no script, nothing from elsewhere, and shows markup as text', () => {
    const page = htmlOf(invoice([{ ...lineOf(1), sku: `<script>alert("x")</script>'&` }]), SHA256);
    expect(page).not.toMatch(/<script|https?:|\bon\w+=|<img|<link/i);
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;');
  });
});

describe('an invoice on paper', () => {
  it('is the same bytes for the same invoice, over many pages too', async () => {
    const long = invoice(Array.from({ length: 200 }, (_, nth) => lineOf(nth + 1)));
    const [first, again] = await Promise.all([pdfOf(long, SHA256), pdfOf(long, SHA256)]);
    expect(first.equals(again)).toBe(true);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect(first.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(4);
    const other = await pdfOf({ ...long, totalCents: 1 }, SHA256);
    expect(other.equals(first)).toBe(false);
  });

  it('takes signs that its fonts lack', async () => {
    const strange = await pdfOf(invoice([{ ...lineOf(1), sku: '漢字 ä' }]), SHA256);
    expect(strange.length).toBeGreaterThan(1000);
  });
});

describe('the form of an invoice', () => {
  it('is what the name says, then what is accepted, then JSON', () => {
    expect(idIn('invc-1.pdf')).toBe('invc-1');
    expect(idIn('invc-1')).toBe('invc-1');
    expect(formOf('invc-1.pdf', 'text/html')).toBe('pdf');
    expect(formOf('invc-1')).toBe('json');
    expect(formOf('invc-1', '*/*')).toBe('json');
    expect(formOf('invc-1', 'text/html,application/xhtml+xml,*/*;q=0.8')).toBe('html');
    expect(formOf('invc-1', 'application/json;q=0.5, application/pdf;q=0.9')).toBe('pdf');
    expect(formOf('invc-1', 'image/png')).toBe('json');
    expect(formOf('invc-1', 'text/html;q=0')).toBe('json');
  });
});
