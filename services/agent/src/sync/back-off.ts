const FIRST_MS = 100;
const LONGEST_MS = 5000;

/**
 * How long to wait after so many failures in a row: doubling, up to five seconds, of which `random` (0 to 1) takes away
 * up to a half, so that the agents of a fleet do not come back all at once.
 */
export const backOffMs = (failures: number, random: number): number =>
  Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS) * (1 - random / 2);
