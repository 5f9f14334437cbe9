export type Figures = Record<string, number>;
export type Progress = (line: string) => void;

/** A program that measures us beside a peer in one run. Its file is named as it is. */
export type Benchmark = Readonly<{
  what: string;
  /** By figure, in words: what we mean to reach. Never asserted. */
  goals: Readonly<Record<string, string>>;
  /** What may follow its name on the command line; absent: nothing. */
  options?: string;
  run: (progress: Progress, args: readonly string[]) => Promise<Figures>;
}>;

/** The value below which that share of the values lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);
