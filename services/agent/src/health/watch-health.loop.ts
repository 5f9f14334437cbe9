import type { StopCause } from '@tidegate/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { type Health, UNPROBED, afterProbe, pauseMs, verdict } from './health.ts';
import { type Target, probe } from './probe.gateway.ts';

const PROBE_LIMIT_MS = 2000;
const WAS_READY: Health = { ready: true, opened: true, failuresInARow: 0 };

export type Watched = Readonly<{
  target: Target;
  /** Of the clock that `nowUs` reads. */
  startedAtUs: number;
  startupTimeoutSeconds: number;
  isReady: boolean;
}>;

export type Watching = Readonly<{
  nowUs: () => number;
  /** How often a ready replica is looked at. */
  healthMs: number;
  signal: AbortSignal;
  /** Called once, if it was not ready before. */
  becameReady: () => void;
}>;

/**
 * Looks at a replica's health until the signal, or until it must be given up.
 * @returns why it must be; undefined after the signal
 */
export const watchHealth = async (watched: Watched, watching: Watching): Promise<StopCause | undefined> => {
  const { nowUs, healthMs, signal, becameReady } = watching;
  let health = watched.isReady ? WAS_READY : UNPROBED;
  for (;;) {
    const startingMs = (nowUs() - watched.startedAtUs) / 1000;
    const waitMs = health.ready ? healthMs : pauseMs(startingMs);
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
    const seen = signal.aborted ? 'closed' : await probe(watched.target, PROBE_LIMIT_MS);
    if (signal.aborted) return undefined;
    const before = health;
    health = afterProbe(before, seen);
    if (health.ready && !before.ready) becameReady();
    const cause = verdict(health, startingMs, watched.startupTimeoutSeconds * 1000);
    if (cause) return cause;
  }
};
