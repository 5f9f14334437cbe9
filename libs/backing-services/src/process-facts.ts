import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const nothing = (): undefined => undefined;

/** A column of `ps`, for systems that have no /proc. */
const column = (pid: number, name: string): Promise<string | undefined> =>
  run('ps', ['-ww', '-o', `${name}=`, '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim() || undefined,
    nothing,
  );

/** The fields of /proc/<pid>/stat from the third on; the second, the name, may hold spaces and brackets. */
const statFields = async (pid: number): Promise<string[] | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(nothing);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
};

const isSignalled = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** False for a process that is gone, and for a zombie, which nothing but its parent can clear away. */
export const isAlive = async (pid: number): Promise<boolean> => {
  if (!isSignalled(pid)) return false;
  const state = process.platform === 'linux' ? (await statFields(pid))?.[0] : await column(pid, 'state');
  return state !== undefined && !state.startsWith('Z');
};

/** The command line, its words joined by spaces; undefined when the process is gone. */
export const commandOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform !== 'linux') return column(pid, 'command');
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(nothing);
  return words?.replaceAll('\0', ' ').trim();
};

/** The folder a process works in, where the system tells it. */
export const workingFolderOf = (pid: number): Promise<string | undefined> =>
  readlink(`/proc/${pid}/cwd`).catch(nothing);

/**
 * With its pid this names one process for ever: a pid is used again, its start time is not. Undefined when the
 * process is gone.
 */
export const stampOf = async (pid: number): Promise<string | undefined> => {
  if (process.platform !== 'linux') return column(pid, 'lstart');
  const [fields, boot] = await Promise.all([
    statFields(pid),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  const startedAtTicks = fields?.[19];
  return startedAtTicks === undefined ? undefined : `${startedAtTicks}@${boot.trim()}`;
};

const isGoneWithin = async (pid: number, milliseconds: number): Promise<boolean> => {
  const deadline = performance.now() + milliseconds;
  while (await isAlive(pid)) {
    if (performance.now() >= deadline) return false;
    await pause(20);
  }
  return true;
};

export type Step = Readonly<{ signal: NodeJS.Signals; waitMs: number }>;

/** Sends the signals in turn, each only when the one before did not end the process in its time. */
export const endProcess = async (pid: number, steps: readonly Step[]): Promise<boolean> => {
  for (const { signal, waitMs } of steps) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
      throw error;
    }
    if (await isGoneWithin(pid, waitMs)) return true;
  }
  return false;
};
