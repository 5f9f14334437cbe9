import type { DiskLimits } from '../output/disk-space.ts';

/** How lines are shipped. */
export type LineSettings = Readonly<{
  /** Where it is kept how far the shipping of each replica has come. */
  folder: string;
  /** What one replica may write for long; more is dropped, and counted. */
  bytesPerSecond: number;
  /** What it may write at once after a quiet time; errors a quarter more. */
  burstBytes: number;
  /** A line waits so long for others to travel with. */
  batchMs: number;
}> &
  DiskLimits;

export const LINE_SETTINGS = Symbol('line settings');

const MIB = 1024 ** 2;
export const LINE_DEFAULTS: Omit<LineSettings, 'folder'> = {
  bytesPerSecond: MIB,
  burstBytes: 8 * MIB,
  batchMs: 100,
  reclaimBytes: 16 * MIB,
  unreadBytes: 256 * MIB,
};
