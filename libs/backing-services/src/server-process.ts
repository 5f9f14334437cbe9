import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { LogTail } from './log-tail.ts';
import { endProcess, type Step } from './process-facts.ts';
import type { SystemUser } from './system-user.ts';

export type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

/** "exit code 1" or "signal SIGKILL". */
export const sayExit = ({ code, signal }: Exit): string =>
  signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;

export type Launch = Readonly<{
  program: string;
  arguments: readonly string[];
  user?: SystemUser | undefined;
  log?: ((line: string) => void) | undefined;
}>;

/** Nothing of our environment: it may hold secrets, and the server may run as another user. */
const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C' });

/** A server started by us: its own process group, so that a Ctrl-C in the terminal does not reach it directly. */
export class ServerProcess {
  readonly tail: LogTail;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private exit: Exit | undefined;

  private constructor(child: ChildProcess, pid: number, tail: LogTail) {
    this.child = child;
    this.pid = pid;
    this.tail = tail;
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.exit = { code, signal };
        resolve(this.exit);
      });
    });
  }

  static async start({ program, arguments: words, user, log }: Launch): Promise<ServerProcess> {
    const child = spawn(program, words, {
      ...user,
      cwd: '/',
      detached: true,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const tail = new LogTail(log);
    tail.follow(child.stdout);
    tail.follow(child.stderr);
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error(`${program} has no pid`);
    return new ServerProcess(child, child.pid, tail);
  }

  /** Undefined while it runs. */
  get ended(): Exit | undefined {
    return this.exit;
  }

  /** This process may end while the server runs; the server's guard then ends the server. */
  letGo(): void {
    this.child.unref();
    for (const stream of [this.child.stdout, this.child.stderr]) if (stream instanceof Socket) stream.unref();
  }

  async stop(steps: readonly Step[]): Promise<void> {
    // Who waits for its end must not end before.
    this.child.ref();
    if (this.exit === undefined) await endProcess(this.pid, steps);
    await this.exited;
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }
}
