import { Injectable } from '@nestjs/common';
import { InvoiceDocument } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, type Queries } from '@tidegate/eventing/nest';
import { InvoiceStore } from '../invoices/invoice.store.ts';
import { textOf } from '../invoices/source.ts';
import { Calendar } from '../periods/calendar.ts';
import { type BillingFact, Facts, FACTS } from '../rating/bill.ts';
import { USAGE } from '../usage/keep-usage.consumer.ts';
import { sha256 } from './books.store.ts';
import { ChainStore } from './chain.store.ts';
import { Findings, type LedgerVerification } from './findings.ts';
import { isLedgerFact, LEDGER_FACTS } from './facts.ts';
import { inOneState } from './one-state.store.ts';
import { Replay } from './replay.ts';
import { follows, type Link, NO_LINK } from './transaction.ts';
import type { Wanted } from './wanted.ts';

const PAGE = 500;

/** Reads what is posted and invoiced. */
@Injectable()
export class PostedTables {
  constructor(
    readonly chain: ChainStore,
    readonly invoices: InvoiceStore,
  ) {}
}

/**
 * Keeps everybody’s books anew from the first event of the log on, in memory, and holds what is stored against them: each project’s
 * chain to its last hash, and each invoice to its last byte.
 */
@Injectable()
export class VerifyLedger {
  constructor(
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly calendar: Calendar,
    private readonly tables: PostedTables,
  ) {}

  /** Most of the log is read before the one state of the tables that is seen: a transaction must not wait for long. */
  async verify(wanted: Wanted): Promise<LedgerVerification> {
    const facts = new Facts(this.calendar);
    const replay = new Replay(facts, sha256);
    const before = await this.#position(this.db);
    await this.#read(facts, replay, { after: 0, upTo: before });
    return inOneState(this.db, async (tx) => {
      const position = await this.#position(tx);
      await this.#read(facts, replay, { after: before, upTo: position });
      const findings = new Findings();
      await this.#chains(tx, replay, findings);
      await this.#invoices(tx, { replay, wanted }, findings);
      return findings.result(position);
    });
  }

  async #position(tx: Queries): Promise<number> {
    const [row] = await tx.query<{ position: number }>(
      sql`select position from es.checkpoints where consumer = ${USAGE}`,
    );
    return row?.position ?? 0;
  }

  async #read(
    facts: Facts,
    replay: Replay,
    { after, upTo }: Readonly<{ after: number; upTo: number }>,
  ): Promise<void> {
    for (let from = after; from < upTo;) {
      const page = await this.store.readLog({ after: from, limit: PAGE, types: [...FACTS, ...LEDGER_FACTS] });
      for (const event of page) {
        if (event.position > upTo) break;
        if (isLedgerFact(event)) replay.take(event);
        else facts.add(event as BillingFact);
      }
      from = page.length < PAGE ? upTo : (page.at(-1)?.position ?? upTo);
    }
  }

  async #chains(tx: Queries, replay: Replay, findings: Findings): Promise<void> {
    const missing = new Set([...replay.books.values()].filter(({ nth }) => nth > 0).map((b) => b.projectId));
    for (let after = ''; ;) {
      const projects = await this.tables.chain.projects(tx, after, PAGE);
      for (const projectId of projects) {
        missing.delete(projectId);
        const head = await this.#end(tx, projectId, findings);
        if (head) findings.chain(projectId, head, replay.books.get(projectId) ?? NO_LINK);
      }
      const last = projects.at(-1);
      if (last === undefined || projects.length < PAGE) break;
      after = last;
    }
    for (const projectId of missing)
      findings.chain(projectId, NO_LINK, replay.books.get(projectId) ?? NO_LINK);
  }

  /** The end of a stored chain, unless it is broken. */
  async #end(tx: Queries, projectId: string, findings: Findings): Promise<Link | undefined> {
    for (let before = NO_LINK; ;) {
      const page = await this.tables.chain.next(tx, projectId, before.nth, PAGE);
      for (const transaction of page) {
        if (!follows(transaction, before, sha256)) {
          findings.broken(projectId, before.nth + 1);
          return undefined;
        }
        before = { nth: transaction.nth, hash: transaction.hash };
      }
      if (page.length < PAGE) return before;
    }
  }

  async #invoices(
    tx: Queries,
    { replay, wanted }: Readonly<{ replay: Replay; wanted: Wanted }>,
    findings: Findings,
  ): Promise<void> {
    const expected = new Map(
      [...replay.invoices].filter(
        ([id, { document }]) =>
          (wanted.period ?? document.period) === document.period && (wanted.invoiceId ?? id) === id,
      ),
    );
    for (let after = ''; ;) {
      const page = await this.tables.invoices.all(tx, wanted, after, PAGE);
      for (const { invoiceId, text, sha256: stored } of page) {
        const hash = sha256(text);
        const sourcesAgree = await this.#sourcesAgree(tx, InvoiceDocument.parse(JSON.parse(text)));
        const says = { hash, isWhole: hash === stored && sourcesAgree };
        findings.invoice(invoiceId, says, expected.get(invoiceId)?.sha256);
        expected.delete(invoiceId);
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      after = last.invoiceId;
    }
    for (const [invoiceId, invoice] of expected) findings.missing(invoiceId, invoice.sha256);
  }

  /** Whether the stored sources of each line are those that the line names by their hash. */
  async #sourcesAgree(tx: Queries, { invoiceId, lines }: InvoiceDocument): Promise<boolean> {
    for (const { nth, sources, sourcesSha256 } of lines) {
      const stored = await this.tables.invoices.sourcesOfLine(tx, { invoiceId, line: nth }, 0, sources + 1);
      if (sha256(stored.map(textOf).join('\n')) !== sourcesSha256) return false;
    }
    return true;
  }
}
