import { describe, expect, it } from '@jest/globals';
import { byGroup, parsePs, parseResident, parseStat } from './process-usage.ts';

describe('what a process uses', () => {
  it('is told by /proc, whatever the process calls itself', () => {
    const stat = (name: string) =>
      `4242 (${name}) S 4000 4240 4240 0 -1 4194304 8153 1204 0 3 150 25 30 5 20 0 11 0 1 22000000 40`;
    expect(parseStat(stat('node'))).toEqual({ groupId: 4240, cpuSeconds: 2.1 });
    expect(parseStat(stat('a) S 1 1 (b'))).toEqual({ groupId: 4240, cpuSeconds: 2.1 });
    expect(parseStat('')).toBeNull();
    expect(parseStat('1 (x) S 2')).toBeNull();
    expect(parseResident('Name:\tnode\nVmRSS:\t   81532 kB\nRssAnon:\t1 kB\n')).toBe(81_532 * 1024);
    expect(parseResident('Name:\tnode\nState:\tZ (zombie)\n')).toBe(0);
  });

  it('is told by ps, on Linux and on macOS', () => {
    const printed = [
      '  1 00:00:02   1000',
      '77 2-03:04:05  20',
      ' 78 123:45.67 0',
      '79   0:01,50  8',
      'PGID TIME RSS',
      '',
    ];
    expect(parsePs(printed.join('\n'))).toEqual([
      { groupId: 1, cpuSeconds: 2, memoryBytes: 1_024_000 },
      { groupId: 77, cpuSeconds: 183_845, memoryBytes: 20_480 },
      { groupId: 78, cpuSeconds: 7425.67, memoryBytes: 0 },
      { groupId: 79, cpuSeconds: 1.5, memoryBytes: 8192 },
    ]);
  });

  it('adds up over its group', () => {
    const groups = byGroup([
      { groupId: 1, cpuSeconds: 1.5, memoryBytes: 10 },
      { groupId: 2, cpuSeconds: 7, memoryBytes: 1 },
      { groupId: 1, cpuSeconds: 2, memoryBytes: 30 },
    ]);
    expect(groups.get(1)).toEqual({ cpuSeconds: 3.5, memoryBytes: 40 });
    expect(groups.get(3)).toBeUndefined();
  });
});
