import { PHASES } from '@tidegate/contracts';
import { NOTHING_DUE, plus, type Totals } from '../rating/bill.ts';
import type { Line } from '../rating/line.ts';
import { type Due, Dues } from '../usage/due.ts';

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
const keyOf = ({ endpointId, sourceId, sku, fromUs }: Line): string =>
  `${endpointId} ${sourceId} ${sku}@${String(fromUs)}`;
const wordsOf = (line: Line | undefined): string =>
  line
    ? `${String(line.heldUs)} µs of ${line.sku} for ${String(line.costNanoUsd)} nano-USD${line.billed ? '' : ', not billed'}`
    : 'nothing';

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

/** Everything that a line says but how it goes on. */
const contentOf = ({ burnWeight: _, open: __, phaseUs, ...rest }: Line): string =>
  textOf([Object.entries(rest).sort(), PHASES.map((phase) => phaseUs[phase])]);

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
    if (!expected || contentOf(expected) !== contentOf(line)) this.differs(expected, line);
  }

  /** Takes the sums by both ways: those of the read model are kept by differences, and must be those of its lines. */
  seeDues(ofLog: readonly Due[], ofReadModel: readonly Due[]): void {
    const difference = new Dues();
    for (const due of ofLog) difference.add(due);
    for (const due of ofReadModel) difference.add(due, -1);
    for (const { projectId, period, kind, sku, costNanoUsd } of difference.all()) {
      this.tallyOf(projectId).differing++;
      this.example(
        `${period} ${kind} ${sku} of ${projectId}: the sum of the log is ${String(costNanoUsd)} nano-USD more than the read model’s`,
      );
    }
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
    this.example(`${keyOf(line)}: the log says ${wordsOf(expected)}; the read model ${wordsOf(seen)}`);
  }

  private example(words: string): void {
    if (this.examples.length < MOST_EXAMPLES) this.examples.push(words);
  }

  private tallyOf(projectId: string): Tally {
    const known = this.tallies.get(projectId);
    if (known) return known;
    const tally = { log: NOTHING_DUE, readModel: NOTHING_DUE, differing: 0 };
    this.tallies.set(projectId, tally);
    return tally;
  }
}
