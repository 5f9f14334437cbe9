import { projectionConsumer } from '@tidegate/eventing/nest';
import { Exports } from '../exports/exports.handler.ts';
import { FocusMonths } from '../exports/focus-months.handler.ts';
import { InvoiceFactsStore } from '../exports/invoice-facts.store.ts';
import { AnswerReports } from './answer-reports.controller.ts';
import { Burns } from './burns.handler.ts';
import { DetailedUsage, DetailStores } from './detailed-usage.store.ts';
import { LabelStore } from './label.store.ts';
import { labels } from './labels.projection.ts';
import { UsageReports } from './usage-reports.handler.ts';

/** What answers questions about reports and exports, and follows names and tags. */
export const REPORTS_ANSWERS = [AnswerReports, projectionConsumer(labels)];

/** What that needs besides the stores of usage. */
export const REPORTS_PROVIDERS = [
  LabelStore,
  DetailStores,
  DetailedUsage,
  UsageReports,
  Burns,
  InvoiceFactsStore,
  FocusMonths,
  Exports,
];
