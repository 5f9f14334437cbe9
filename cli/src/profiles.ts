import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failed } from './exits.ts';

/** A platform, and who one is there. */
export type Profile = Readonly<{ url: string; token?: string | undefined; project?: string | undefined }>;
export type Config = Readonly<{ current: string | null; profiles: Readonly<Record<string, Profile>> }>;

export const NO_PROFILES: Config = { current: null, profiles: {} };

type Environment = Readonly<Record<string, string | undefined>>;

export const configFile = (env: Environment): string =>
  join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'tidegate', 'config.json');

export const readConfig = (file: string): Config => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NO_PROFILES;
    throw new Failed([`${file} cannot be read: ${(error as Error).message}`]);
  }
  try {
    const { current = null, profiles = {} } = JSON.parse(text) as Partial<Config>;
    return { current, profiles };
  } catch {
    throw new Failed([`${file} is not JSON.`, 'Repair it, or remove it and log in anew: tidegate login.']);
  }
};

/** Whole or not at all; for nobody else to read. */
export const writeConfig = (file: string, config: Config): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const written = `${file}.${process.pid}.new`;
  writeFileSync(written, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  chmodSync(written, 0o600);
  renameSync(written, file);
};

export const withProfile = (config: Config, name: string, profile: Profile): Config => ({
  current: name,
  profiles: { ...config.profiles, [name]: profile },
});

export const withoutProfile = ({ current, profiles }: Config, name: string): Config => {
  const rest = Object.fromEntries(Object.entries(profiles).filter(([each]) => each !== name));
  return { current: current === name ? null : current, profiles: rest };
};
