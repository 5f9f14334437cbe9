// On a machine with other work: what is measured goes before it. Needs root.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of us and all that we start: nearly all the time there is. */
export const goFirst = async (): Promise<void> => {
  setPriority(-15);
  // Where time is shared between sessions before it is shared within them; elsewhere there is no such file.
  await writeFile('/proc/self/autogroup', '-15').catch(() => undefined);
};

/**
 * A share of time, however large, is no word about how soon, and latencies are just that. Only first threads get real time, and only
 * where they leave most of it unused: one that takes all of it keeps the helpers of its own process waiting.
 */
export const atOnce = async (pids: readonly number[], isAtOnce: boolean): Promise<void> => {
  const how = isAtOnce ? ['-f', '-p', '1'] : ['-o', '-p', '0'];
  await Promise.all(pids.map((pid) => run('chrt', [...how, String(pid)])));
};
