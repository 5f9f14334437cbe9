import { type Phase, PHASES, type Plan } from '@tidegate/contracts';
import type { Line } from './line.ts';
import {
  coveredAt,
  hasDomainAt,
  hasFailed,
  holdsAt,
  inForceAt,
  isIdleAt,
  phaseAt,
  planAt,
  priceAt,
} from './oracle.spec-helper.ts';
import {
  END_US,
  ENDPOINTS,
  type Life,
  replicaOf,
  revisionsOf,
  SKUS,
  STEP_US,
  type World,
} from './worlds.spec-helper.ts';

/** What one source is due for one thing; the amount unrounded, times an hour of thousandths of 1024ths. */
export type Sum = Record<Phase | 'heldUs' | 'coveredUs' | 'weighted' | 'gpu' | 'vcpu' | 'amount', bigint>;
export type Sums = Map<string, Sum>;

const NAMES = [...PHASES, 'heldUs', 'coveredUs', 'weighted', 'gpu', 'vcpu', 'amount'] as const;
const nothing = (): Sum => Object.fromEntries(NAMES.map((name) => [name, 0n])) as Sum;

const add = (sums: Sums, key: string, more: Partial<Sum>): void => {
  const sum = sums.get(key) ?? nothing();
  for (const name of NAMES) sum[name] += more[name] ?? 0n;
  sums.set(key, sum);
};
const keyOf = (endpoint: string, source: string, sku: string): string => `${endpoint} ${source} ${sku}`;

export const sumsOf = (lines: Iterable<Line>): Sums => {
  const sums: Sums = new Map();
  for (const line of lines)
    add(sums, keyOf(line.endpointId, line.sourceId, line.sku), {
      ...line.phaseUs,
      heldUs: line.heldUs,
      coveredUs: line.coveredUs,
      weighted: line.weightedUsThousandths,
      gpu: line.gpuThousandthsUs,
      vcpu: line.vcpuMillisUs,
      amount: line.weightedUsThousandths * line.unit1024ths * line.priceNanoUsdPerHour,
    });
  return sums;
};

const STEP = BigInt(STEP_US);
const failedWeight = (weight: number, life: Life, plan: Plan): number =>
  hasFailed(life) ? Math.floor((weight * plan.failedStart) / 1000) : weight;

type Moment = Readonly<{ world: World; us: number; plan: Plan; sums: Sums }>;

const phaseOf = ({ world, us }: Moment, life: Life): Phase => {
  const said = phaseAt(life, us);
  return said === 'ready' && isIdleAt(world, life.endpoint, us) ? 'idle' : said;
};

const isGated = ({ world, us, plan }: Moment, life: Life, phase: Phase): boolean =>
  phase === 'idle' && plan.asyncIdleIsFree && (inForceAt(world, life.endpoint, us)?.takesAsync ?? false);

const isStarted = ({ us }: Moment, { startedUs }: Life): boolean => startedUs !== null && us >= startedUs;

const addUsage = (moment: Moment, life: Life, n: number): void => {
  const { world, us, plan, sums } = moment;
  const name = replicaOf(n);
  const sku = SKUS[life.hardware]!;
  const phase = phaseOf(moment, life);
  const isCovered = coveredAt(world, life.endpoint, us).names.has(name);
  const isFree = isCovered || isGated(moment, life, phase);
  const weighted = STEP * BigInt(isFree ? 0 : failedWeight(plan.phases[phase], life, plan));
  const startedUs = isStarted(moment, life) ? STEP : 0n;
  add(sums, keyOf(ENDPOINTS[life.endpoint]!, name, sku), {
    [phase]: STEP,
    heldUs: STEP,
    coveredUs: isCovered ? STEP : 0n,
    weighted,
    gpu: startedUs * BigInt(life.gpuCount * life.gpuThousandths),
    vcpu: startedUs * BigInt(life.vcpuMillis),
    amount: weighted * 1024n * priceAt(world, sku, us),
  });
};

const addStorage = (moment: Moment, life: Life, n: number): void => {
  const { world, us, plan, sums } = moment;
  const terms = revisionsOf(world, life.endpoint).find(({ revision }) => revision === life.revision);
  const diskMib = terms?.diskMib ?? null;
  if (diskMib === null || !isStarted(moment, life)) return;
  const weighted = STEP * BigInt(failedWeight(1000, life, plan));
  add(sums, keyOf(ENDPOINTS[life.endpoint]!, replicaOf(n), 'storage-gib'), {
    heldUs: STEP,
    weighted,
    amount: weighted * BigInt(diskMib) * priceAt(world, 'storage-gib', us),
  });
};

const addReplica = (moment: Moment, life: Life, n: number): void => {
  if (!holdsAt(life, moment.us)) return;
  addUsage(moment, life, n);
  addStorage(moment, life, n);
};

const addEndpoint = ({ world, us, plan, sums }: Moment, own: number): void => {
  const { sku, replicas, names } = coveredAt(world, own, us);
  if (replicas > 0) {
    const weighted = STEP * BigInt(plan.committed);
    add(sums, keyOf(ENDPOINTS[own]!, ENDPOINTS[own]!, sku), {
      heldUs: STEP,
      coveredUs: STEP * BigInt(names.size),
      weighted,
      amount: weighted * 1024n * BigInt(replicas) * priceAt(world, sku, us),
    });
  }
  for (const name of ['a.example', 'b.example'])
    if (hasDomainAt(world, own, name, us))
      add(sums, keyOf(ENDPOINTS[own]!, name, 'custom-domain'), {
        heldUs: STEP,
        weighted: STEP * 1000n,
        amount: STEP * 1000n * 1024n * priceAt(world, 'custom-domain', us),
      });
};

/** The bill by asking of every step of time who held what, did what with it, and at which price. */
export const truthOf = (world: World): Sums => {
  const sums: Sums = new Map();
  for (let us = 0; us < END_US; us += STEP_US) {
    const moment = { world, us, plan: planAt(world, us), sums };
    for (const [n, life] of world.lives.entries()) addReplica(moment, life, n);
    addEndpoint(moment, 0);
    addEndpoint(moment, 1);
  }
  return sums;
};

/** Without what is nothing: a line of no length says no more than none. */
export const inWords = (sums: Sums): Record<string, string> =>
  Object.fromEntries(
    [...sums]
      .filter(([, sum]) => NAMES.some((name) => sum[name] !== 0n))
      .map(([key, sum]): [string, string] => [
        key,
        NAMES.map((name) => `${name} ${String(sum[name])}`).join(', '),
      ])
      .sort(),
  );
