const DAY_MS = 86_400_000;
/** Clients that renew do so about a month ahead: what is left by now, nobody renews. */
export const WARNED_DAYS = 14;

export type Expiry = 'far' | 'soon' | 'past';

export const expiryOf = (expiresAtMs: number, nowMs: number): Expiry => {
  if (expiresAtMs <= nowMs) return 'past';
  return expiresAtMs - nowMs < WARNED_DAYS * DAY_MS ? 'soon' : 'far';
};

/** Whole days that are left; none below zero. */
export const daysLeft = (expiresAtMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((expiresAtMs - nowMs) / DAY_MS));
