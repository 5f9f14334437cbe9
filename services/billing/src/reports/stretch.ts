import type { Phase } from '@tidegate/contracts';
import type { Line } from '../rating/line.ts';

/** A part of a line in which nothing changes. Right-open. */
export type Stretch = Readonly<{
  fromUs: number;
  toUs: number;
  /** Null: of what has no phases, such as a commitment. */
  phase: Phase | null;
  /** How a second counts, in thousandths of the rate. */
  weightThousandths: number;
  /** A commitment pays for it. */
  covered: boolean;
}>;

/** A line with what happens when in it: stretches follow each other without gap or overlap, and cover it. */
export type DetailedLine = Line & Readonly<{ stretches: readonly Stretch[] }>;
