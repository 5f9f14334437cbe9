import { postgresDataFolder } from '@tidegate/backing-services';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCK } from './lock.ts';

/** Everything one platform keeps on this machine. */
export type Home = Readonly<{
  folder: string;
  run: string;
  logs: string;
  secrets: string;
  models: string;
  agent: string;
  postgres: string;
  nats: string;
}>;

/** By this file a folder is known to be ours, and safe to wipe. */
const MARKER = '.tidegate-home';
const MARKER_TEXT = 'Tidegate keeps its data in this folder. `npm start -- --fresh` wipes it.\n';

export const homeAt = (folder: string): Home => ({
  folder,
  run: join(folder, 'run'),
  logs: join(folder, 'logs'),
  secrets: join(folder, 'secrets'),
  models: join(folder, 'models'),
  agent: join(folder, 'agent'),
  postgres: join(folder, 'postgres'),
  nats: join(folder, 'nats'),
});

const requireOurs = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  if (names.length === 0 || names.includes(MARKER)) return;
  throw new Error(
    `${folder} holds files that are not Tidegate's: set TIDEGATE_HOME to an empty or a new folder`,
  );
};

/**
 * Makes the folder and what belongs into it, or takes one that is ours. Root's is open for passing through, since
 * Postgres then runs as `nobody`; what is secret is closed by itself.
 */
export const openHome = async (folder: string): Promise<Home> => {
  const home = homeAt(folder);
  await mkdir(folder, { recursive: true });
  await requireOurs(folder);
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  await writeFile(join(folder, MARKER), MARKER_TEXT);
  const closed = [home.run, home.logs, home.secrets, home.agent];
  await Promise.all([
    ...closed.map((path) => mkdir(path, { recursive: true, mode: 0o700 })),
    mkdir(home.models, { recursive: true }),
  ]);
  return home;
};

/** Removes all that the platform has kept, but not the lock that this launcher holds. */
export const wipeHome = async (home: Home): Promise<void> => {
  const marker = await readFile(join(home.folder, MARKER), 'utf8').catch(() => undefined);
  if (marker === undefined) throw new Error(`${home.folder} has no ${MARKER}: it is not wiped`);
  const kept = new Set([MARKER, 'run']);
  const names = (await readdir(home.folder)).filter((name) => !kept.has(name));
  const runNames = (await readdir(home.run)).filter((name) => !name.startsWith(LOCK));
  const paths = [
    ...names.map((name) => join(home.folder, name)),
    ...runNames.map((name) => join(home.run, name)),
    await postgresDataFolder(home.postgres),
  ];
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
  await openHome(home.folder);
};
