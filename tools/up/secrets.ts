import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** What the file holds, or undefined when there is none. */
export const readSecret = async (path: string): Promise<string | undefined> =>
  (await readFile(path, 'utf8').catch(() => '')).trim() || undefined;

/** For the owner alone, and whole or not at all. */
export const writeSecret = async (path: string, secret: string): Promise<void> => {
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
};

/** Made once, then kept. */
export const keptSecret = async (path: string, make: () => string): Promise<string> => {
  const kept = await readSecret(path);
  if (kept !== undefined) return kept;
  const made = make();
  await writeSecret(path, made);
  return made;
};

export const randomToken = (): string => randomBytes(32).toString('base64url');
export const randomKey = (): string => randomBytes(32).toString('base64');
export const randomNodeId = (): string => `node-${randomBytes(6).toString('hex')}`;
