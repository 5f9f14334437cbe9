import type { Link } from './transaction.ts';

export type LedgerVerification = Readonly<{
  position: number;
  projects: number;
  transactions: number;
  invoices: number;
  /** The first of what differs, in words. */
  examples: readonly string[];
  differing: number;
  agrees: boolean;
}>;

const MOST_EXAMPLES = 20;
const wordsOf = ({ nth, hash }: Link): string =>
  nth === 0 ? 'no transaction' : `transaction ${String(nth)}, ${hash}`;

/** What was held against the log, and what of it differs. */
export class Findings {
  private projects = 0;
  private transactions = 0;
  private invoices = 0;
  private differing = 0;
  private readonly examples: string[] = [];

  chain(projectId: string, stored: Link, expected: Link): void {
    this.projects++;
    this.transactions += stored.nth;
    if (stored.nth !== expected.nth || stored.hash !== expected.hash)
      this.differs(
        `the ledger of ${projectId} ends with ${wordsOf(stored)}; the log says ${wordsOf(expected)}`,
      );
  }

  broken(projectId: string, nth: number): void {
    this.projects++;
    this.differs(`the ledger of ${projectId} is broken at transaction ${String(nth)}`);
  }

  /** @param stored the hash of what is stored, and whether it is whole in itself */
  invoice(
    invoiceId: string,
    stored: Readonly<{ hash: string; isWhole: boolean }>,
    expected: string | undefined,
  ): void {
    this.invoices++;
    if (stored.hash !== expected)
      this.differs(`${invoiceId} is ${stored.hash}; the log says ${expected ?? 'that there is none'}`);
    else if (!stored.isWhole) this.differs(`${invoiceId} is not what its own hashes say`);
  }

  missing(invoiceId: string, expected: string): void {
    this.differs(`${invoiceId} is missing; the log says ${expected}`);
  }

  result(position: number): LedgerVerification {
    const { projects, transactions, invoices, examples, differing } = this;
    return { position, projects, transactions, invoices, examples, differing, agrees: differing === 0 };
  }

  private differs(example: string): void {
    this.differing++;
    if (this.examples.length < MOST_EXAMPLES) this.examples.push(example);
  }
}

/** The report for people. */
export const ledgerReportOf = (verification: LedgerVerification): string => {
  const { position, projects, transactions, invoices, examples, differing, agrees } = verification;
  const lines = [
    `The ledger up to position ${String(position)}: ${String(projects)} project(s), ${String(transactions)} transaction(s), ${String(invoices)} invoice(s).`,
    ...examples.map((example) => `    ${example}`),
    agrees
      ? 'Every hash is what the log says.'
      : `The ledger does NOT agree with the log: ${String(differing)} difference(s).`,
  ];
  return `${lines.join('\n')}\n`;
};
