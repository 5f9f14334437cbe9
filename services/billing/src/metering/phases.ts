import type { Phase } from '@tidegate/contracts';
import { endOf, type Holding, type Turn } from './holding.ts';
import { isWithin, type Span } from './span.ts';

/** A time over which a replica was in one phase. */
export type Stretch = Span &
  Readonly<{
    phase: Phase;
    /** Idle, while its endpoint took asynchronous requests. */
    isGated: boolean;
  }>;

/** Of an endpoint: when it had nothing to do, and when it took asynchronous requests. */
export type Surroundings = Readonly<{ idle: readonly Span[]; asynchronous: readonly Span[] }>;

type State = Readonly<{ isLoaded: boolean; isDraining: boolean; isAsleep: boolean }>;
const AT_FIRST: State = { isLoaded: false, isDraining: false, isAsleep: false };

const AFTER: Readonly<Record<Turn['kind'], (state: State) => State>> = {
  slept: () => ({ isLoaded: false, isDraining: false, isAsleep: true }),
  woken: (state) => ({ ...state, isAsleep: false }),
  ready: (state) => ({ ...state, isLoaded: true, isAsleep: false }),
  draining: (state) => ({ ...state, isDraining: true }),
  resumed: (state) => ({ ...state, isDraining: false }),
};

const phaseIn = ({ isLoaded, isDraining, isAsleep }: State): Phase => {
  if (isAsleep) return 'sleeping';
  if (isDraining) return 'draining';
  return isLoaded ? 'ready' : 'loading';
};

/**
 * What a replica did with its hardware, without gap or overlap from its placement to its end, or to `nowUs`. Whatever clocks said,
 * each boundary is taken into this time, so that the phases together are exactly what was held.
 */
export const stretchesOf = (holding: Holding, around: Surroundings, nowUs: number): Stretch[] => {
  const endUs = endOf(holding, nowUs);
  const startUs = Math.min(holding.start?.atUs ?? endUs, endUs);
  const stretches: Stretch[] = [];
  const add = (fromUs: number, toUs: number, phase: Phase): void => {
    if (toUs <= fromUs) return;
    if (phase === 'ready') stretches.push(...servingStretches({ fromUs, toUs }, around));
    else stretches.push({ fromUs, toUs, phase, isGated: false });
  };
  add(holding.fromUs, startUs, 'pulling');
  let state = AT_FIRST;
  let sinceUs = startUs;
  for (const { kind, atUs } of holding.turns) {
    const turnUs = Math.min(Math.max(atUs, sinceUs), endUs);
    const next = AFTER[kind](state);
    if (phaseIn(next) !== phaseIn(state)) {
      add(sinceUs, turnUs, phaseIn(state));
      sinceUs = turnUs;
    }
    state = next;
  }
  add(sinceUs, endUs, phaseIn(state));
  return stretches;
};

/** Ready time, cut wherever the endpoint became idle or busy, or asynchronous requests began or ended to be taken. */
const servingStretches = ({ fromUs, toUs }: Span, { idle, asynchronous }: Surroundings): Stretch[] => {
  const stretches: Stretch[] = [];
  const add = (to: number, phase: Phase, isGated: boolean): void => {
    const from = stretches.at(-1)?.toUs ?? fromUs;
    if (to > from) stretches.push({ fromUs: from, toUs: to, phase, isGated });
  };
  for (const span of idle) {
    if (span.fromUs >= toUs) break;
    if (span.toUs <= fromUs) continue;
    const end = Math.min(span.toUs, toUs);
    add(Math.max(span.fromUs, fromUs), 'ready', false);
    for (const cutUs of [...edgesOf(asynchronous, Math.max(span.fromUs, fromUs), end), end])
      add(cutUs, 'idle', isWithin(asynchronous, stretches.at(-1)?.toUs ?? fromUs));
  }
  add(toUs, 'ready', false);
  return stretches;
};

const edgesOf = (spans: readonly Span[], fromUs: number, toUs: number): number[] =>
  spans.flatMap((span) => [span.fromUs, span.toUs]).filter((us) => us > fromUs && us < toUs);
