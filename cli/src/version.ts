import { readFileSync } from 'node:fs';

/** Of this program, as its package says. */
export const version = (): string => {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};
