import type { Summary } from '@tidegate/scaling';

/** One workload at one start time. */
export type Cell = Readonly<{
  name: string;
  startSeconds: number;
  /** GPU-seconds of somebody who knows the future and lets nobody wait for longer than a second. */
  clairvoyant: number;
  ours: Summary;
  peers: Readonly<Record<string, Summary>>;
}>;

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

const HEAD =
  'policy         GPU-s  /kpa  /clair     p50    p95    p99   <=1s   <=5s  cold  starts  changes/h';

const percent = (share: number): string => (100 * share).toFixed(1).padStart(6);

export const line = (cell: Cell): string[] => [
  HEAD,
  ...Object.entries({ ours: cell.ours, ...cell.peers }).map(([name, summary]) =>
    [
      name.padEnd(12),
      summary.gpuSeconds.toFixed(0).padStart(7),
      (summary.gpuSeconds / of(cell, 'kpa').gpuSeconds).toFixed(3),
      (summary.gpuSeconds / cell.clairvoyant).toFixed(3).padStart(7),
      ...[summary.p50, summary.p95, summary.p99].map((wait) => wait.toFixed(2).padStart(6)),
      percent(summary.within1),
      percent(summary.within5),
      summary.coldRequests.toFixed(0).padStart(5),
      summary.starts.toFixed(0).padStart(7),
      summary.changesPerHour.toFixed(0).padStart(10),
    ].join(' '),
  ),
];

/** What a competitor did in a cell. */
export const of = (cell: Cell, competitor: string): Summary => {
  const summary = competitor === 'ours' ? cell.ours : cell.peers[competitor];
  if (!summary) throw new Error(`${competitor} did not compete`);
  return summary;
};

/** A competitor over all cells. */
export const peerLine = (cells: readonly Cell[], peer: string): string => {
  const gpu = geometricMean(cells.map((cell) => of(cell, peer).gpuSeconds / of(cell, 'kpa').gpuSeconds));
  const clairvoyant = geometricMean(cells.map((cell) => of(cell, peer).gpuSeconds / cell.clairvoyant));
  const worse = cells.filter((cell) => of(cell, peer).p99 > Math.max(1, 1.05 * of(cell, 'kpa').p99)).length;
  const gain = cells.reduce((sum, cell) => sum + of(cell, peer).within1 - of(cell, 'kpa').within1, 0);
  return [
    peer.padEnd(12),
    gpu.toFixed(3),
    `${clairvoyant.toFixed(3)} of the clairvoyant`,
    `p99 worse in ${worse}`,
    `within 1 s ${((100 * gain) / cells.length).toFixed(1)} points`,
  ].join('  ');
};
