import type { AccessRecord } from './access-record.ts';

/** Which requests leave a line in the process's own log. */
export const LINES = ['none', 'failed', 'all'] as const;
export type Lines = (typeof LINES)[number];

/** Failures are what an operator must see without asking: 5xx, and answers that broke off. */
export const hasLine = (which: Lines, { status, outcome }: AccessRecord): boolean => {
  switch (which) {
    case 'none':
      return false;
    case 'failed':
      return status >= 500 || outcome === 'cut';
    case 'all':
      return true;
  }
};
