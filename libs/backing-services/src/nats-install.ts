import { execFile } from 'node:child_process';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { findNats, HOW_TO_INSTALL } from './nats-binary.ts';

/** What an installation asks of the machine. */
export type Machine = Readonly<{
  platform: NodeJS.Platform;
  isRoot: boolean;
  has: (program: string) => Promise<boolean>;
  /** Rejects with what the program wrote when it fails. */
  run: (program: string, words: readonly string[]) => Promise<void>;
  /** True where systemd runs services. */
  runsServices: () => Promise<boolean>;
  find: () => Promise<string | undefined>;
}>;

const execute = promisify(execFile);

const LONGEST_INSTALLATION_MS = 240_000;

const onPath = async (program: string): Promise<boolean> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const tries = folders.map((folder) =>
    access(join(folder, program)).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(tries)).includes(true);
};

export const thisMachine: Machine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  has: onPath,
  run: async (program, words) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
    await execute(program, words, { env, timeout: LONGEST_INSTALLATION_MS, maxBuffer: 16 * 1024 * 1024 });
  },
  runsServices: () =>
    stat('/run/systemd/system').then(
      () => true,
      () => false,
    ),
  find: () => findNats(),
};

const INSTALL = ['install', '-y', '--no-install-recommends', 'nats-server'] as const;

/** Package lists that were never fetched, or that name files which the mirror no longer has. */
const areListsOld = (error: unknown): boolean =>
  /Unable to locate package|no installation candidate|Failed to fetch|404 +Not Found/i.test(String(error));

const withApt = async (machine: Machine, say: (line: string) => void): Promise<void> => {
  say('installing nats-server with apt-get');
  try {
    await machine.run('apt-get', INSTALL);
  } catch (error) {
    if (!areListsOld(error)) throw error;
    say('fetching package lists with apt-get update');
    await machine.run('apt-get', ['update']);
    await machine.run('apt-get', INSTALL);
  }
  if (!(await machine.runsServices())) return;
  say('switching off the nats-server service that the package started');
  await machine.run('systemctl', ['disable', '--now', 'nats-server']);
};

const installer = async (machine: Machine): Promise<'apt' | 'brew' | undefined> => {
  if (machine.platform === 'linux' && machine.isRoot && (await machine.has('apt-get'))) return 'apt';
  if (machine.platform === 'darwin' && (await machine.has('brew'))) return 'brew';
  return undefined;
};

/**
 * Installs nats-server by the system's package manager where that needs nobody's leave, and answers its path.
 * Otherwise, and when the installation fails, throws one line that says how to install it.
 */
export const installNats = async (
  say: (line: string) => void,
  machine: Machine = thisMachine,
): Promise<string> => {
  const way = await installer(machine);
  if (way === undefined) throw new Error(HOW_TO_INSTALL);
  try {
    if (way === 'apt') await withApt(machine, say);
    else {
      say('installing nats-server with brew');
      await machine.run('brew', ['install', 'nats-server']);
    }
  } catch (cause) {
    const reason = String(cause).trim().split('\n').at(-1) ?? '';
    say(`the installation failed: ${reason}`);
    throw new Error(HOW_TO_INSTALL, { cause });
  }
  const path = await machine.find();
  if (path === undefined) throw new Error(HOW_TO_INSTALL);
  return path;
};
