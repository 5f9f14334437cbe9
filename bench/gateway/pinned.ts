import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The proxy has a core of its own; whatever asks it and answers it has the other. */
export const PROXY_CORE = 0;
export const OTHER_CORE = 1;

const STOP_WITHIN_MS = 20_000;

export type Started = Readonly<{ pid: number; stop: () => Promise<void> }>;

type Command = Readonly<{
  words: readonly [string, ...string[]];
  core: number;
  /** Where its output goes; it is written anew. */
  output: string;
  environment?: Readonly<Record<string, string>>;
}>;

/** A process on one core, that ends with us. */
export const startPinned = async ({ words, core, output, environment = {} }: Command): Promise<Started> => {
  const file = openSync(output, 'w');
  // However we end: a server with workers has no channel that would tell it.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'taskset', '-c', String(core), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', file, file, 'ipc'],
  });
  closeSync(file);
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const stop = async (): Promise<void> => {
    process.off('exit', end);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const late = setTimeout(end, STOP_WITHIN_MS);
    await ended;
    clearTimeout(late);
  };
  return { pid: child.pid ?? 0, stop };
};

/** The process and everything below it. */
export const familyOf = async (pid: number): Promise<number[]> => {
  const threads = await readdir(`/proc/${String(pid)}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${String(pid)}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.join(' ').split(/\s+/).filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()];
};

/** Resolves when somebody listens there. */
export const untilListening = async (port: number, withinMs = 20_000): Promise<void> => {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    const listens = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (listens) return;
    await pause(20);
  }
  throw new Error(`nobody listens on port ${String(port)}`);
};
