export type DiskLimits = Readonly<{
  /** Shipped bytes that a file may hold before it gives its disk back. */
  reclaimBytes: number;
  /** Unread bytes that a file may hold: beyond it the oldest are skipped, and counted. */
  unreadBytes: number;
}>;

/** How a file stands: what of it has been shipped, and what it takes of the disk. */
export type FileState = Readonly<{
  size: number;
  diskBytes: number;
  /** Everything before this offset has been shipped, and will not be read again. */
  shipped: number;
  quietMs: number;
}>;

/** After so long without a write it is not likely that one comes between the last look and the emptying. */
const QUIET_MS = 1000;

/**
 * How a file gives its disk back. Emptying it is best, and loses what is written in the instant between the last look
 * and the emptying, so it waits for a quiet moment. A busy file has what was shipped punched out, if the file system
 * can do that; where it cannot, it is emptied at four times the size.
 */
export const spaceToGive = (
  { size, diskBytes, shipped, quietMs }: FileState,
  canPunch: boolean,
  { reclaimBytes }: Pick<DiskLimits, 'reclaimBytes'>,
): 'nothing' | 'punch' | 'empty' => {
  if (shipped <= reclaimBytes) return 'nothing';
  if (shipped === size && (quietMs >= QUIET_MS || (!canPunch && size > 4 * reclaimBytes))) return 'empty';
  return canPunch && diskBytes - (size - shipped) > reclaimBytes ? 'punch' : 'nothing';
};

/**
 * Where the reading goes on in a file with too much that was never read; null while it is not too much. Half of what
 * may be unread stays, and nothing where the file gives its disk back only as a whole.
 */
export const skipTarget = (
  { size, read }: Readonly<{ size: number; read: number }>,
  canPunch: boolean,
  { unreadBytes }: Pick<DiskLimits, 'unreadBytes'>,
): number | null => {
  if (size - read <= unreadBytes) return null;
  return canPunch ? size - Math.floor(unreadBytes / 2) : size;
};
