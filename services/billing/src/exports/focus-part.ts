import { type Bucket, bucketsOf } from '../reports/buckets.ts';
import type { Labels } from '../reports/labels.ts';
import type { DetailedLine } from '../reports/stretch.ts';
import { csvLines } from './csv.ts';
import { FOCUS_COLUMNS } from './focus-columns.ts';
import type { ChargeContext } from './focus-context.ts';
import { type InvoiceFacts, invoiceRows } from './focus-invoice.ts';
import { focusRows } from './focus-rows.ts';

/** The month in which a day lies. */
export type FocusMonth = Readonly<{
  project: Readonly<{ id: string; name: string }>;
  fromUs: number;
  toUs: number;
  invoice: InvoiceFacts | null;
  /** All of it is exported, so that its rows come to its invoice. */
  isWhole: boolean;
}>;

/** Writes one day, hour by hour, endpoint by endpoint; and at the end of a month what its invoice says besides. */
export class FocusPart {
  readonly #month: FocusMonth;
  readonly #day: Bucket;
  readonly #hours: readonly Bucket[];
  #told: bigint;

  /** @param told what the rows of the month come to so far */
  constructor(month: FocusMonth, day: Bucket, told: string) {
    this.#month = month;
    this.#day = day;
    this.#hours = [...bucketsOf('hour', day, 'UTC')];
    this.#told = BigInt(told);
  }

  get told(): string {
    return String(this.#told);
  }

  lines({ lines, labels }: Readonly<{ lines: readonly DetailedLine[]; labels: Labels }>): string {
    return this.#hours
      .map((hour) => {
        const within = lines.filter(({ fromUs, toUs }) => fromUs < hour.untilUs && toUs > hour.fromUs);
        const { rows, billedNanoUsd } = focusRows(this.#context(hour), within, labels);
        this.#told += billedNanoUsd;
        return csvLines(FOCUS_COLUMNS, rows);
      })
      .join('');
  }

  end(): string {
    const { toUs, fromUs, invoice, isWhole } = this.#month;
    if (this.#day.untilUs !== toUs) return '';
    const told = this.#told;
    this.#told = 0n;
    if (!invoice || !isWhole) return '';
    return csvLines(FOCUS_COLUMNS, invoiceRows(this.#context({ fromUs, untilUs: toUs }), invoice, told));
  }

  #context({ fromUs, untilUs }: Pick<Bucket, 'fromUs' | 'untilUs'>): ChargeContext {
    const { project, invoice, ...month } = this.#month;
    return { project, period: { ...month, invoiceId: invoice?.invoiceId ?? null }, fromUs, untilUs };
  }
}
