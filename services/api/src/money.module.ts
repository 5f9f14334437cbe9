import type { Provider, Type } from '@nestjs/common';
import { BudgetController } from './budgets/budget.controller.ts';
import { CostController } from './usage/cost.controller.ts';
import { CreditController } from './invoices/credit.controller.ts';
import { InvoiceController } from './invoices/invoice.controller.ts';
import { LedgerController } from './invoices/ledger.controller.ts';
import { ExportBilling } from './reports/export-billing.gateway.ts';
import { ReportController } from './reports/report.controller.ts';
import { PlanController } from './usage/plan.controller.ts';
import { RateController } from './usage/rate.controller.ts';
import { WebhookController } from './webhooks/webhook.controller.ts';

/** The routes about money: a line for each controller of the slices `usage`, `reports`, `invoices`, `budgets` and `webhooks`. */
export const MONEY_ROUTES: Type[] = [
  CostController,
  RateController,
  PlanController,
  ReportController,
  WebhookController,
  BudgetController,
  CreditController,
  LedgerController,
  InvoiceController,
];

/** What those routes need besides what the api has anyway. */
export const MONEY_PROVIDERS: Provider[] = [ExportBilling];
