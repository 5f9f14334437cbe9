import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Below this, JetStream lacks what the event log asks of it. */
const OLDEST = [2, 9] as const;

const USUAL_PLACES = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/home/linuxbrew/.linuxbrew/bin',
];

/** One line, for a machine on which nothing can be installed for the user. */
export const HOW_TO_INSTALL =
  'nats-server 2.9 or newer is needed: on Debian and Ubuntu `apt-get install nats-server`, on macOS ' +
  '`brew install nats-server`, elsewhere take it from https://nats.io/download and set NATS_SERVER_BIN to its path';

type Environment = Readonly<Record<string, string | undefined>>;

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** "v2.9.10" becomes "2.9.10"; undefined for a program that does not say a version. */
const versionOf = (path: string): Promise<string | undefined> =>
  run(path, ['--version'], { timeout: 5_000 }).then(
    ({ stdout }) => /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1],
    () => undefined,
  );

const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

const requireChosen = async (path: string): Promise<string> => {
  const version = await versionOf(path);
  if (version === undefined) throw new Error(`NATS_SERVER_BIN=${path} is not a nats-server that runs here`);
  if (!isNewEnough(version))
    throw new Error(`NATS_SERVER_BIN=${path} is nats-server ${version}; 2.9 is needed`);
  return path;
};

/**
 * The path of a nats-server of version 2.9 or newer: NATS_SERVER_BIN, which must be one when it is set, then PATH,
 * then the usual places; undefined when there is none.
 */
export const findNats = async (
  environment: Environment = process.env,
  usualPlaces: readonly string[] = USUAL_PLACES,
): Promise<string | undefined> => {
  const chosen = environment['NATS_SERVER_BIN'];
  if (chosen) return requireChosen(chosen);
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter(Boolean), ...usualPlaces];
  for (const folder of folders) {
    const path = join(folder, 'nats-server');
    if (!(await isExecutable(path))) continue;
    const version = await versionOf(path);
    if (version !== undefined && isNewEnough(version)) return path;
  }
  return undefined;
};
