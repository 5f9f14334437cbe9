import type { ExportFormat } from '@tidegate/contracts';
import { type Bucket, bucketsOf } from '../reports/buckets.ts';
import type { Span } from '../reports/piece.ts';
import { csvHead } from './csv.ts';
import { FOCUS_COLUMNS } from './focus-columns.ts';
import { LINE_COLUMNS } from './line-record.ts';

/** What comes before everything else. */
export const headOf = (format: ExportFormat): string => {
  switch (format) {
    case 'csv':
      return csvHead(LINE_COLUMNS);
    case 'focus':
      return csvHead(FOCUS_COLUMNS);
    case 'ndjson':
      return '';
  }
};

/** The time in parts, each written endpoint by endpoint: months, as lines are cut; days where rows are hours. */
export const partsOf = (format: ExportFormat, span: Span, timeZone: string): Generator<Bucket> =>
  bucketsOf(format === 'focus' ? 'day' : 'month', span, timeZone);
