import type { StopCause } from '@tidegate/contracts';
import type { Missing } from './division.ts';

/** A replica that does not count, and may count again. */
export type Absent = Readonly<{
  id: string;
  revision: number;
  nodeId: string;
  /** `draining`: it finishes its last requests, and nobody has let it go yet. `asleep`: it is asleep, or was let go to fall asleep. */
  state: 'draining' | 'asleep';
  /** It sleeps, or is about to. */
  sleeps: boolean;
  readyAtUs: number | null;
  /** `open`: new replicas may come to its node; `cordoned`: none may; `leaving`: it must become empty; `lost`: nobody hears of it. */
  node: 'open' | 'cordoned' | 'leaving' | 'lost';
}>;

export type TakenBack = Readonly<{
  /** They take requests again at once. */
  resume: readonly string[];
  wake: readonly Absent[];
  missing: readonly Missing[];
}>;

const canResume = ({ state, node }: Absent): boolean => state === 'draining' && node === 'open';
/** A cordon keeps what is there. */
const canWake = ({ state, node }: Absent): boolean =>
  state === 'asleep' && (node === 'open' || node === 'cordoned');

/** The longest ready first. */
const byAge = (a: Absent, b: Absent): number =>
  (a.readyAtUs ?? 0) - (b.readyAtUs ?? 0) || (a.id < b.id ? -1 : 1);

/** Before anything new is asked for: what drains takes requests again in no time, and what sleeps wakes sooner than anything starts. */
export const takeBack = (missing: readonly Missing[], absent: readonly Absent[]): TakenBack => {
  const sorted = absent.toSorted(byAge);
  const taken = missing.map(({ revision, count }) => {
    const own = sorted.filter((one) => one.revision === revision);
    const resume = own.filter(canResume).slice(0, count);
    const wake = own.filter(canWake).slice(0, count - resume.length);
    return { resume, wake, missing: { revision, count: count - resume.length - wake.length } };
  });
  return {
    resume: taken.flatMap(({ resume }) => resume.map(({ id }) => id)),
    wake: taken.flatMap(({ wake }) => wake),
    missing: taken.map((one) => one.missing),
  };
};

export type Rest = Readonly<{
  /** The endpoint is at rest: it has nothing to do, and wakes with the next request. */
  isAtRest: boolean;
  serving: number;
  isRollingOut: boolean;
  /** Why it would stop instead. */
  otherwise: StopCause;
}>;

/** Why one that sleeps must end; null: it may stay. */
const whyEnd = (
  { node, revision }: Absent,
  { isAtRest, serving, isRollingOut, otherwise }: Rest,
): StopCause | null => {
  if (node === 'leaving') return 'node_drained';
  if (isRollingOut || revision !== serving) return 'replaced';
  return isAtRest ? null : otherwise;
};

/** Of those that sleep and were not woken: one may stay for as long as the endpoint rests, and all others end. */
export const endSleepers = (
  absent: readonly Absent[],
  rest: Rest,
): Readonly<{ ended: readonly Readonly<{ id: string; cause: StopCause }>[]; stays: boolean }> => {
  const sleepers = absent.filter(({ sleeps, node }) => sleeps && node !== 'lost').toSorted(byAge);
  const kept = sleepers.find((one) => whyEnd(one, rest) === null);
  return {
    ended: sleepers
      .filter((one) => one !== kept)
      .map((one) => ({ id: one.id, cause: whyEnd(one, rest) ?? rest.otherwise })),
    stays: kept !== undefined,
  };
};
