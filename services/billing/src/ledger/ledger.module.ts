import type { Provider, Type } from '@nestjs/common';
import { CloseHours, CloseTimes } from '../closes/close-hours.loop.ts';
import { AnswerCredits } from '../credits/answer-credits.controller.ts';
import { BalanceStore, MoneySources } from '../credits/balance.store.ts';
import { CreditStore } from '../credits/credit.store.ts';
import { GrantCredit } from '../credits/grant-credit.handler.ts';
import { AnnounceInvoices } from '../invoices/announce-invoices.loop.ts';
import { AnswerInvoices } from '../invoices/answer-invoices.controller.ts';
import { DraftStore, DraftTables } from '../invoices/draft.store.ts';
import { InvoiceStore } from '../invoices/invoice.store.ts';
import { ProofStore } from '../invoices/proof.store.ts';
import { SourceReader } from '../invoices/source-reader.store.ts';
import { Books } from '../usage/books.store.ts';
import { AnswerLedger } from './answer-ledger.controller.ts';
import { LedgerBooks } from './books.store.ts';
import { ChainStore } from './chain.store.ts';
import { CloseStore } from './close.store.ts';
import { LedgerGauges } from './ledger-gauges.store.ts';
import { LedgerStore } from './ledger.store.ts';

/** What keeps the books and reads them. */
export const LEDGER_STORES: Provider[] = [
  LedgerStore,
  CloseStore,
  ChainStore,
  InvoiceStore,
  SourceReader,
  CreditStore,
  LedgerBooks,
  { provide: Books, useExisting: LedgerBooks },
];

/** What answers about them, and what closes hours and months. */
export const LEDGER_PROVIDERS: Provider[] = [
  BalanceStore,
  MoneySources,
  GrantCredit,
  DraftStore,
  DraftTables,
  ProofStore,
  CloseTimes,
  CloseHours,
  AnnounceInvoices,
  LedgerGauges,
];

export const LEDGER_ANSWERS: Type[] = [AnswerCredits, AnswerLedger, AnswerInvoices];
