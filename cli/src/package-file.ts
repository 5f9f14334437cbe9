import { readFileSync } from 'node:fs';

/** A file of this package, wherever it is run from: its sources, what is compiled of them, or the bundle that is published. */
export const packageFile = (path: string): string =>
  readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
