import { type RefusalKind, refusal } from './refusal-kind.ts';

/** What is refused of money: budgets, credits, invoices. */
export const billingRefusals = {
  'billing.spending_stopped': refusal(402, 'FAILED_PRECONDITION', 'The money for this endpoint is spent', {
    detail: 'The endpoint {endpointId} sleeps, because a budget or the credit that pays for it is used up.',
    remedy:
      'Its owner raises or removes the budget, or adds credit, and it wakes with the next request; a budget begins anew each month.',
  }),
  'budget.not_found': refusal(404, 'NOT_FOUND', 'There is no such budget', {
    detail: 'No budget {budgetId} in this project.',
    remedy: 'List the budgets of the project to find its id.',
  }),
  'budget.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has too many budgets', {
    detail: 'A project may have at most {limit} budgets.',
    remedy: 'Change or remove one of them.',
  }),
  'credit.too_many': refusal(403, 'RESOURCE_EXHAUSTED', 'The project has too many credits', {
    detail: 'A project may have at most {limit} credits.',
    remedy: 'Grant larger ones.',
  }),
  'invoice.not_found': refusal(404, 'NOT_FOUND', 'There is no such invoice', {
    detail: 'No invoice {invoiceId} of this project.',
    remedy: 'List the invoices of the project to find its id.',
  }),
  'invoice.line_not_found': refusal(404, 'NOT_FOUND', 'The invoice has no such line', {
    detail: 'The invoice {invoiceId} has no line {line}.',
    remedy: 'Get the invoice: its lines are numbered from 1.',
  }),
  'usage.too_large': refusal(413, 'RESOURCE_EXHAUSTED', 'The report would be too large', {
    detail: 'What is asked for has more than {limit} parts.',
    remedy: 'Ask for a shorter time, for one endpoint, or for fewer groups.',
  }),
  'billing_export.too_many': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many exports are running', {
    detail: 'At most {limit} exports of this kind run at a time.',
    remedy: 'Read those that are running to their end, or try again in a minute.',
  }),
} as const satisfies Record<string, RefusalKind>;
