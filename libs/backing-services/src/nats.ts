import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { guard } from './guard.ts';
import { findNats, HOW_TO_INSTALL } from './nats-binary.ts';
import { natsConfig } from './nats-config.ts';
import { greetNats } from './nats-handshake.ts';
import { commandOf, endProcess, type Step } from './process-facts.ts';
import { type Exit, ServerProcess } from './server-process.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type NatsOptions = Readonly<{
  storeDir: string;
  /** On 127.0.0.1; a free one when left out. */
  port?: number | undefined;
  /** What clients log in with: letters, digits, `-` and `_`. */
  token: string;
  log?: (line: string) => void;
  /** Called when the server ends without `stop`. */
  onExit?: (exit: Exit) => void;
  readyWithinMs?: number;
  /**
   * Set for a server that lives no longer than this process, and does not keep it alive. Removed if this process
   * ends without `stop`.
   */
  temporaryFolder?: string;
}>;

export type Nats = Readonly<{
  url: string;
  token: string;
  port: number;
  pid: number;
  stop: () => Promise<void>;
}>;

const STOP_NATS: readonly Step[] = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

/** Ends the server that a killed launcher left on this store; any other process that has its pid stays. */
const endStaleServer = async (pidFile: string, configFile: string): Promise<void> => {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0)) return;
  const command = await commandOf(pid);
  if (!command?.endsWith(` -c ${configFile}`)) return rm(pidFile, { force: true });
  if (!(await endProcess(pid, STOP_NATS)))
    throw new Error(`the old nats-server of ${configFile}, process ${pid}, does not end`);
};

const writeSecretly = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text, { mode: 0o600 });
  // The mode of writeFile counts for a new file only.
  await chmod(path, 0o600);
};

/**
 * Brings nats-server up on 127.0.0.1 with JetStream, and resolves when it takes the token. A live server of the same
 * store is stopped first. If this process dies, the server is ended too. Throws one line that says how to install
 * nats-server when there is none.
 */
export const startNats = async (options: NatsOptions): Promise<Nats> => {
  const { token, log, onExit, readyWithinMs = 15_000 } = options;
  const storeDir = resolve(options.storeDir);
  const program = await findNats();
  if (program === undefined) throw new Error(HOW_TO_INSTALL);
  await mkdir(storeDir, { recursive: true, mode: 0o700 });
  const [pidFile, configFile] = [join(storeDir, 'nats.pid'), join(storeDir, 'nats.conf')];
  await endStaleServer(pidFile, configFile);
  const port = options.port ?? (await freePort());
  const name = `tidegate-${randomUUID()}`;
  await writeSecretly(configFile, natsConfig({ name, storeDir, port, token, pidFile }));

  const server = await ServerProcess.start({ program, arguments: ['-c', configFile], log });
  const callOff = guard({ pid: server.pid, pidFile, signal: 'TERM', folder: options.temporaryFolder });
  let ready = false;
  void server.exited.then((exit) => {
    callOff();
    if (ready) onExit?.(exit);
  });
  const stop = async (): Promise<void> => {
    ready = false;
    await server.stop(STOP_NATS);
    await rm(pidFile, { force: true });
  };
  const deadline = performance.now() + readyWithinMs;
  await waitUntilReady({
    name: 'nats-server',
    server,
    handshake: () => greetNats({ host: '127.0.0.1', port, token, name }),
    deadline,
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  ready = true;
  if (options.temporaryFolder !== undefined) server.letGo();
  return { url: `nats://127.0.0.1:${port}`, token, port, pid: server.pid, stop };
};
