import type { Line } from '../rating/line.ts';

/** Whose usage is asked for: a project's, one endpoint's of it, or everybody's. */
export type Scope = Readonly<{ projectId: string | null; endpointId: string | null }>;
export const EVERYBODY: Scope = { projectId: null, endpointId: null };

const SUMMED = [
  'heldUs',
  'coveredUs',
  'weightedUsThousandths',
  'gpuThousandthsUs',
  'vcpuMillisUs',
  'costNanoUsd',
] as const;
export type Sums = Readonly<Pick<Line, (typeof SUMMED)[number]>>;
type DueKey = Readonly<Pick<Line, 'projectId' | 'period' | 'endpointId' | 'kind' | 'sku'>>;

/** What is due by one project in one month for one thing of one endpoint, over billed lines. */
export type Due = DueKey & Sums;

const keyOf = ({ projectId, period, endpointId, kind, sku }: DueKey): string =>
  `${projectId} ${period} ${endpointId} ${kind} ${sku}`;

const NOTHING: Sums = {
  heldUs: 0n,
  coveredUs: 0n,
  weightedUsThousandths: 0n,
  gpuThousandthsUs: 0n,
  vcpuMillisUs: 0n,
  costNanoUsd: 0n,
};

/** Sums by what they are for, to which amounts are added and from which they are taken. */
export class Dues {
  private readonly byKey = new Map<string, Due>();

  /** @param sign -1 takes it away */
  add(due: Due, sign: 1 | -1 = 1): this {
    const key = keyOf(due);
    const { projectId, period, endpointId, kind, sku } = due;
    const known = this.byKey.get(key) ?? { projectId, period, endpointId, kind, sku, ...NOTHING };
    const sums: { -readonly [Name in keyof Sums]: bigint } = { ...NOTHING };
    for (const name of SUMMED) sums[name] = known[name] + BigInt(sign) * due[name];
    this.byKey.set(key, { ...known, ...sums });
    return this;
  }

  /** Only billed lines are due. */
  addLines(lines: Iterable<Line>): this {
    for (const line of lines) if (line.billed) this.add(line);
    return this;
  }

  /** Without those that are nothing. */
  all(): Due[] {
    return [...this.byKey.values()].filter((due) => SUMMED.some((name) => due[name] !== 0n));
  }
}
