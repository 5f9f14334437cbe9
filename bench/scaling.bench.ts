// Scaling: GPU-seconds and waits of each policy on recorded and synthetic traffic, all in one simulator that runs the product’s own
// decision. The constants were tuned with other seeds than those reported here.
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Summary } from '@tidegate/scaling';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { clairvoyantGpuSeconds } from './scaling/clairvoyant.ts';
import { compete, meanOf, ours, PEERS } from './scaling/contest.ts';
import { type Cell, geometricMean, line, of, peerLine } from './scaling/report.ts';
import { tickMillis } from './scaling/ticks.ts';
import { DENSE, readTrace, SPARSE, type Trace } from './scaling/workloads.ts';

const SEEDS = [21, 22, 23];
const START_SECONDS = [5, 30, 120];
/** What shows within seconds that something broke. */
const QUICK = ['conv-x0.2', 'steady', 'burst', 'sparse-3m'];
const ENDPOINTS = 5000;

const folder =
  process.env['TIDEGATE_TRACES'] ?? fileURLToPath(new URL('../../shared/traces/', import.meta.url));

type Makes = typeof DENSE;

const cellsOf = (makes: Makes, trace: Trace, isQuick: boolean, progress: Progress): Cell[] =>
  Object.entries(makes)
    .filter(([name]) => !isQuick || QUICK.includes(name))
    .flatMap(([name, make]) => {
      const workloads = (isQuick ? SEEDS.slice(0, 1) : SEEDS).map((seed) => ({
        seed,
        workload: make(trace, seed),
      }));
      return START_SECONDS.map((startSeconds) => {
        const summary = (competitor: Parameters<typeof compete>[1]): Summary =>
          meanOf(
            workloads.map(({ seed, workload }) => compete(workload, competitor, { startSeconds, seed })),
          );
        const clairvoyant =
          workloads.reduce((sum, { workload }) => sum + clairvoyantGpuSeconds(workload, startSeconds, 1), 0) /
          workloads.length;
        const peers = Object.fromEntries(
          Object.entries(PEERS).map(([peer, competitor]) => [peer, summary(competitor)]),
        );
        const cell = { name, startSeconds, clairvoyant, ours: summary(ours()), peers };
        progress(`${name}, starts of ${startSeconds} s (GPU-seconds, waits in seconds)`);
        for (const text of line(cell)) progress(`  ${text}`);
        return cell;
      });
    });

const isAtParity = (cell: Cell): boolean => cell.ours.p99 <= Math.max(1, 1.05 * of(cell, 'kpa').p99);

const run = async (progress: Progress, args: readonly string[]): Promise<Figures> => {
  const { values } = parseArgs({
    args: [...args],
    options: { trace: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const trace = await readTrace(values.trace ?? `${folder}/azure-llm-2023-conv.csv`);
  const dense = cellsOf(DENSE, trace, values.quick, progress);
  const sparse = cellsOf(SPARSE, trace, values.quick, progress);
  for (const [name, cells] of [
    ['dense and bursts', dense],
    ['sparse', sparse],
  ] as const) {
    progress(`${name}, GPU-seconds over those of kpa, ${String(cells.length)} cells`);
    for (const peer of ['ours', ...Object.keys(PEERS)]) progress(`  ${peerLine(cells, peer)}`);
  }
  const versus = (cells: readonly Cell[], peer: string): number =>
    geometricMean(cells.map((cell) => cell.ours.gpuSeconds / of(cell, peer).gpuSeconds));
  const tick = tickMillis(ENDPOINTS, 10);
  return {
    gpuVsKpa: versus(dense, 'kpa'),
    cells: dense.length,
    cellsAtParity: dense.filter(isAtParity).length,
    gpuVsClairvoyant: geometricMean(dense.map((cell) => cell.ours.gpuSeconds / cell.clairvoyant)),
    ...Object.fromEntries(
      Object.keys(PEERS)
        .filter((peer) => peer !== 'kpa')
        .map((peer) => [`gpuVs.${peer}`, versus(dense, peer)]),
    ),
    sparseGpuVsKpa: versus(sparse, 'kpa'),
    sparseWithin1sGain:
      (100 * sparse.reduce((sum, cell) => sum + cell.ours.within1 - of(cell, 'kpa').within1, 0)) /
      sparse.length,
    tickMsFor5000Endpoints: tick,
  };
};

export const benchmark: Benchmark = {
  what: 'Scaling on recorded and synthetic traffic: ours beside KPA, HPA, KEDA, Ray Serve, SkyServe, RunPod’s two rules and Cortex.',
  goals: {
    gpuVsKpa: '<= 0.90',
    cellsAtParity: '27: p99 wait <= max(1 s, 1.05 x KPA)',
    gpuVsClairvoyant: '<= 1.10, somebody who knows the future',
    sparseGpuVsKpa: '< 1',
    sparseWithin1sGain: '> 0 points',
    tickMsFor5000Endpoints: '<= 2000 on one core',
  },
  options: '--trace FILE: another recording of the same form; --quick: a few cells, one seed',
  run,
};
