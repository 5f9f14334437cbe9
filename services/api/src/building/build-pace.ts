/** How long one look at a model source may take. */
export const CHECK_LIMIT_MS = 10_000;
/** What a process that died has claimed is free again after so long. */
export const CLAIM_SECONDS = 20;
/** A source that fails so often is not asked again: what nobody can say is left to the node that fetches it. */
export const MOST_CHECKS = 3;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

/** How long to wait after so many attempts that came to nothing. */
export const pauseAfterMs = (attempts: number): number =>
  Math.min(FIRST_PAUSE_MS * 3 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
