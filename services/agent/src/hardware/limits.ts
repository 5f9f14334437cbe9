/** Limits that a control group sets, as files tell them. Null: none. */
export type GroupLimits = Readonly<{ memoryBytes: number | null; vcpuMillis: number | null }>;

export const NO_LIMITS: GroupLimits = { memoryBytes: null, vcpuMillis: null };

/** What an unlimited group of version 1 shows: the largest number that fits whole pages. */
const UNLIMITED_BYTES = 2 ** 60;

/** `memory.max` and `memory.limit_in_bytes`: "max", a huge number, or the limit. */
export const memoryLimit = (text: string | null): number | null => {
  const bytes = wholeIn(text);
  return bytes !== null && bytes < UNLIMITED_BYTES ? bytes : null;
};

/** `cpu.max`: "max 100000" or "<quota> <period>", both in microseconds; version 1 has a file for each, and quota -1 for none. */
export const cpuLimit = (text: string | null): number | null => {
  const [quota, period] = (text ?? '').trim().split(/\s+/);
  const [quotaUs, periodUs] = [wholeIn(quota), wholeIn(period)];
  return quotaUs === null || periodUs === null || periodUs === 0
    ? null
    : Math.floor((quotaUs * 1000) / periodUs);
};

/** Each group lies within those above it: the lowest limit holds. */
export const lowest = (limits: readonly GroupLimits[]): GroupLimits => ({
  memoryBytes: least(limits.map(({ memoryBytes }) => memoryBytes)),
  vcpuMillis: least(limits.map(({ vcpuMillis }) => vcpuMillis)),
});

/** The paths of `/proc/self/cgroup` by controller; '' is version 2's single tree. */
export const groupPaths = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
      return controllers === undefined || path === undefined
        ? []
        : controllers.split(',').map((controller) => [controller, path] as const);
    }),
  );

/** A path and every one above it, up to the root. */
export const upwards = (path: string): string[] => {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`).concat('');
};

const wholeIn = (text: string | null | undefined): number | null =>
  /^\s*\d{1,20}\s*$/.test(text ?? '') ? Number(text) : null;

const least = (values: readonly (number | null)[]): number | null => {
  const set = values.filter((value) => value !== null);
  return set.length === 0 ? null : Math.min(...set);
};
