import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the platform is called, and by whom; null: nobody. */
export type Defaults = Readonly<{
  url: string;
  token: string | null;
  /** The key of the platform of this machine: for no other one. */
  keptToken: string | null;
}>;

const LOCAL = 'http://127.0.0.1:7070';

/** From the environment; without it the platform that `npm start` has brought up on this machine, and the key that it keeps. */
export const defaultsFrom = (env: Readonly<Record<string, string | undefined>>): Defaults => {
  // What is set to nothing is not set.
  const [url, token, home] = ['TIDEGATE_URL', 'TIDEGATE_TOKEN', 'TIDEGATE_HOME'].map(
    (name) => env[name] || null,
  );
  const folder = home ?? (process.getuid?.() === 0 ? '/var/lib/tidegate' : join(homedir(), '.tidegate'));
  return { url: url ?? LOCAL, token: token ?? null, keptToken: url ? null : keptIn(folder) };
};

const keptIn = (folder: string): string | null => {
  try {
    return readFileSync(join(folder, 'secrets', 'token'), 'utf8').trim() || null;
  } catch {
    return null;
  }
};
