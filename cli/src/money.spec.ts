import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, run } from './run.ts';

const ID = 'endpt-0123456789ab';
const INVOICE = 'invc-0123456789ab';
const PROJECT = 'proj-0123456789ab';
const figures = {
  burnNanoUsdPerHour: '3020000007',
  soFarNanoUsd: '12345678901',
  forecastNanoUsd: '80000000000',
  lowNanoUsd: '60000000000',
  highNanoUsd: '120000000000',
};
const burn = {
  ...figures,
  asOf: '2031-02-10T00:00:00.000Z',
  period: '2031-02',
  until: '2031-03-01T00:00:00.000Z',
  timeZone: 'UTC',
  formula: 'So far, and the rest like the last seven days.',
  endpoints: [{ ...figures, endpointId: ID, name: 'chat\u001b[2J' }],
  endpointsLeftOut: 3,
};
const group = (day: string, team: string | null, hours: number, costNanoUsd: string) => ({
  group: { day, endpoint: ID, 'tag:team': team },
  endpointName: 'chat',
  heldMicroseconds: String(hours * 3_600_000_000),
  gpuThousandthsMicroseconds: String(hours * 2 * 3_600_000_000_000),
  costNanoUsd,
  costUsd: '0.00',
});
const sums = {
  period: '2031-01',
  subtotalNanoUsd: '12345678901',
  creditNanoUsd: '2000000000',
  roundingNanoUsd: '-5678901',
  totalCents: 1034,
};
const invoice = {
  ...sums,
  invoiceId: INVOICE,
  issuedAt: '2031-02-01T01:00:00.000Z',
  lines: [
    {
      nth: 1,
      class: 'Correction',
      period: '2030-12',
      kind: 'usage',
      endpointId: ID,
      sku: 'h100-1x',
      simulated: true,
      unitHours: '4.115226',
      priceNanoUsdPerHour: '3000000000',
      amountNanoUsd: '-12345678901',
    },
  ],
};
const credit = {
  id: 'cred-0123456789ab',
  kind: 'prepaid',
  amountNanoUsd: '100000000000',
  remainingNanoUsd: '98000000000',
  grantedAt: '2031-01-01T00:00:00.000Z',
  expiresAt: null,
  note: 'welcome',
};
const balance = {
  asOf: '2031-02-10T00:00:00.000Z',
  availableNanoUsd: '98000000000',
  accruedNanoUsd: '0',
  unpostedNanoUsd: '5000000',
  invoicedNanoUsd: '10340000000',
};
const budget = {
  id: 'budg-0123456789ab',
  name: 'all of it',
  endpointId: null,
  limitNanoUsd: '50000000000',
  spentNanoUsd: '12345678901',
  percent: 24.69,
  isHard: true,
  thresholdsPercent: [50, 80, 100],
  state: 'within',
  overshootBoundNanoUsd: '12500000',
};

const seen: URL[] = [];
let groups: unknown[] = [];
let projectId: string | null = PROJECT;
let breaksOff = false;
let server: Server;
let url: string;
const page = (items: readonly unknown[]) => ({ items, nextCursor: null });
const answers = (): Record<string, unknown> => ({
  '/v1/billing/burn': burn,
  '/v1/endpoints': page([{ id: ID, name: 'chat' }]),
  '/v1/billing/invoices': page([{ ...sums, invoiceId: INVOICE, issuedAt: invoice.issuedAt, lines: 1 }]),
  [`/v1/billing/invoices/${INVOICE}`]: invoice,
  '/v1/billing/invoices/draft': { ...invoice, invoiceId: undefined, asOf: balance.asOf },
  '/v1/me': { projectId },
  [`/v1/projects/${PROJECT}/credits`]: page([credit]),
  [`/v1/projects/${PROJECT}/balance`]: balance,
  '/v1/budgets': page([budget]),
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const at = new URL(request.url ?? '', url);
    seen.push(at);
    const from = Number(at.searchParams.get('cursor') ?? 0);
    const to = from + Number(at.searchParams.get('limit'));
    if (request.headers.accept === 'application/pdf') response.end('%PDF-1.7');
    else if (at.pathname === '/v1/billing/export') {
      response.write('a,b\r\n', () => (breaksOff ? response.destroy() : response.end('1,2\r\n')));
    } else if (at.pathname === '/v1/billing/usage') {
      const nextCursor = to < groups.length ? String(to) : null;
      response.end(JSON.stringify({ items: groups.slice(from, to), nextCursor }));
    } else {
      const answer = answers()[at.pathname];
      response.statusCode = answer ? 200 : 404;
      response.end(
        JSON.stringify(answer ?? { title: 'There is no such invoice', code: 'invoice.not_found' }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  [groups, projectId, breaksOff] = [[], PROJECT, false];
  seen.length = 0;
});

const tidegate = async (...args: string[]) => {
  let [out, err] = ['', ''];
  const code = await run(args, {
    defaults: { url, token: 'tok', keptToken: null },
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { code, out, err };
};

describe('tidegate cost', () => {
  it('says what it costs now, so far and by the end of the month', async () => {
    const { code, out } = await tidegate('cost');
    expect(code).toBe(EXIT.done);
    expect(out.split('\n')).toEqual([
      '$3.0200 an hour now. $12.3456 so far in 2031-02; $80.0000 by 2031-03-01T00:00:00.000Z (UTC), between $60.0000 and $120.0000.',
      'So far, and the rest like the last seven days.',
      '',
      'ENDPOINT  AN HOUR    SO FAR  FORECAST       LOW       HIGH',
      'chat\ufffd[2J  $3.0200  $12.3456  $80.0000  $60.0000  $120.0000',
      '3 more are in the sums.',
      '',
    ]);
  });

  it('is that of one endpoint, called by its name', async () => {
    expect(JSON.parse((await tidegate('cost', 'chat', '-o', 'json')).out)).toEqual(burn);
    expect(seen.at(-1)?.searchParams.get('endpointId')).toBe(ID);
  });
});

describe('tidegate usage', () => {
  it('lists groups by whatever they are divided, and what they are together', async () => {
    groups = [group('2031-02-01', 'ml', 1.5, '4500000000'), group('2031-02-02', null, 0.25, '750000000')];
    const { out } = await tidegate(
      'usage',
      '--by',
      'day,endpoint',
      '--by',
      'tag:team',
      '--since',
      '7d',
      '--tag',
      'team=ml',
    );
    expect(out.split('\n')).toEqual([
      'DAY         ENDPOINT  TAG:TEAM  REPLICA-HOURS  GPU-HOURS     COST',
      '2031-02-01      chat        ml          1.500      3.000  $4.5000',
      '2031-02-02      chat         -          0.250      0.500  $0.7500',
      'together                                1.750      3.500  $5.2500',
      '',
    ]);
    const { groupBy, tag, from } = Object.fromEntries(seen[0]!.searchParams);
    expect([groupBy, tag]).toEqual(['day,endpoint,tag:team', 'team=ml']);
    expect(Math.abs(Date.now() - 7 * 86_400_000 - Date.parse(from!))).toBeLessThan(60_000);
  });

  it('goes from page to page, as far as it is told to', async () => {
    groups = Array.from({ length: 450 }, (_, n) => group('2031-02-01', null, 1, String(n)));
    const { out } = await tidegate('usage', '--limit', '430', '-o', 'json');
    expect((JSON.parse(out) as { items: unknown[] }).items).toEqual(groups.slice(0, 430));
    expect(seen.map(({ searchParams }) => [searchParams.get('limit'), searchParams.get('groupBy')])).toEqual([
      ['200', 'day'],
      ['200', 'day'],
      ['30', 'day'],
    ]);
    groups = [];
    expect((await tidegate('usage')).out).toBe('Nothing was used in that time.\n');
  });
});

describe('tidegate invoices', () => {
  it('lists them, and shows one with its lines', async () => {
    expect((await tidegate('invoices')).out.split('\n')).toEqual([
      'INVOICE              MONTH                      MADE  LINES     USAGE   CREDIT  ROUNDING  TO PAY',
      `${INVOICE}  2031-01  2031-02-01T01:00:00.000Z      1  $12.3456  $2.0000  -$0.0056  $10.34`,
      '',
    ]);
    const { out } = await tidegate('invoice', INVOICE);
    expect(out.split('\n')).toEqual([
      `${INVOICE} for 2031-01, made 2031-02-01T01:00:00.000Z`,
      '',
      'LINE              MONTH   KIND            ENDPOINT                   OF     HOURS  AN HOUR       COST',
      `1     2030-12 corrected  usage  ${ID}  h100-1x (simulated)  4.115226  $3.0000  -$12.3456`,
      '',
      'Usage $12.3456, from credit $2.0000, rounding -$0.0056: to pay $10.34',
      '',
    ]);
    expect((await tidegate('invoice', 'draft')).out).toContain('2031-01 as it stands at 2031-02-10');
  });

  it('saves one as a PDF', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
    const file = join(folder, 'invoice.pdf');
    const { code, out } = await tidegate('invoice', INVOICE, '--pdf', file);
    expect([code, out, readFileSync(file, 'utf8')]).toEqual([EXIT.done, `${file}\n`, '%PDF-1.7']);
    const { code: failed, err } = await tidegate(
      'invoice',
      INVOICE,
      '--pdf',
      join(folder, 'no', 'folder.pdf'),
    );
    expect([failed, err]).toEqual([EXIT.misused, expect.stringContaining('cannot be written')]);
    rmSync(folder, { recursive: true });
  });

  it('says that there is none of that id', async () => {
    const { code, err } = await tidegate('invoice', 'invc-ffffffffffff');
    expect([code, err]).toEqual([EXIT.notFound, 'tidegate: There is no such invoice (invoice.not_found)\n']);
  });
});

describe('tidegate credits', () => {
  it('says what is left, what is owed, and lists them', async () => {
    expect((await tidegate('credits')).out.split('\n')).toEqual([
      '$98.0000 may still be used before anything is owed (2031-02-10T00:00:00.000Z).',
      'Owed and on no invoice: $0.0000; used since the last full hour: $0.0050; invoiced: $10.3400',
      '',
      'CREDIT                KIND    GRANTED      LEFT                     SINCE  EXPIRES     NOTE',
      'cred-0123456789ab  prepaid  $100.0000  $98.0000  2031-01-01T00:00:00.000Z    never  welcome',
      '',
    ]);
  });

  it('are a project’s: whoever asks as nobody’s is told so', async () => {
    projectId = null;
    const { code, err } = await tidegate('credits');
    expect([code, err]).toEqual([EXIT.notFound, expect.stringContaining('of no project')]);
  });
});

describe('tidegate budgets', () => {
  it('lists them with what they may be exceeded by', async () => {
    expect((await tidegate('budgets')).out.split('\n')).toEqual([
      'BUDGET     ID                 OF     LIMIT     SPENT    OF IT  TELLS AT   STOPS  AT MOST BEYOND  STATE',
      'all of it  budg-0123456789ab   -  $50.0000  $12.3456  24.69 %  50,80,100  yes           $0.0125  within',
      '',
    ]);
  });
});

describe('tidegate billing export', () => {
  it('writes the file out as it comes', async () => {
    const { code, out } = await tidegate(
      'billing',
      'export',
      '--format',
      'focus',
      '--since',
      '2031-01-01T00:12:34Z',
    );
    expect([code, out]).toEqual([EXIT.done, 'a,b\r\n1,2\r\n']);
    expect(Object.fromEntries(seen[0]!.searchParams)).toEqual({
      format: 'focus',
      from: '2031-01-01T00:00:00.000Z',
    });
  });

  it('says that it is not whole when it breaks off', async () => {
    breaksOff = true;
    const { code, err } = await tidegate('billing', 'export');
    expect([code, err]).toEqual([EXIT.failed, expect.stringContaining('it is not whole')]);
  });
});

describe('what is not understood', () => {
  it.each([
    [['usage', '--by', 'moon']],
    [['usage', '--by', 'tag:']],
    [['usage', '--since', 'moon']],
    [['invoice', 'one', 'two']],
    [['billing']],
    [['billing', 'export', '--format', 'xml']],
    [['billing', 'verify', '--moon']],
  ])('ends with 2: %j', async (args) => {
    const { code, out, err } = await tidegate(...args);
    expect([code, out]).toEqual([EXIT.misused, '']);
    expect(err).not.toBe('');
  });
});
