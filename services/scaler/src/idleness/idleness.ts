import type { Load } from './load.ts';
import type { Shown } from './shown.ts';

/** For how long nothing must have been shown before it is said, and how long until it may be said again. */
export const IDLE_AFTER_US = 10_000_000;

export type Moment = Readonly<{
  nowUs: number;
  /** Replicas asked for, and when that was decided. */
  current: number;
  decidedAtUs: number;
}>;

export type Change =
  | Readonly<{ type: 'EndpointIdled'; sinceUs: number; counted: Readonly<Record<string, number>> }>
  | Readonly<{ type: 'EndpointOccupied'; sinceUs: number }>;

/**
 * What must be said now; null: nothing new. Idle is only what is proven: between two words of a gateway that show nothing and count
 * the same there was nothing. What comes to light late ends idle time where the proof ended, never later.
 */
export const changeOf = (load: Load, shown: Shown, moment: Moment): Change | null =>
  load.isIdle ? endOf(load, shown, moment) : beginningOf(load, shown, moment);

const beginningOf = (load: Load, shown: Shown, { nowUs, current }: Moment): Change | null => {
  if (current === 0 || nowUs - load.idledAtUs < IDLE_AFTER_US) return null;
  const counted: Record<string, number> = {};
  // At one microsecond the end of an idle time counts, not the beginning of the next.
  let sinceUs = Math.max(load.sinceUs + 1, shown.heardFromUs);
  let provenUs = Infinity;
  for (const [id, source] of shown.sources) {
    const goneAtUs = shown.goneAtUs(source);
    // What it had after its last word is not known, but it was over by then.
    sinceUs = Math.max(sinceUs, goneAtUs < nowUs ? goneAtUs : source.quietFromUs);
    if (goneAtUs < nowUs) continue;
    provenUs = Math.min(provenUs, source.atUs);
    counted[id] = source.total;
  }
  if (!Number.isFinite(provenUs) || provenUs - sinceUs < IDLE_AFTER_US) return null;
  return { type: 'EndpointIdled', sinceUs, counted };
};

const endOf = (load: Load, shown: Shown, moment: Moment): Change | null => {
  const { nowUs, current } = moment;
  const known = new Set([...shown.sources.keys(), ...Object.keys(load.counted)]);
  const proofs = [...known].map((id) => proofOf(load, id, shown, nowUs));
  // While nobody is heard, silence says nothing.
  const isEnded = (): boolean =>
    shown.isHeard(nowUs) && (current === 0 ? hasEnded(shown, moment) : proofs.some(({ isLost }) => isLost));
  if (!proofs.some(({ isBroken }) => isBroken) && !isEnded()) return null;
  const untilUs = Math.min(...proofs.map((proof) => proof.untilUs));
  return { type: 'EndpointOccupied', sinceUs: Math.max(load.sinceUs, Math.min(untilUs, nowUs)) };
};

/** Until when a gateway is proven to have had nothing since the endpoint became idle. */
type Proof = Readonly<{
  untilUs: number;
  /** It had something then. */
  isBroken: boolean;
  /** It speaks no more, so that nobody knows what it had since. */
  isLost: boolean;
}>;

const proofOf = ({ sinceUs, counted }: Load, id: string, shown: Shown, nowUs: number): Proof => {
  const source = shown.sources.get(id);
  const total = counted[id];
  const goneAtUs = shown.goneAtUs(source);
  const fine = { isBroken: false, isLost: goneAtUs < nowUs };
  if (!source) return { ...fine, untilUs: sinceUs };
  // It ended before, and has not spoken again.
  if (total === undefined && goneAtUs <= sinceUs)
    return { untilUs: Infinity, isBroken: false, isLost: false };
  const ends = source.ends.filter((end) => end.untilUs >= sinceUs && end.total === (total ?? 0));
  if (ends.length > 0)
    return { untilUs: Math.min(...ends.map(({ untilUs }) => untilUs)), isBroken: true, isLost: false };
  const isProven = source.isQuiet && (source.total === (total ?? 0) || source.quietFromUs <= sinceUs);
  return isProven ? { ...fine, untilUs: source.atUs } : { untilUs: sinceUs, isBroken: true, isLost: false };
};

/** It has no replicas any more, and everybody has spoken since that was decided, or will not again. */
const hasEnded = (shown: Shown, { nowUs, decidedAtUs }: Moment): boolean =>
  [...shown.sources.values()].every((source) => source.atUs >= decidedAtUs || shown.goneAtUs(source) < nowUs);
