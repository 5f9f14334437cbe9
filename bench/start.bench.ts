import { Platform } from '@tidegate/e2e/platform';
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Benchmark, type Figures, type Progress, median } from './benchmark.ts';

const run = promisify(execFile);
const STARTS = 3;
const MIB = 1024;

type Memory = { residentMib: number; proportionalMib: number };

/** Of the launcher and everything below it, replicas included: they are children of the agent’s shells or of nobody. */
const memoryOf = async (platform: Platform): Promise<Memory> => {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,rss=,args=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const ours = new Set([String(platform.launcherPid)]);
  const belongs = ([, parent = '', , ...words]: string[]): boolean =>
    ours.has(parent) || words.join(' ').includes(platform.home);
  for (let found = 0; found !== ours.size;) {
    found = ours.size;
    for (const row of rows) if (belongs(row)) ours.add(row[0] ?? '');
  }
  const mine = rows.filter(([pid = '']) => ours.has(pid));
  const shares = await Promise.all(mine.map(([pid = '']) => proportionalKib(pid)));
  const resident = mine.reduce((sum, [, , rss]) => sum + Number(rss), 0);
  return { residentMib: resident / MIB, proportionalMib: shares.reduce((sum, kib) => sum + kib, 0) / MIB };
};

/** Shared pages counted once over all who share them; only Linux tells. */
const proportionalKib = async (pid: string): Promise<number> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
};

const start = async (progress: Progress): Promise<Figures> => {
  const [cold, warm]: [number[], number[]] = [[], []];
  let memory: Memory = { residentMib: 0, proportionalMib: 0 };
  for (let i = 0; i < STARTS; i++) {
    const first = await Platform.start();
    cold.push(first.readyAfterMs);
    memory = await memoryOf(first);
    await first.stop({ keep: true });
    const again = await Platform.start({ environment: { TIDEGATE_HOME: first.home } });
    warm.push(again.readyAfterMs);
    await again.stop({ keep: true });
    await rm(first.home, { recursive: true, force: true });
    progress(`${String(i + 1)} of ${String(STARTS)}`);
  }
  return { coldReadyMs: median(cold), warmReadyMs: median(warm), ...memory };
};

export const benchmark: Benchmark = {
  what: 'Starting everything, the sample endpoint answering included: an empty home, and one with data. Memory of all processes.',
  goals: { coldReadyMs: '<= 20000', proportionalMib: '<= 1536' },
  run: start,
};
