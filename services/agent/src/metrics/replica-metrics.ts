import type { Usage } from './process-usage.ts';
import { type Sample, parseSample } from './prometheus-text.ts';

/** How the values of several label sets become one. */
export type Aggregation = 'sum' | 'average' | 'max';

/** Those whose samples are parts of a distribution. */
type Family = 'histogram' | 'summary';
type Folded = { sum: number; max: number; count: number };
type Page = { readonly types: Map<string, Family>; readonly values: Map<string, Folded> };

/** Of one replica. What the platform itself knows the meaning of does not count. */
const MOST_NAMES = 200;
const LONGEST_NAME = 200;
const LONGEST_LINE = 16 * 1024;
/** Engines have a few thousand. The page is another's program: it must not keep the agent busy. */
const MOST_LINES = 50_000;

/**
 * What an engine tells on its metrics page, one number for each name: its label sets together. Buckets and quantiles
 * say nothing when added up and are left out; the sum and the count of a histogram or a summary stay. Left out are also
 * values that are no finite numbers, lines that are not in the format, and names beyond the two hundredth.
 * @param aggregationOf how the label sets of a metric become one number; null for a metric it does not know: the sum
 */
export const replicaMetrics = (
  text: string,
  aggregationOf: (name: string) => Aggregation | null,
): Record<string, number> => {
  const page: Page = { types: new Map(), values: new Map() };
  let names = 0;
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) readType(line, page);
    else if (line.length > 0) names += fold(line, page, names >= MOST_NAMES ? aggregationOf : null);
  }
  return Object.fromEntries(
    [...page.values].flatMap(([name, folded]) => {
      const value = valueOf(folded, aggregationOf(name) ?? 'sum');
      return Number.isFinite(value) ? [[name, value]] : [];
    }),
  );
};

/** What a replica's processes use, in names; nothing where they cannot be seen. */
export const usageMetrics = (usage: Usage | undefined): Record<string, number> =>
  usage ? { cpu_seconds_total: usage.cpuSeconds, memory_bytes: usage.memoryBytes } : {};

/** What is told of a replica from outside counts, whatever its engine says of the same name. */
export const withSurroundings = (
  engine: Readonly<Record<string, number>>,
  around: Readonly<Record<string, number>>,
): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(engine).filter(([name]) => !OURS.has(name))),
  ...around,
});

/** Not the engine's to tell, also where the agent knows nothing. */
const OURS: ReadonlySet<string> = new Set(['cpu_seconds_total', 'memory_bytes']);

/** Longer lines are passed over before anything looks at them. */
function* linesOf(text: string): Generator<string> {
  for (let [from, count] = [0, 0]; from < text.length && count < MOST_LINES; count++) {
    const found = text.indexOf('\n', from);
    const to = found < 0 ? text.length : found;
    if (to - from <= LONGEST_LINE) yield text.slice(from, to).trim();
    from = to + 1;
  }
}

const readType = (line: string, { types }: Page): void => {
  const [, name, type] = /^#[ \t]+TYPE[ \t]+(\S{1,200})[ \t]+(histogram|summary)$/.exec(line) ?? [];
  if (name !== undefined && types.size < 5 * MOST_NAMES) types.set(name, type as Family);
};

/** @returns 1 when the line brought a name that counts */
const fold = (line: string, page: Page, onlyKnown: ((name: string) => unknown) | null): number => {
  const sample = parseSample(line);
  if (!sample || !isWanted(sample, page)) return 0;
  const { name, value } = sample;
  const before = page.values.get(name);
  if (before) {
    page.values.set(name, {
      sum: before.sum + value,
      max: Math.max(before.max, value),
      count: before.count + 1,
    });
    return 0;
  }
  if (onlyKnown?.(name) === null) return 0;
  page.values.set(name, { sum: value, max: value, count: 1 });
  return 1;
};

const isWanted = ({ name, labels, value }: Sample, { types }: Page): boolean =>
  name.length <= LONGEST_NAME && Number.isFinite(value) && !isPart(name, labels, types);

/** A bucket, a quantile, or the time at which a series began: no number of its own. */
const isPart = (
  name: string,
  labels: ReadonlyMap<string, string>,
  types: ReadonlyMap<string, Family>,
): boolean =>
  (name.endsWith('_bucket') && (labels.has('le') || types.get(name.slice(0, -7)) === 'histogram')) ||
  labels.has('quantile') ||
  types.get(name) === 'summary' ||
  name.endsWith('_created');

const valueOf = ({ sum, max, count }: Folded, aggregation: Aggregation): number => {
  switch (aggregation) {
    case 'sum':
      return sum;
    case 'average':
      return sum / count;
    case 'max':
      return max;
  }
};
