import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

let bootId: string | undefined;
const bootIdOnLinux = (): string =>
  (bootId ??= attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))?.trim() ?? '');

/** In clock ticks since the boot, exact and steady, where `ps` computes a wall clock time from it. */
const onLinux = (pid: number): string | undefined => {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  // The second field, the name, may hold spaces and brackets. Third: the state; 22nd: the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startedAtTicks] = [fields[0], fields[19]];
  if (state === undefined || startedAtTicks === undefined || 'ZX'.includes(state)) return undefined;
  return `${startedAtTicks}@${bootIdOnLinux()}`;
};

const byPs = (pid: number): string | undefined => {
  const line = attempt(() =>
    execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim(),
  );
  if (!line || line.startsWith('Z')) return undefined;
  return line.slice(line.indexOf(' ') + 1).trim();
};

/**
 * With its id this names one process for ever: an id is used again, a start time is not.
 * @returns undefined for a process that is gone, or dead and only not yet cleared away by its parent
 */
export const processStamp = (pid: number): string | undefined =>
  process.platform === 'linux' ? onLinux(pid) : byPs(pid);

/** Sends a signal to one process. @returns false when it is gone */
export const signalProcess = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

/** Sends a signal to a process group. @returns false when the group is gone */
export const signalGroup = (groupId: number, signal: NodeJS.Signals): boolean =>
  signalProcess(-groupId, signal);
