import { readFile } from 'node:fs/promises';
import { type GroupLimits, NO_LIMITS, cpuLimit, groupPaths, lowest, memoryLimit, upwards } from './limits.ts';

const ROOT = '/sys/fs/cgroup';
const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

/** What the control groups allow this process, its own and all above it; nothing where there are none. */
export const groupLimits = async (): Promise<GroupLimits> => {
  const own = await textOf('/proc/self/cgroup');
  if (own === null) return NO_LIMITS;
  const paths = groupPaths(own);
  return lowest([
    ...(await Promise.all(upwards(paths.get('') ?? '/').map(unified))),
    ...(await Promise.all(upwards(paths.get('memory') ?? '/').map(memoryOfVersion1))),
    ...(await Promise.all(upwards(paths.get('cpu') ?? '/').map(cpuOfVersion1))),
  ]);
};

const unified = async (path: string): Promise<GroupLimits> => ({
  memoryBytes: memoryLimit(await textOf(`${ROOT}${path}/memory.max`)),
  vcpuMillis: cpuLimit(await textOf(`${ROOT}${path}/cpu.max`)),
});

const memoryOfVersion1 = async (path: string): Promise<GroupLimits> => ({
  ...NO_LIMITS,
  memoryBytes: memoryLimit(await textOf(`${ROOT}/memory${path}/memory.limit_in_bytes`)),
});

const cpuOfVersion1 = async (path: string): Promise<GroupLimits> => {
  const [quota, period] = await Promise.all(
    ['quota', 'period'].map((name) => textOf(`${ROOT}/cpu${path}/cpu.cfs_${name}_us`)),
  );
  return { ...NO_LIMITS, vcpuMillis: cpuLimit(`${quota?.trim() ?? ''} ${period?.trim() ?? ''}`) };
};
