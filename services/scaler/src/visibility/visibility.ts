/** What is known of an endpoint’s traffic at a moment. */
export type Seeing = Readonly<{
  /** Replicas asked for: without any there is no traffic to miss. */
  current: number;
  /** Nobody reports its traffic. */
  stale: boolean;
  /** What the log says so far. */
  visible: boolean;
  /** Since when, without a break, nobody has reported it although it has replicas; null: somebody does. Epoch microseconds. */
  unseenSinceUs: number | null;
}>;

/** Silence for so long is more than a gateway that restarts. */
export const UNSEEN_AFTER_US = 15_000_000;

/** Since when it has been unseen, as of now. */
export const unseenSince = (
  { current, stale, unseenSinceUs }: Omit<Seeing, 'visible'>,
  nowUs: number,
): number | null => (current > 0 && stale ? (unseenSinceUs ?? nowUs) : null);

/** What must be said now: true, it is seen again, or has no replicas any more; false, it is not; null, nothing new. */
export const changeOf = (seeing: Seeing, nowUs: number, afterUs = UNSEEN_AFTER_US): boolean | null => {
  const sinceUs = unseenSince(seeing, nowUs);
  if (sinceUs === null) return seeing.visible ? null : true;
  return seeing.visible && nowUs - sinceUs >= afterUs ? false : null;
};
