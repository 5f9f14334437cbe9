import { endProcess, type Exit, type LogTail, type Step } from '@tidegate/backing-services';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Running, Unit } from './supervised.ts';

export type Program = Readonly<{
  name: string;
  /** What follows `node` on its command line. */
  words: readonly string[];
  folder: string;
  environment: NodeJS.ProcessEnv;
  stopWithinMs: number;
  /** Takes every line of its output. */
  output: LogTail;
}>;

/**
 * Its own session, so that Ctrl-C reaches the launcher alone, which stops the services in order. The channel is
 * what tells a service that the launcher is gone, however it went.
 */
const start = async ({ words, folder, environment, stopWithinMs, output }: Program): Promise<Running> => {
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) output.follow(stream);
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('the service has no pid');
  const steps: Step[] = [
    { signal: 'SIGTERM', waitMs: stopWithinMs },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ];
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await endProcess(pid, steps);
    await ended;
  };
  return { pid, ended, stop, kill: () => child.kill('SIGKILL') };
};

/** A service as the supervisor keeps it. */
export const serviceUnit = (program: Program): Unit => ({ name: program.name, start: () => start(program) });
