import { endProcess, type Step } from '@tidegate/backing-services';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readNamed, writeNamed } from './lock.ts';

const SUFFIX = '.pid';

const GRACEFULLY: readonly Step[] = [
  { signal: 'SIGTERM', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];
/** Postgres: fast shutdown, which does not wait for clients. */
const FAST: readonly Step[] = [{ signal: 'SIGINT', waitMs: 20_000 }, ...GRACEFULLY];

/** Records where a program of this home runs, or that it runs no more. */
export const recordPid = async (runFolder: string, name: string, pid: number | undefined): Promise<void> => {
  const path = join(runFolder, `${name}${SUFFIX}`);
  if (pid === undefined) await rm(path, { force: true });
  else await writeNamed(path, pid);
};

/** In the order in which they end, after the services that use them. */
const SERVERS = ['nats', 'postgres'];

/**
 * Ends what a killed launcher of this home left running. A pid file counts only when it names the very process that
 * it was written for.
 */
export const endLeftovers = async (runFolder: string, say: (line: string) => void): Promise<void> => {
  const names = (await readdir(runFolder))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const end = async (name: string): Promise<void> => {
    const left = await readNamed(join(runFolder, `${name}${SUFFIX}`));
    if (left) {
      say(`ending ${name} (process ${left.pid}), left by an earlier start`);
      await endProcess(left.pid, name === 'postgres' ? FAST : GRACEFULLY);
    }
    await recordPid(runFolder, name, undefined);
  };
  await Promise.all(names.filter((name) => !SERVERS.includes(name)).map(end));
  for (const name of SERVERS) if (names.includes(name)) await end(name);
};
