import { z } from 'zod';
import { NanoUsd, PeriodName } from './billing.events.ts';
import { CreditId, EndpointId, InvoiceId, ProjectId, ReplicaId } from './ids.ts';
import type { Question } from './questions.ts';

const At = z.iso.datetime();
const Us = z.int();
const Whole = z.string().regex(/^-?\d{1,40}$/);
const Sha256Text = z.string().regex(/^[0-9a-f]{64}$/);
const LineKindName = z.enum(['usage', 'commitment', 'add-on']);
const CreditKind = z.enum(['prepaid', 'promotional']);

export const CreditView = z.object({
  id: CreditId,
  projectId: ProjectId,
  kind: CreditKind,
  amountNanoUsd: NanoUsd,
  amountUsd: z.string(),
  /** What is left of it as of the last close. */
  remainingNanoUsd: NanoUsd,
  remainingUsd: z.string(),
  grantedAt: At,
  expiresAt: At.nullable(),
  note: z.string(),
});
export type CreditView = z.infer<typeof CreditView>;

/** A project’s money as of now. */
export const BalanceView = z.object({
  projectId: ProjectId,
  asOf: At,
  /** What is left of its credits as of the last close. */
  creditNanoUsd: Whole,
  creditUsd: z.string(),
  /** What it has used since then, which no close has seen. */
  unpostedNanoUsd: Whole,
  unpostedUsd: z.string(),
  /** What it may still use before it owes anything: the credit without that, and without what has expired since. */
  availableNanoUsd: NanoUsd,
  availableUsd: z.string(),
  /** What it owes as of the last close, and no invoice holds. */
  accruedNanoUsd: Whole,
  accruedUsd: z.string(),
  /** What its invoices come to, in whole cents. */
  invoicedNanoUsd: Whole,
  invoicedUsd: z.string(),
});
export type BalanceView = z.infer<typeof BalanceView>;

export const LedgerTransactionView = z.object({
  /** Its number in the project’s chain, from 1. */
  nth: z.int(),
  cause: z.enum(['credit', 'hour', 'period']),
  /** The event of the log that it follows from. */
  eventId: z.uuid(),
  position: z.int(),
  at: At,
  atUs: Us,
  /** They sum to 0: debits are positive. */
  entries: z.array(
    z.object({
      account: z.string(),
      period: PeriodName.nullable(),
      kind: LineKindName.nullable(),
      sku: z.string().nullable(),
      creditId: CreditId.nullable(),
      amountNanoUsd: Whole,
      amountUsd: z.string(),
    }),
  ),
  previousHash: Sha256Text,
  /** SHA-256 of the previous hash, a line feed and the transaction’s one spelling. */
  hash: Sha256Text,
});
export type LedgerTransactionView = z.infer<typeof LedgerTransactionView>;

export const InvoiceLineView = z.object({
  nth: z.int(),
  /** `Correction`: of an earlier month, what has become more or less of it since its invoice. */
  class: z.literal('Correction').nullable(),
  period: PeriodName,
  kind: LineKindName,
  endpointId: EndpointId,
  sku: z.string(),
  simulated: z.boolean(),
  /** The first beginning and the last end of what it is for. */
  fromUs: Us,
  toUs: Us,
  priceNanoUsdPerHour: NanoUsd,
  heldUs: Whole,
  coveredUs: Whole,
  gpuThousandthsUs: Whole,
  /** Hours × weight × how much of it, to six places. */
  unitHours: z.string(),
  amountNanoUsd: Whole,
  /** How many replicas, domains and commitments it follows from: its proof lists them. */
  sources: z.int(),
  sourcesSha256: Sha256Text,
});
export type InvoiceLineView = z.infer<typeof InvoiceLineView>;

/** What an invoice says, in its one order: its text is the same bytes for ever. */
export const InvoiceDocument = z.object({
  invoiceId: InvoiceId,
  projectId: ProjectId,
  period: PeriodName,
  from: At,
  to: At,
  timeZone: z.string(),
  currency: z.literal('USD'),
  issuedAt: At,
  /** What stands before this in the log is on it. */
  closedBy: z.object({ eventId: z.uuid(), position: z.int() }),
  lines: z.array(InvoiceLineView),
  subtotalNanoUsd: Whole,
  /** Of it, what credits paid. Less than 0 where corrections give credit back. */
  creditNanoUsd: Whole,
  /** What is added to come to whole cents. */
  roundingNanoUsd: Whole,
  totalCents: z.int(),
  linesSha256: Sha256Text,
  /** The project’s transaction that it was posted with. */
  ledger: z.object({ nth: z.int(), hash: Sha256Text }),
});
export type InvoiceDocument = z.infer<typeof InvoiceDocument>;

export const InvoiceSummary = InvoiceDocument.pick({
  invoiceId: true,
  projectId: true,
  period: true,
  issuedAt: true,
  currency: true,
  subtotalNanoUsd: true,
  creditNanoUsd: true,
  roundingNanoUsd: true,
  totalCents: true,
  linesSha256: true,
}).extend({ lines: z.int() });
export type InvoiceSummary = z.infer<typeof InvoiceSummary>;

/** The month that runs, as it would be invoiced if it ended now. */
export const InvoiceDraft = InvoiceDocument.omit({
  invoiceId: true,
  issuedAt: true,
  closedBy: true,
  ledger: true,
}).extend({ asOf: At });
export type InvoiceDraft = z.infer<typeof InvoiceDraft>;

export const InvoiceProof = z.object({
  invoiceId: InvoiceId,
  line: InvoiceLineView,
  items: z.array(
    z.object({
      /** The replica, the endpoint of a commitment, or the domain. */
      sourceId: z.string(),
      replicaId: ReplicaId.nullable(),
      fromUs: Us,
      toUs: Us,
      heldUs: Whole,
      coveredUs: Whole,
      weightedUsThousandths: Whole,
      unit1024ths: Whole,
      priceNanoUsdPerHour: NanoUsd,
      amountNanoUsd: Whole,
      /** The facts that it follows from, in the order of the log, up to the close. */
      events: z.array(z.object({ type: z.string(), eventId: z.uuid(), position: z.int(), occurredAt: At })),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type InvoiceProof = z.infer<typeof InvoiceProof>;

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
const ofProject = { projectId: ProjectId };
/** Who asks, and under which id it has one effect. */
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const ledgerQuestions = {
  grantCredit: question(
    'billing.grant-credit',
    z.object({
      ...ofProject,
      ...because,
      kind: CreditKind,
      amountNanoUsd: NanoUsd,
      expiresAt: At.nullable(),
      note: z.string().max(200),
    }),
    CreditView,
  ),
  /** Newest first. */
  credits: question('billing.credits', z.object({ ...ofProject, ...Paging }), pageOf(CreditView)),
  balance: question('billing.balance', z.object(ofProject), BalanceView),
  /** Newest first. */
  ledger: question('billing.ledger', z.object({ ...ofProject, ...Paging }), pageOf(LedgerTransactionView)),
  /** Newest first. */
  invoices: question('billing.invoices', z.object({ ...ofProject, ...Paging }), pageOf(InvoiceSummary)),
  /** The text of the document: the bytes that `sha256` is of. */
  invoice: question(
    'billing.invoice',
    z.object({ ...ofProject, invoiceId: InvoiceId }),
    z.object({ text: z.string(), sha256: Sha256Text }),
  ),
  invoiceDraft: question('billing.invoice-draft', z.object(ofProject), InvoiceDraft),
  invoiceProof: question(
    'billing.invoice-proof',
    z.object({ ...ofProject, invoiceId: InvoiceId, line: z.int().min(1), ...Paging }),
    InvoiceProof,
  ),
} as const;
