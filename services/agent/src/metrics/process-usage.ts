/** What a process has used of the processor since it began, its ended children included, and holds of memory now. */
export type ProcessUsage = Readonly<{ groupId: number; cpuSeconds: number; memoryBytes: number }>;

/** What a whole process group uses. */
export type Usage = Readonly<{ cpuSeconds: number; memoryBytes: number }>;

/** Linux tells times in hundredths of a second on every machine, whatever its kernel's own clock is. */
const TICKS_PER_SECOND = 100;

/** From `/proc/<pid>/stat`, where the name in parentheses may hold anything, more parentheses included. */
export const parseStat = (text: string): { groupId: number; cpuSeconds: number } | null => {
  const fields = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const [groupId, user, system, childrenUser, childrenSystem] = [2, 11, 12, 13, 14].map((i) =>
    Number(fields[i]),
  );
  const ticks = [user, system, childrenUser, childrenSystem].reduce<number>((sum, n) => sum + (n ?? NaN), 0);
  if (groupId === undefined || !Number.isSafeInteger(groupId) || !Number.isFinite(ticks)) return null;
  return { groupId, cpuSeconds: ticks / TICKS_PER_SECOND };
};

/** From `/proc/<pid>/status`; a process that is ending has none. */
export const parseResident = (text: string): number =>
  Number(/^VmRSS:\s+(\d{1,15}) kB$/m.exec(text)?.[1] ?? 0) * 1024;

/** From `ps -A -o pgid=,time=,rss=`, on Linux ("1-02:03:04") as well as on macOS ("123:04.56"). */
export const parsePs = (text: string): ProcessUsage[] =>
  text.split('\n').flatMap((line) => {
    const [, group, days, hours, minutes, seconds, kib] =
      /^\s*(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)\s+(\d+)\s*$/.exec(line) ?? [];
    if (group === undefined || seconds === undefined) return [];
    const whole = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
    return [
      {
        groupId: Number(group),
        cpuSeconds: whole + Number(seconds.replace(',', '.')),
        memoryBytes: Number(kib ?? 0) * 1024,
      },
    ];
  });

/** Each group's processes together. A group without any is not there. */
export const byGroup = (processes: readonly ProcessUsage[]): Map<number, Usage> => {
  const groups = new Map<number, Usage>();
  for (const { groupId, cpuSeconds, memoryBytes } of processes) {
    const before = groups.get(groupId) ?? { cpuSeconds: 0, memoryBytes: 0 };
    groups.set(groupId, {
      cpuSeconds: before.cpuSeconds + cpuSeconds,
      memoryBytes: before.memoryBytes + memoryBytes,
    });
  }
  return groups;
};
