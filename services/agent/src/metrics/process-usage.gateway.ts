import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';
import {
  type ProcessUsage,
  type Usage,
  byGroup,
  parsePs,
  parseResident,
  parseStat,
} from './process-usage.ts';

/** So many files are read at once. */
const AT_ONCE = 16;
const PS_LIMIT_MS = 2000;
const PS_BYTES = 4 * 1024 * 1024;

/** What each of these process groups uses; a group that has no process any more is missing. */
export const groupUsage = async (groupIds: ReadonlySet<number>): Promise<Map<number, Usage>> => {
  if (groupIds.size === 0) return new Map();
  const all = platform() === 'linux' ? await fromProc(groupIds) : await fromPs();
  return byGroup(all.filter(({ groupId }) => groupIds.has(groupId)));
};

/** As every Unix tells it. */
export const fromPs = async (): Promise<ProcessUsage[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=', '-o', 'time=', '-o', 'rss='], {
    timeout: PS_LIMIT_MS,
    maxBuffer: PS_BYTES,
  });
  return parsePs(stdout);
};

/** To the hundredth of a second, and without starting a program. */
const fromProc = async (groupIds: ReadonlySet<number>): Promise<ProcessUsage[]> => {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found: ProcessUsage[] = [];
  const next = ids.values();
  const reader = async (): Promise<void> => {
    for (const id of next) {
      const usage = await usageOf(id, groupIds).catch(() => null);
      if (usage) found.push(usage);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return found;
};

const usageOf = async (id: string, groupIds: ReadonlySet<number>): Promise<ProcessUsage | null> => {
  const stat = parseStat(await readFile(`/proc/${id}/stat`, 'utf8'));
  if (!stat || !groupIds.has(stat.groupId)) return null;
  return { ...stat, memoryBytes: parseResident(await readFile(`/proc/${id}/status`, 'utf8')) };
};
