import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('native/', import.meta.url));

/** Programs fast enough not to be what is measured. */
export type Native = Readonly<Record<'load' | 'upstream' | 'awake', string>>;

/** Compiles them into that folder. */
export const compile = async (folder: string): Promise<Native> => {
  const build = async (name: string): Promise<string> => {
    const program = join(folder, name);
    await run('cc', ['-O2', '-o', program, join(sources, `${name}.c`)]).catch((error: unknown) => {
      throw new Error(`a C compiler is needed, as \`cc\`: ${String(error)}`);
    });
    return program;
  };
  const [load, upstream, awake] = await Promise.all([build('load'), build('upstream'), build('awake')]);
  return { load, upstream, awake };
};

/** What the load generator says of one run. Durations in microseconds; of `streams` those of chunks. */
export type Run = Readonly<{
  answers: number;
  chunks: number;
  bad: number;
  seconds: number;
  p50Us: number;
  p99Us: number;
  cpuSeconds: number;
  /** How many cores were busy with what is no part of the measurement. */
  foreignCores: number;
  residentKib: number;
}>;

export type Settings = Readonly<Record<string, string | number>>;

/** One run of the load generator, whose complaints go where ours go. */
export const measure = async (
  program: string,
  mode: 'closed' | 'open' | 'streams',
  settings: Settings,
  isAtOnce: boolean,
): Promise<Run> => {
  const words = Object.entries(settings).map(([name, value]) => `${name}=${String(value)}`);
  const [command = '', ...rest] = [...(isAtOnce ? ['chrt', '-f', '1'] : []), program, mode, ...words];
  const { stdout, stderr } = await run(command, rest, { timeout: 120_000 });
  if (stderr !== '') process.stderr.write(stderr);
  return JSON.parse(stdout) as Run;
};
