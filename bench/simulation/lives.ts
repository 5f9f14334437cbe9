import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What so many lives took, on one core. */
export type Lived = Readonly<{
  lives: number;
  virtualHours: number;
  events: number;
  wallSeconds: number;
  /** All threads: compiling and collecting garbage included. */
  cpuSeconds: number;
}>;

/** `before`: so many come first, so that what is measured is no longer the compiler. */
export type Wanted = Readonly<{ lives: number; before: number; hours: number; calm?: boolean; seed: number }>;

const MOST_MS = 20 * 60_000;

/** In a process of its own: what this one has compiled and keeps in memory must not count. */
export const live = async ({ lives, before, hours, calm = false, seed }: Wanted): Promise<Lived> => {
  const numbers = Object.entries({ lives, before, hours, seed }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  const { stdout } = await run(
    process.execPath,
    [
      ...['--experimental-transform-types', '--disable-warning=ExperimentalWarning'],
      ...['--import', './simulation/src/outside-jest.ts', 'simulation/src/lives.main.ts'],
      ...numbers,
      ...(calm ? ['--calm'] : []),
    ],
    { cwd: root, timeout: MOST_MS },
  );
  return JSON.parse(stdout) as Lived;
};
