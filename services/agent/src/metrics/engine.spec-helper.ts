import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const DOUBLE = fileURLToPath(new URL('../../../../engines/double/src/main.ts', import.meta.url));

/** A running engine double, as the leader of a process group of its own. */
export type Engine = Readonly<{ port: number; groupId: number; stop: () => Promise<void> }>;

export const startDouble = async (args: readonly string[]): Promise<Engine> => {
  const child = spawn(process.execPath, ['--no-warnings', DOUBLE, '--port', '0', ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const port = /^engine-double ready .*port=(\d+)$/m.exec(printed)?.[1];
    if (port === undefined) continue;
    const stop = async (): Promise<void> => {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    };
    return { port: Number(port), groupId: child.pid ?? 0, stop };
  }
  throw new Error(`the engine double did not start: ${printed}`);
};
