import { type Phase, type Plan, USUAL_PLAN } from '@tidegate/contracts';
import { MARKS } from '../metering/endpoint-traces.ts';
import { TURNS } from '../metering/holding.ts';
import {
  END_US,
  type Life,
  priceVersions,
  replicaOf,
  revisionsOf,
  SKUS,
  stopUs,
  turnUs,
  type World,
} from './worlds.spec-helper.ts';

/** The last of several facts that were there by a moment; of two at once the one of the higher rank. */
const lastBy = <T extends Readonly<{ atUs: number }>>(
  facts: readonly T[],
  us: number,
  rank: (fact: T) => number = () => 0,
): T | undefined => {
  let last: T | undefined;
  for (const each of facts)
    if (
      each.atUs <= us &&
      (!last || each.atUs > last.atUs || (each.atUs === last.atUs && rank(each) >= rank(last)))
    )
      last = each;
  return last;
};

const phaseAt = (life: Life, us: number): Phase => {
  const { startedUs } = life;
  if (startedUs === null || us < startedUs) return 'pulling';
  const last = (...kinds: string[]) =>
    lastBy(
      life.turns
        .filter(({ kind }) => kinds.includes(kind))
        .map((turn) => ({ kind: turn.kind, saidUs: turnUs(turn), atUs: Math.max(turnUs(turn), startedUs) })),
      us,
      ({ kind, saidUs }) => saidUs * 10 + TURNS.indexOf(kind),
    )?.kind;
  if (last('slept', 'woken', 'ready') === 'slept') return 'sleeping';
  if (last('draining', 'resumed', 'slept') === 'draining') return 'draining';
  return last('slept', 'ready') === 'ready' ? 'ready' : 'loading';
};

type Said = Readonly<{ atUs: number; kind: (typeof MARKS)[number] }>;
const lastMark = (world: World, own: number, marks: readonly Said[], us: number) => {
  const end: Said[] =
    own === 0 && world.deletedUs !== null ? [{ atUs: world.deletedUs, kind: 'deleted' }] : [];
  return lastBy([...marks, ...end], us, ({ kind }) => MARKS.indexOf(kind))?.kind;
};

export const isIdleAt = (world: World, own: number, us: number): boolean => {
  const marks = world.idle
    .filter((each) => each.endpoint === own)
    .map(({ atUs, isIdle }): Said => ({ atUs, kind: isIdle ? 'idled' : 'occupied' }));
  return lastMark(world, own, marks, us) === 'idled';
};

export const hasDomainAt = (world: World, own: number, name: string, us: number): boolean => {
  const marks = world.domains
    .filter((each) => each.endpoint === own && each.name === name)
    .map(({ atUs, isVerified }): Said => ({ atUs, kind: isVerified ? 'verified' : 'released' }));
  return lastMark(world, own, marks, us) === 'verified';
};

export const inForceAt = (world: World, own: number, us: number) =>
  own === 0 && world.deletedUs !== null && world.deletedUs <= us
    ? undefined
    : revisionsOf(world, own).findLast(({ atUs }) => atUs <= us);

export const planAt = ({ plans }: World, us: number): Plan => {
  const by = (isOwn: boolean) =>
    lastBy(
      plans.filter((each) => each.isOwn === isOwn).map(({ fromUs: atUs, plan }) => ({ atUs, plan })),
      us,
    );
  return (by(true) ?? by(false))?.plan ?? USUAL_PLAN;
};

export const priceAt = (world: World, sku: string, us: number): bigint =>
  BigInt(
    lastBy(
      priceVersions(world).filter((each) => each.sku === sku),
      us,
    )?.price ?? 0,
  );

export const hasFailed = (life: Life): boolean =>
  stopUs(life) !== null && (life.neverReady || life.startedUs === null);

export const beginsUs = ({ placedUs, startedUs }: Life): number =>
  Math.min(placedUs ?? Infinity, startedUs ?? Infinity);

export const holdsAt = (life: Life, us: number): boolean =>
  us >= beginsUs(life) && us < (stopUs(life) ?? END_US);

/** Of whom the commitment of a moment pays for. */
export const coveredAt = (
  world: World,
  own: number,
  us: number,
): { names: Set<string>; sku: string; replicas: number } => {
  const terms = inForceAt(world, own, us);
  if (!terms || (terms.committedUntilMs ?? 0) * 1000 <= us) return { names: new Set(), sku: '', replicas: 0 };
  const replicas = Math.max(1, terms.minReplicas);
  const runners = world.lives
    .map((life, n) => ({ life, name: replicaOf(n), startedUs: life.startedUs ?? Infinity }))
    .filter(
      ({ life, startedUs }) =>
        life.endpoint === own &&
        life.hardware === terms.hardware &&
        startedUs <= us &&
        holdsAt(life, us) &&
        !hasFailed(life),
    )
    .sort((a, b) => a.startedUs - b.startedUs || (a.name < b.name ? -1 : 1));
  const names = new Set(runners.slice(0, replicas).map(({ name }) => name));
  return { names, sku: SKUS[terms.hardware]!, replicas };
};

export { phaseAt };
