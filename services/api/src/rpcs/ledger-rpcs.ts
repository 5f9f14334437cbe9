import { as, idIn, type Json, pageAs, pick, type Rpcs } from './rpc.ts';

const project = (request: Json): string => `/v1/projects/${idIn(request, 'projectId')}`;
const invoice = (request: Json): string => `/v1/billing/invoices/${idIn(request, 'invoiceId')}`;
const page = (request: Json): Json => pick(request, 'limit', 'cursor');

export const LEDGER_RPCS: Rpcs = {
  GrantCredit: {
    ask: (request) => ({
      method: 'POST',
      path: `${project(request)}/credits`,
      body: pick(request, 'kind', 'amountUsd', 'expiresAt', 'note'),
    }),
    answer: as('credit'),
  },
  ListCredits: {
    ask: (request) => ({ method: 'GET', path: `${project(request)}/credits`, query: page(request) }),
    answer: pageAs('credits'),
  },
  GetBalance: {
    ask: (request) => ({ method: 'GET', path: `${project(request)}/balance` }),
    answer: as('balance'),
  },
  ListLedgerTransactions: {
    ask: (request) => ({ method: 'GET', path: '/v1/billing/ledger', query: page(request) }),
    answer: pageAs('transactions'),
  },
  ListInvoices: {
    ask: (request) => ({ method: 'GET', path: '/v1/billing/invoices', query: page(request) }),
    answer: pageAs('invoices'),
  },
  GetInvoice: { ask: (request) => ({ method: 'GET', path: invoice(request) }), answer: as('invoice') },
  GetInvoiceDraft: {
    ask: () => ({ method: 'GET', path: '/v1/billing/invoices/draft' }),
    answer: as('draft'),
  },
  ListInvoiceProof: {
    ask: (request) => ({
      method: 'GET',
      path: `${invoice(request)}/proof`,
      query: { line: request['line'] ?? 0, ...page(request) },
    }),
    answer: ({ body }) => ({ ...body, sources: body['items'] }),
  },
};
