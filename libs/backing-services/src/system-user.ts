import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type SystemUser = Readonly<{ uid: number; gid: number }>;

/** Postgres refuses to run as root, so root runs it as `nobody`, which every system has and which owns nothing. */
const NOBODY: SystemUser =
  process.platform === 'darwin' ? { uid: -2, gid: -2 } : { uid: 65_534, gid: 65_534 };

/** Where root keeps what `nobody` must reach when its own place is closed to `nobody`. */
export const OPEN_FOLDER = '/var/lib/tidegate-postgres';

/** Whom to run Postgres as; undefined means as the caller. */
export const postgresUser = (): SystemUser | undefined => (process.getuid?.() === 0 ? NOBODY : undefined);

/** Asks the kernel itself, as that user: modes, groups, ACLs and mounts all count. */
export const canUse = (user: SystemUser, path: string, right: 'r' | 'x'): Promise<boolean> =>
  run('/bin/sh', ['-c', `test -${right} "$1"`, 'sh', path], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  );

/** Makes the folder's parents, and says whether that user can get as far as the folder. */
export const canReach = async (user: SystemUser, folder: string): Promise<boolean> => {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  return canUse(user, parent, 'x');
};
