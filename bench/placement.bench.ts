// Placement: what share of the GPUs each policy manages to allocate, and how fast ours decides.
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { type NodeOffer, POLICY_NAMES, compare } from '@tidegate/placement';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { quantile } from './benchmark.ts';
import { type Competitor, OURS, PEERS, mean, pass } from './placement/contest.ts';
import { steadyState } from './placement/departures.ts';
import { lookMillis } from './placement/live.ts';
import { Random } from './placement/random.ts';
import { FAMILIES, type Family, nodesOf, tasksOf } from './placement/synthetic.ts';
import { type Task, readNodes, readTasks } from './placement/trace.ts';

const SEEDS = Array.from({ length: 10 }, (_, n) => 42 + n);
const FEW_SEEDS = SEEDS.slice(0, 5);
const TRACES = ['default', 'multigpu20', 'gpuspec10'];
const COMPETITORS: Readonly<Record<string, Competitor>> = { ours: OURS, ...PEERS };

const folder =
  process.env['TIDEGATE_TRACES'] ?? fileURLToPath(new URL('../../shared/traces/', import.meta.url));

type Load = Readonly<{ name: string; tasks: readonly Task[] }>;

const allocations = (
  nodes: readonly NodeOffer[],
  { name, tasks }: Load,
  progress: Progress,
): [string, number][] =>
  Object.entries(COMPETITORS).map(([competitor, make]) => {
    const percent = mean(SEEDS.map((seed) => pass(nodes, tasks, seed, make).allocatedPercent));
    progress(`${name}: ${competitor} ${percent.toFixed(2)} %`);
    return [`${competitor}.${name}`, percent];
  });

/** Tasks that leave: what is allocated while there are always some waiting, and how long they wait. */
const withDepartures = (
  nodes: readonly NodeOffer[],
  { tasks }: Load,
  progress: Progress,
): [string, number][] =>
  Object.entries(COMPETITORS).flatMap(([competitor, make]): [string, number][] => {
    const some = nodes.filter((_, n) => n % 4 === 0);
    const runs = FEW_SEEDS.map((seed) => steadyState(some, tasks, seed, make));
    const allocated = mean(runs.map(({ allocatedPercent }) => allocatedPercent));
    const waited = mean(runs.map(({ waitSeconds }) => waitSeconds));
    progress(`with departures: ${competitor} ${allocated.toFixed(2)} %, waits ${waited.toFixed(0)} s`);
    return [
      [`${competitor}.steady`, allocated],
      [`${competitor}.waitSeconds`, waited],
    ];
  });

/** How far below the best of the others we are, on the family where that is most. */
const worstGap = (progress: Progress): number => {
  const gaps = FAMILIES.map((family) => {
    const nodes = nodesOf(family);
    const percentOf = (make: Competitor): number =>
      mean(
        FEW_SEEDS.map((seed) => pass(nodes, tasksOf(family, new Random(seed)), seed, make).allocatedPercent),
      );
    const ours = percentOf(OURS);
    const best = Math.max(...Object.values(PEERS).map(percentOf));
    progress(`${family.name}: ours ${ours.toFixed(2)} %, best of the others ${best.toFixed(2)} %`);
    return best - ours;
  });
  return Math.max(...gaps);
};

/** Requests that a comparison of the policies looks back on. */
const RECENT = 1000;

const chosenFigureOf = ({ name }: Family): string =>
  `chosenPolicy.${name.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}`;

/** Per family: the number of the policy that would have packed its recent requests best, in the order of POLICY_NAMES. */
const chosenPolicies = (progress: Progress): [string, number][] =>
  FAMILIES.map((family) => {
    const recent = tasksOf(family, new Random(7), RECENT).map(({ request }) => request);
    const { allocatedPercent, best } = compare(nodesOf(family), recent);
    const percents = POLICY_NAMES.map((name) => `${name} ${allocatedPercent[name].toFixed(2)} %`);
    progress(`${family.name}: ${best} would have packed best: ${percents.join(', ')}`);
    return [chosenFigureOf(family), POLICY_NAMES.indexOf(best)];
  });

/** What a look of the scheduler takes at 5,000 nodes. */
const looks = (nodes: readonly NodeOffer[], tasks: readonly Task[]): [string, number][] => {
  const { build, page, explain, whyNowhere } = lookMillis(repeated(nodes, 5000), tasks);
  return [
    ['buildPictureMs', build],
    ['placePageMs', page],
    ['explainMs', explain],
    ['whyNowhereMs', whyNowhere],
  ];
};

/** The best of several passes for each decision: what else the machine does is not ours. */
const speed = (
  nodes: readonly NodeOffer[],
  tasks: readonly Task[],
): { perSecond: number; millis: number[] } => {
  pass(nodes, tasks, 1, OURS);
  let perSecond = 0;
  let least: Float64Array | undefined;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    const { millis } = pass(nodes, tasks, 42, OURS);
    const { user, system } = process.cpuUsage(before);
    perSecond = Math.max(perSecond, millis.length / ((user + system) / 1e6));
    least = least ? least.map((value, n) => Math.min(value, millis[n] ?? value)) : millis;
  }
  return { perSecond, millis: [...(least ?? [])] };
};

/** So many nodes, by repeating those there are. */
const repeated = (nodes: readonly NodeOffer[], count: number): NodeOffer[] =>
  Array.from({ length: count }, (_, n) => {
    const node = nodes[n % nodes.length];
    if (!node) throw new Error('the recording has no nodes');
    return { ...node, nodeId: `${node.nodeId}-${String(n)}` };
  });

const speeds = (nodes: readonly NodeOffer[], tasks: readonly Task[]): [string, number][] => {
  const [small, large] = [speed(nodes, tasks), speed(repeated(nodes, 5000), tasks)];
  const slower = small.perSecond < large.perSecond ? small : large;
  return [
    [`decisionsPerSecond${String(nodes.length)}`, small.perSecond],
    ['decisionsPerSecond5000', large.perSecond],
    ['p99Ms', Math.max(quantile(small.millis, 0.99), quantile(large.millis, 0.99))],
    ['maxMs', Math.max(...slower.millis, ...small.millis, ...large.millis)],
  ];
};

const run = async (progress: Progress, args: readonly string[]): Promise<Figures> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { nodes: { type: 'string' }, pods: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const nodes = await readNodes(values.nodes ?? `${folder}/openb/nodes.csv`);
  const files = values.pods
    ? [...values.pods, ...positionals]
    : TRACES.map((name) => `${folder}/openb/pods-${name}.csv`);
  const loads = await Promise.all(
    files.map(async (file) => ({ name: nameOf(file), tasks: await readTasks(file) })),
  );
  const [first] = loads;
  if (!first) throw new Error('no tasks were given');
  const leaving = loads.find(({ tasks }) => tasks.some(({ toSeconds }) => toSeconds > 0));
  const figures: [string, number][] = [
    ...loads.flatMap((load) => allocations(nodes, load, progress)),
    ...(leaving ? withDepartures(nodes, leaving, progress) : []),
    ['worstSyntheticGap', worstGap(progress)],
    ...chosenPolicies(progress),
    ...speeds(nodes, first.tasks),
    ...looks(nodes, first.tasks),
  ];
  return Object.fromEntries(figures);
};

const nameOf = (file: string): string => /([^/]*?)(?:\.csv)?$/.exec(file)?.[1]?.replace(/^pods-/, '') ?? file;

export const benchmark: Benchmark = {
  what: 'Placing the tasks of a recorded GPU cluster: ours beside random, best fit, GPU packing and FGD.',
  goals: {
    'ours.default': '>= 96.2',
    'ours.multigpu20': '>= 96.5',
    'ours.gpuspec10': '>= 96.1',
    'fgd.default': '95.39 +- 0.3, as published',
    'fgd.multigpu20': '95.65 +- 0.3',
    'fgd.gpuspec10': '94.95 +- 0.3',
    worstSyntheticGap: '<= 0.5',
    decisionsPerSecond1213: '>= 50,000',
    decisionsPerSecond5000: '>= 50,000',
    p99Ms: '<= 0.25',
    maxMs: '<= 10',
    explainMs: '<= 20',
  },
  options: '--nodes FILE --pods FILE…: other recordings of the same form',
  run,
};
