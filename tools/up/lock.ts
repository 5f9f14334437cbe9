import { stampOf } from '@tidegate/backing-services';
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const BREAKING_TAKES_AT_MOST_MS = 5_000;

/** The lock's name in the run folder; what it needs beside itself begins with it. */
export const LOCK = 'launcher.lock';

/** A pid and what makes it that one process, as it stands in a pid file. */
export type Named = Readonly<{ pid: number; stamp: string }>;

export const writeNamed = async (path: string, pid: number): Promise<void> =>
  writeFile(path, `${pid}\n${(await stampOf(pid)) ?? ''}\n`, { mode: 0o600 });

/** The process that the file names, if it still runs. */
export const readNamed = async (path: string): Promise<Named | undefined> => {
  const [first = '', stamp = ''] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(first, 10);
  if (!(pid > 0) || stamp === '') return undefined;
  return (await stampOf(pid)) === stamp ? { pid, stamp } : undefined;
};

/** `link` makes a whole file appear at once, or fails when there is one. */
const take = (mine: string, lock: string): Promise<boolean> =>
  link(mine, lock).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    },
  );

/**
 * Removes a lock whose holder is gone. Two launchers may both find it dead: the folder lets one of them look again
 * and remove, so that neither removes the other's new lock.
 */
const breakDead = async (lock: string): Promise<void> => {
  const breaking = `${lock}.breaking`;
  try {
    await mkdir(breaking);
  } catch {
    const made = await stat(breaking).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > BREAKING_TAKES_AT_MOST_MS)
      await rmdir(breaking).catch(() => undefined);
    await pause(50);
    return;
  }
  try {
    if ((await readNamed(lock)) === undefined) await rm(lock, { force: true });
  } finally {
    await rmdir(breaking);
  }
};

/**
 * Holds the home for this process alone. Throws with the holder's pid when another launcher has it; takes over from
 * one that is gone. The answer lets it go.
 */
export const lockHome = async (runFolder: string): Promise<() => Promise<void>> => {
  const lock = join(runFolder, LOCK);
  const mine = `${lock}.${process.pid}`;
  await writeNamed(mine, process.pid);
  try {
    while (!(await take(mine, lock))) {
      const holder = await readNamed(lock);
      if (holder) throw new Error(`Tidegate already runs from this home, by process ${holder.pid}`);
      await breakDead(lock);
    }
  } finally {
    await rm(mine, { force: true });
  }
  return () => rm(lock, { force: true });
};
