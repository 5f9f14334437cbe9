import { packageFile } from './package-file.ts';

/** Of this program, as its package says. */
export const version = (): string => (JSON.parse(packageFile('package.json')) as { version: string }).version;
