import type { Difference } from './differences.ts';
import { burnedOf, type ProjectBooks } from './project-books.ts';

/**
 * The months whose lines an invoice is made from: its own, and each before it that is not due as it was invoiced. What has changed
 * in a month without changing what it comes to is on no invoice.
 */
export const monthsToInvoice = (
  { months }: ProjectBooks,
  differences: readonly Difference[],
  period: string,
): string[] => {
  const open = new Map(
    months.map((month) => [month.period, month.dueNanoUsd - month.invoicedNanoUsd] as const),
  );
  for (const difference of differences)
    open.set(difference.period, (open.get(difference.period) ?? 0n) + difference.amountNanoUsd);
  const earlier = [...open].filter(([name, amount]) => name < period && amount !== 0n);
  return [...earlier.map(([name]) => name), period].sort();
};

/** Whether something is left of credits whose time is over. */
export const hasExpired = ({ credits }: ProjectBooks, upToUs: number): boolean =>
  credits.some(
    ({ expiresAtUs, remainingNanoUsd }) =>
      expiresAtUs !== null && expiresAtUs <= upToUs && remainingNanoUsd > 0n,
  );

/** Whether there is something in months up to this one that no invoice holds. */
export const isOpen = ({ months }: ProjectBooks, period: string): boolean =>
  months.some(
    (month) =>
      month.period <= period &&
      (month.dueNanoUsd !== month.invoicedNanoUsd || burnedOf(month) !== month.invoicedCreditNanoUsd),
  );
