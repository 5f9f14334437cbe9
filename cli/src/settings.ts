import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EXIT, Failed } from './exits.ts';
import { type Config, NO_PROFILES, type Profile, configFile, readConfig } from './profiles.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is known before a command line is read; null: not said. */
export type Defaults = Readonly<{
  url: string | null;
  token: string | null;
  project?: string | null;
  profile?: string | null;
  /** The key of the platform of this machine: for no other one. */
  keptToken: string | null;
  configFile?: string;
  home?: string;
}>;

/** What a command line says of the same. */
export type Said = Readonly<{ url?: string; token?: string; profile?: string; project?: string }>;
export type Settings = Readonly<{
  url: string;
  token: string | null;
  project: string | undefined;
  profile: string | null;
}>;

export const LOCAL = 'http://127.0.0.1:7070';

/** From the environment; without it the platform that `npm start` has brought up on this machine, and the key that it keeps. */
export const defaultsFrom = (env: Environment): Defaults => {
  // What is set to nothing is not set.
  const [url = null, token = null, home = null, project = null, profile = null] = [
    'TIDEGATE_URL',
    'TIDEGATE_TOKEN',
    'TIDEGATE_HOME',
    'TIDEGATE_PROJECT',
    'TIDEGATE_PROFILE',
  ].map((name) => env[name] || null);
  const folder = home ?? (process.getuid?.() === 0 ? '/var/lib/tidegate' : join(homedir(), '.tidegate'));
  const keptToken = keptIn(folder);
  return { url, token, project, profile, keptToken, configFile: configFile(env), home: folder };
};

const keptIn = (folder: string): string | null => {
  try {
    return readFileSync(join(folder, 'secrets', 'token'), 'utf8').trim() || null;
  } catch {
    return null;
  }
};

export const configOf = ({ configFile: file }: Defaults): Config =>
  file === undefined ? NO_PROFILES : readConfig(file);

/** What is said goes before the environment, and that before the profile. A token goes only where it belongs. */
// eslint-disable-next-line complexity -- one line for each, and what goes before what
export const settingsOf = (said: Said, defaults: Defaults): Settings => {
  const name = said.profile ?? defaults.profile ?? null;
  const config = configOf(defaults);
  const profile = profileOf(config, name);
  // Who names a profile on the command line means it, whatever the environment says.
  const env = said.profile === undefined ? defaults : { url: null, token: null, project: null };
  const url = said.url ?? env.url ?? profile?.url ?? LOCAL;
  const own = profile && sameOrigin(profile.url, url) ? profile : undefined;
  // The key that the launcher keeps is of the platform of this machine: of the one that is asked when nobody says another.
  const kept = sameOrigin(url, LOCAL) && own?.token === undefined ? defaults.keptToken : null;
  return {
    url,
    token: said.token ?? env.token ?? own?.token ?? kept,
    project: said.project ?? env.project ?? own?.project,
    profile: profile ? (name ?? config.current) : null,
  };
};

const profileOf = ({ current, profiles }: Config, name: string | null): Profile | undefined => {
  const wanted = name ?? current;
  const profile = wanted === null ? undefined : profiles[wanted];
  if (name !== null && !profile)
    throw new Failed(
      [`There is no profile “${name}”.`, 'tidegate profile list shows them; tidegate login makes one.'],
      {
        exit: EXIT.misused,
      },
    );
  return profile;
};

const sameOrigin = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
