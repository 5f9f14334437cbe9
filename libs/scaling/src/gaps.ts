import type { Signals } from './signals.ts';

/** How long an endpoint had nothing to do, each time it had. */
export type Gaps = {
  /** Seconds, the newest last. */
  seconds: number[];
  /** How many there ever were: the plan of as many is still good. */
  seen: number;
  idleAt: number | null;
  idleSeconds: number;
  requestsTotal: number;
};

const REMEMBERED = 100;
/** Shorter ones are pauses for breath, or the time between two looks. */
const LEAST_SECONDS = 2.5;

export const newGaps = ({ requestsTotal }: Signals): Gaps => ({
  seconds: [],
  seen: 0,
  idleAt: null,
  idleSeconds: 0,
  requestsTotal,
});

/** A gap ended somewhere between the last look and this one, when requests came after a look that found it idle. */
export const observeGaps = (gaps: Gaps, signals: Signals): void => {
  const { atSeconds, requestsTotal, idleSeconds, inFlight, waiting } = signals;
  if (requestsTotal !== gaps.requestsTotal && gaps.idleAt !== null) {
    const between = atSeconds - gaps.idleAt;
    const gap = gaps.idleSeconds + (waiting > 0 && inFlight === 0 ? between : between / 2);
    if (gap > LEAST_SECONDS) remember(gaps, gap);
  }
  const isIdle = inFlight + waiting === 0 && idleSeconds !== null;
  gaps.requestsTotal = requestsTotal;
  gaps.idleAt = isIdle ? atSeconds : null;
  gaps.idleSeconds = isIdle ? idleSeconds : 0;
};

const remember = (gaps: Gaps, seconds: number): void => {
  gaps.seen++;
  gaps.seconds.push(seconds);
  if (gaps.seconds.length > REMEMBERED) gaps.seconds.shift();
};
