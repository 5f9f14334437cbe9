import { type Held, type NodeOffer, Placer, Potential, type Request } from '@tidegate/placement';
import { Random } from './random.ts';
import type { Task } from './trace.ts';

const HOLDINGS = 20_000;
const WAITING = 200;
const PAST = 2000;
const ENDPOINTS = 2500;
const MODELS = 500;
/** What finding the weights is worth, as the scheduler prices it. */
const WEIGHTS_WORTH = 80;
const LONGEST_EXPLANATION = 20;
const ROUNDS = 7;

/** What a scheduler knows when it looks: the nodes, who is where, the requests of the past, and those that wait. */
type Look = Readonly<{
  nodes: readonly NodeOffer[];
  held: readonly Held[];
  past: readonly Request[];
  waiting: readonly Request[];
}>;

/** CPU milliseconds; the least of several rounds. */
export type LookMillis = Readonly<{
  /** The picture of the pool from nothing, with all that is held there. */
  build: number;
  /** Places for a page of those that wait. */
  page: number;
  /** One explanation, and one sentence on why there is no room. */
  explain: number;
  whyNowhere: number;
}>;

/** Tasks of the recording as replicas of endpoints, each with a model; popular ones have most of them. */
const requestsOf = (tasks: readonly Task[], count: number, random: Random): Request[] =>
  Array.from({ length: count }, () => {
    const endpoint = Math.floor(ENDPOINTS * random.next() ** 2);
    const { amounts, rules } = tasks[random.below(tasks.length)]!.request;
    const finds = [{ item: `model-${String(endpoint % MODELS)}`, worth: WEIGHTS_WORTH }];
    return { amounts, rules, wishes: { group: `endpt-${String(endpoint)}`, apart: 'prefer', finds } };
  });

const lookOf = (nodes: readonly NodeOffer[], tasks: readonly Task[]): Look => {
  const random = new Random(7);
  const placer = placerOf(nodes);
  const past = requestsOf(tasks, PAST, random);
  placer.remember(past);
  const held: Held[] = [];
  for (const [n, request] of requestsOf(tasks, HOLDINGS, random).entries()) {
    const place = placer.choose(request);
    if (!place) continue;
    held.push({ id: `repl-${String(n)}`, place, request, priority: 0 });
    placer.hold(held.at(-1)!);
  }
  return { nodes, held, past, waiting: requestsOf(tasks, WAITING, random) };
};

const placerOf = (nodes: readonly NodeOffer[]): Placer => new Placer(nodes, (pool) => new Potential(pool));

const build = ({ nodes, held, past }: Look): Placer => {
  const placer = placerOf(nodes);
  for (const one of held) placer.hold(one);
  placer.remember(past);
  return placer;
};

const placeAll = (placer: Placer, waiting: readonly Request[]): void => {
  for (const [n, request] of waiting.entries()) {
    placer.arrived(request);
    const place = placer.choose(request);
    if (place) placer.hold({ id: `new-${String(n)}`, place, request, priority: 0 });
  }
};

const cpuMillisOf = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** A scheduler builds its picture anew for each look: what that takes, and what a page of waiting replicas takes then. */
export const lookMillis = (nodes: readonly NodeOffer[], tasks: readonly Task[]): LookMillis => {
  const look = lookOf(nodes, tasks);
  const impossible = { ...look.waiting[0]!, amounts: { ...look.waiting[0]!.amounts, vcpuMillis: 1e9 } };
  const least = { build: Infinity, page: Infinity, explain: Infinity, whyNowhere: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    const placers: Placer[] = [];
    const millis = {
      build: cpuMillisOf(() => placers.push(build(look))),
      page: cpuMillisOf(() => placeAll(placers[0]!, look.waiting)),
      explain: cpuMillisOf(() => placers[0]!.explain(look.waiting[0]!, LONGEST_EXPLANATION)),
      whyNowhere: cpuMillisOf(() => placers[0]!.whyNowhere(impossible)),
    };
    for (const key of ['build', 'page', 'explain', 'whyNowhere'] as const)
      least[key] = Math.min(least[key], millis[key]);
  }
  return least;
};
