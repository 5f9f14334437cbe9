import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type InvoiceDocument,
  ledgerQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Answers, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, operator, testApi } from '../api.spec-helper.ts';

const INVOICE = 'invc-000000000001';
let owner = { id: '', token: '' };
let stranger = { id: '', token: '' };

const documentOf = (projectId: string): InvoiceDocument => ({
  invoiceId: INVOICE,
  projectId,
  period: '2031-02',
  from: '2031-02-01T00:00:00.000Z',
  to: '2031-03-01T00:00:00.000Z',
  timeZone: 'UTC',
  currency: 'USD',
  issuedAt: '2031-03-01T01:00:00.000Z',
  closedBy: { eventId: '00000000-0000-5000-8000-000000000001', position: 17 },
  lines: [],
  subtotalNanoUsd: '0',
  creditNanoUsd: '0',
  roundingNanoUsd: '0',
  totalCents: 0,
  linesSha256: 'ab'.repeat(32),
  ledger: { nth: 3, hash: 'cd'.repeat(32) },
});
const sha256 = (text: string): string => hash('sha256', text, 'hex');

const granted: AskOf<typeof questions.grantCredit>[] = [];

/** The billing service, in memory: one project has one invoice. */
@Controller()
class MemoryBilling {
  @Answers(questions.grantCredit)
  grant(ask: AskOf<typeof questions.grantCredit>): Promise<AnswerOf<typeof questions.grantCredit>> {
    granted.push(ask);
    return Promise.resolve({
      id: 'cred-000000000001',
      projectId: ask.projectId,
      kind: ask.kind,
      amountNanoUsd: ask.amountNanoUsd,
      amountUsd: '12.50',
      remainingNanoUsd: ask.amountNanoUsd,
      remainingUsd: '12.50',
      grantedAt: '2031-02-01T00:00:00.000Z',
      expiresAt: ask.expiresAt,
      note: ask.note,
    });
  }

  @Answers(questions.credits)
  credits(_: AskOf<typeof questions.credits>): Promise<AnswerOf<typeof questions.credits>> {
    return Promise.resolve({ items: [], nextCursor: '9' });
  }

  @Answers(questions.ledger)
  ledger(_: AskOf<typeof questions.ledger>): Promise<AnswerOf<typeof questions.ledger>> {
    return Promise.resolve({ items: [], nextCursor: null });
  }

  @Answers(questions.invoice)
  async invoice({
    projectId,
    invoiceId,
  }: AskOf<typeof questions.invoice>): Promise<AnswerOf<typeof questions.invoice>> {
    if (projectId !== owner.id || invoiceId !== INVOICE) refuse('invoice.not_found', { invoiceId });
    const text = JSON.stringify(documentOf(projectId));
    return Promise.resolve({ text, sha256: sha256(text) });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'billing' })], controllers: [MemoryBilling] })
class MemoryBillingModule {}

let api: TestApi;
let billing: TestService;
beforeAll(async () => {
  api = await testApi();
  const { databaseUrl, natsUrl, natsToken } = api.app;
  billing = await testService({
    service: 'billing',
    module: MemoryBillingModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  [owner, stranger] = [await api.newProject(), await api.newProject()];
});
afterAll(async () => {
  await billing.close();
  await api.close();
});

const get = (path: string, { token = owner.token, accept = '' } = {}) =>
  api.call('GET', path, { token, headers: accept ? { accept } : {} });

describe('an invoice', () => {
  it('is JSON whose bytes have the hash that is told', async () => {
    const answer = await api.eventually(async () => {
      const found = await get(`/v1/billing/invoices/${INVOICE}`);
      expect(found.status).toBe(200);
      return found;
    });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-content-sha256')).toBe(sha256(answer.text));
    expect(answer.text).toBe(JSON.stringify(documentOf(owner.id)));
  });

  it('is a page or a document by its name or by what is accepted', async () => {
    const page = await get(`/v1/billing/invoices/${INVOICE}.html`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain(`<title>Invoice ${INVOICE}</title>`);
    const accepted = await get(`/v1/billing/invoices/${INVOICE}`, { accept: 'text/html' });
    expect(accepted.text).toBe(page.text);
    const paper = await get(`/v1/billing/invoices/${INVOICE}`, { accept: 'application/pdf' });
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(paper.headers.get('content-disposition')).toBe(`inline; filename="${INVOICE}.pdf"`);
    expect(paper.text.startsWith('%PDF-')).toBe(true);
    expect((await get(`/v1/billing/invoices/${INVOICE}.pdf`)).text).toBe(paper.text);
  });

  it('of a stranger is not found, as one that there is not', async () => {
    const theirs = await get(`/v1/billing/invoices/${INVOICE}`, { token: stranger.token });
    expect([theirs.status, theirs.body.code]).toEqual([404, 'invoice.not_found']);
    const none = await get('/v1/billing/invoices/invc-ffffffffffff');
    expect([none.status, none.body.code]).toEqual([404, 'invoice.not_found']);
    expect((await get('/v1/billing/invoices/..%2f..')).body.code).toBe('invoice.not_found');
  });

  it('needs the number of the line whose proof is wanted', async () => {
    const { status, body } = await get(`/v1/billing/invoices/${INVOICE}/proof?line=0`);
    expect([status, body.errors[0]?.pointer]).toEqual([400, '?line']);
  });
});

describe('a credit', () => {
  const grant = (body: object, token = operator) =>
    api.call('POST', `/v1/projects/${owner.id}/credits`, { token, body });

  it('is granted by the operator alone, in exact dollars', async () => {
    granted.length = 0;
    expect((await grant({ kind: 'prepaid', amountUsd: '1' }, owner.token)).status).toBe(403);
    const answer = await grant({
      kind: 'prepaid',
      amountUsd: '12.5',
      expiresAt: '2031-12-31T00:00:00+01:00',
    });
    expect(answer.status).toBe(201);
    expect(granted).toMatchObject([
      {
        projectId: owner.id,
        kind: 'prepaid',
        amountNanoUsd: '12500000000',
        expiresAt: '2031-12-30T23:00:00.000Z',
        note: '',
        actor: 'operator',
      },
    ]);
  });

  it('of nothing, of too many digits, or until no day is refused', async () => {
    const pointers = async (body: object) => (await grant(body)).body.errors.map(({ pointer }) => pointer);
    expect(await pointers({ kind: 'gift', amountUsd: '1' })).toEqual(['/kind']);
    expect(await pointers({ kind: 'prepaid', amountUsd: '0.00' })).toEqual(['/amountUsd']);
    expect(await pointers({ kind: 'prepaid', amountUsd: '0.0000000001' })).toEqual(['/amountUsd']);
    expect(await pointers({ kind: 'prepaid', amountUsd: '-1' })).toEqual(['/amountUsd']);
    expect(await pointers({ kind: 'prepaid', amountUsd: '1', expiresAt: 'never' })).toEqual(['/expiresAt']);
  });

  it('is listed to its own project', async () => {
    const path = `/v1/projects/${owner.id}/credits`;
    expect((await get(path)).body).toEqual({ items: [], nextCursor: '9' });
    const theirs = await get(path, { token: stranger.token });
    expect([theirs.status, theirs.body.code]).toEqual([404, 'project.not_found']);
    const balance = await get(`/v1/projects/${owner.id}/balance`, { token: stranger.token });
    expect(balance.body.code).toBe('project.not_found');
    expect((await get('/v1/billing/ledger')).body).toEqual({ items: [], nextCursor: null });
  });
});
