import { NOTHING_DUE, plus, type Totals } from '../rating/bill.ts';
import type { Line } from '../rating/line.ts';

/** One project's bill by two independent ways. */
export type ProjectComparison = Readonly<{
  projectId: string;
  log: Totals;
  readModel: Totals;
  /** Lines that are not the same by both, or that one of them lacks. */
  differing: number;
}>;

export type Comparison = Readonly<{
  projects: readonly ProjectComparison[];
  /** The first of what differs, in words. */
  examples: readonly string[];
  agrees: boolean;
}>;

const MOST_EXAMPLES = 20;

type Tally = { log: Totals; readModel: Totals; differing: number };
const keyOf = ({ replicaId, fromUs }: Line): string => `${replicaId}@${String(fromUs)}`;
const wordsOf = (line: Line | undefined): string =>
  line
    ? `${String(line.heldUs)} µs of ${line.hardwareId} for ${String(line.costNanoUsd)} nano-USD${line.billed ? '' : ', not billed'}`
    : 'nothing';

const areSame = (a: Line, b: Line): boolean =>
  a.projectId === b.projectId &&
  a.endpointId === b.endpointId &&
  a.hardwareId === b.hardwareId &&
  a.billed === b.billed &&
  a.heldUs === b.heldUs &&
  a.gpuThousandthsUs === b.gpuThousandthsUs &&
  a.vcpuMillisUs === b.vcpuMillisUs &&
  a.priceNanoUsdPerHour === b.priceNanoUsdPerHour &&
  a.costNanoUsd === b.costNanoUsd;

/** Holds what the log says against what the read model says, line by line and in sums, exact to the microsecond. */
export class Comparing {
  private readonly expected = new Map<string, Line>();
  private readonly tallies = new Map<string, Tally>();
  private readonly examples: string[] = [];

  constructor(linesOfLog: Iterable<Line>) {
    for (const line of linesOfLog) {
      this.expected.set(keyOf(line), line);
      const tally = this.tallyOf(line.projectId);
      if (line.billed) tally.log = plus(tally.log, line);
    }
  }

  /** Takes a line of the read model. */
  see(line: Line): void {
    const expected = this.expected.get(keyOf(line));
    this.expected.delete(keyOf(line));
    const tally = this.tallyOf(line.projectId);
    if (line.billed) tally.readModel = plus(tally.readModel, line);
    if (!expected || !areSame(expected, line)) this.differs(expected, line);
  }

  /** To be asked once, when every line was seen: what is left over is what the read model lacks. */
  result(): Comparison {
    for (const line of this.expected.values()) this.differs(line, undefined);
    this.expected.clear();
    const projects = [...this.tallies]
      .map(([projectId, tally]) => ({ projectId, ...tally }))
      .sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
    return {
      projects,
      examples: this.examples,
      agrees: projects.every(({ differing }) => differing === 0),
    };
  }

  private differs(expected: Line | undefined, seen: Line | undefined): void {
    const line = expected ?? seen;
    if (!line) return;
    this.tallyOf(line.projectId).differing++;
    if (this.examples.length < MOST_EXAMPLES)
      this.examples.push(
        `${keyOf(line)}: the log says ${wordsOf(expected)}; the read model ${wordsOf(seen)}`,
      );
  }

  private tallyOf(projectId: string): Tally {
    const known = this.tallies.get(projectId);
    if (known) return known;
    const tally = { log: NOTHING_DUE, readModel: NOTHING_DUE, differing: 0 };
    this.tallies.set(projectId, tally);
    return tally;
  }
}
