import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { NO_GROUP } from '../drivers/replica.driver.ts';

/** The first process starts the program within moments. */
const TRIES = 20;
const AGAIN_MS = 5;

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/**
 * The process group of a container's program, which its first process leads into a group of its own. NO_GROUP where its
 * processes cannot be seen: the agent is itself in a container, or the daemon in a machine of its own.
 * @param firstPid as the daemon tells it; 0 when it does not run
 */
export const containerGroup = async (firstPid: number, containerId: string): Promise<number> => {
  const folder = `/proc/${String(firstPid)}`;
  for (let tries = 0; tries < TRIES; tries++) {
    // The id may be another process's here.
    if (firstPid <= 1 || !(await textOf(`${folder}/cgroup`)).includes(containerId)) return NO_GROUP;
    const [child] = (await textOf(`${folder}/task/${String(firstPid)}/children`)).trim().split(' ');
    if (child) return Number(child);
    await pause(AGAIN_MS);
  }
  return firstPid;
};
