import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { commandOf, endProcess, isAlive, type Step, workingFolderOf } from './process-facts.ts';
import { canReach, OPEN_FOLDER, postgresUser, type SystemUser } from './system-user.ts';

const run = promisify(execFile);

/** Fast shutdown, then immediate shutdown, then no choice. */
export const STOP_POSTGRES: readonly Step[] = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/**
 * Where the data of the wanted folder really is: there, or for root, when that place is closed to the user that
 * Postgres runs as, in an open place under a name derived from the wanted one.
 */
export const postgresDataFolder = async (wanted: string, user = postgresUser()): Promise<string> => {
  const folder = resolve(wanted);
  await mkdir(dirname(folder), { recursive: true });
  const real = join(await realpath(dirname(folder)), basename(folder));
  if (user === undefined || (await canReach(user, real))) return real;
  const name = createHash('sha256').update(real).digest('hex').slice(0, 16);
  await mkdir(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  return join(OPEN_FOLDER, `data-${name}`);
};

const isDatabaseCluster = (folder: string): Promise<boolean> =>
  stat(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );

export type NewCluster = Readonly<{
  folder: string;
  binaries: PostgresBinaries;
  user: SystemUser | undefined;
  role: string;
  password: string;
  durable: boolean;
}>;

/**
 * Makes the cluster beside its place and renames it there, so that an interrupted initdb leaves no half of one.
 * The built-in C.UTF-8 sorts and folds alike on every system.
 */
export const ensureCluster = async (cluster: NewCluster): Promise<void> => {
  const { folder, binaries, user, role, password, durable } = cluster;
  if (await isDatabaseCluster(folder)) return;
  const [half, passwordFile] = [`${folder}.new`, `${folder}.password`];
  await Promise.all([
    rm(half, { recursive: true, force: true, maxRetries: 5 }),
    rm(passwordFile, { force: true }),
  ]);
  await mkdir(half, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await Promise.all([half, passwordFile].map((path) => chown(path, user.uid, user.gid)));
  const words = ['-D', half, '-U', role, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  words.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  if (!durable) words.push('--no-sync');
  try {
    await run(binaries.initdb, words, { ...user, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } });
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new Error(`initdb failed in ${half}: ${stderr?.trim() ?? String(cause)}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rmdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new Error(`${folder} holds something that is not a Postgres cluster`, { cause: error });
  });
  await chmod(half, 0o700);
  await rename(half, folder);
};

/** True when that process is a postmaster of this folder, and not another process that got an old pid. */
const isPostmasterOf = async (pid: number, folder: string): Promise<boolean> => {
  const [command, workingFolder] = await Promise.all([commandOf(pid), workingFolderOf(pid)]);
  if (!command?.includes('postgres')) return false;
  return workingFolder === folder || `${command} `.includes(` -D ${folder} `);
};

/**
 * Stops a postmaster that a killed launcher left on this folder, and removes a pid file whose pid now belongs to
 * another program; Postgres would take that program for a postmaster and refuse to start.
 */
export const endStalePostmaster = async (folder: string): Promise<void> => {
  const pidFile = join(folder, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  const pid = Number.parseInt(text ?? '', 10);
  if (!(pid > 0) || !(await isAlive(pid))) return;
  if (!(await isPostmasterOf(pid, folder))) return rm(pidFile, { force: true });
  if (!(await endProcess(pid, STOP_POSTGRES)))
    throw new Error(`the old postmaster of ${folder}, process ${pid}, does not end`);
};
