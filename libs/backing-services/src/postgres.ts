import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { guard } from './guard.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { ensureCluster, endStalePostmaster, postgresDataFolder, STOP_POSTGRES } from './postgres-folder.ts';
import { ensureDatabase, logIn, postgresUrl, ROLE } from './postgres-handshake.ts';
import { postgresArguments } from './postgres-settings.ts';
import { type Exit, ServerProcess } from './server-process.ts';
import { postgresUser, type SystemUser } from './system-user.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type PostgresOptions = Readonly<{
  dataDir: string;
  /** On 127.0.0.1; a free one when left out. */
  port?: number | undefined;
  password: string;
  log?: (line: string) => void;
  /** False gives up fsync, for data that ends with a test run. */
  durable?: boolean;
  /** Called when the server ends without `stop`. */
  onExit?: (exit: Exit) => void;
  readyWithinMs?: number;
  /**
   * Set for a server that lives no longer than this process, and does not keep it alive. Removed if this process
   * ends without `stop`.
   */
  temporaryFolder?: string;
}>;

export type Postgres = Readonly<{
  url: string;
  port: number;
  pid: number;
  /** Where the data is: not `dataDir` when root asked for a place that the server's own user cannot reach. */
  dataDir: string;
  stop: () => Promise<void>;
}>;

type Start = PostgresOptions & Readonly<{ folder: string; port: number; user: SystemUser | undefined }>;

/** A killed postmaster's children hold its memory and lock for a moment longer. */
const isLeftover = (server: ServerProcess): boolean =>
  server.tail.lines.some((line) =>
    /pre-existing shared memory block|lock file ".*" already exists/.test(line),
  );

const launch = async (binaries: PostgresBinaries, start: Start, deadline: number): Promise<ServerProcess> => {
  const { folder, port, user, log, durable = true } = start;
  const login = { host: '127.0.0.1', port, password: start.password };
  for (;;) {
    const server = await ServerProcess.start({
      program: binaries.postgres,
      arguments: postgresArguments(folder, port, durable),
      user,
      log,
    });
    try {
      await waitUntilReady({ name: 'Postgres', server, handshake: () => logIn(login, folder), deadline });
      await ensureDatabase(login);
      return server;
    } catch (error) {
      const again = server.ended !== undefined && isLeftover(server) && performance.now() < deadline;
      await server.stop(STOP_POSTGRES);
      if (!again) throw error;
      await pause(100);
    }
  }
};

/**
 * Brings Postgres up on 127.0.0.1 and resolves when it takes logins. Makes the cluster when there is none. A live
 * postmaster of the same data is stopped first; it is what a killed launcher left. If this process dies, the server
 * is ended too.
 */
export const startPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { dataDir, password, durable = true, readyWithinMs = 30_000, onExit } = options;
  const user = postgresUser();
  const binaries = await postgresBinaries(user);
  const folder = await postgresDataFolder(dataDir, user);
  await endStalePostmaster(folder);
  await ensureCluster({ folder, binaries, user, role: ROLE, password, durable });
  const port = options.port ?? (await freePort());
  const server = await launch(
    binaries,
    { ...options, folder, port, user },
    performance.now() + readyWithinMs,
  );
  const callOff = guard({
    pid: server.pid,
    pidFile: join(folder, 'postmaster.pid'),
    signal: 'INT',
    folder: options.temporaryFolder,
  });
  if (options.temporaryFolder !== undefined) server.letGo();
  let stopping = false;
  void server.exited.then((exit) => {
    callOff();
    if (!stopping) onExit?.(exit);
  });
  const stop = (): Promise<void> => {
    stopping = true;
    return server.stop(STOP_POSTGRES);
  };
  const url = postgresUrl({ host: '127.0.0.1', port, password });
  return { url, port, pid: server.pid, dataDir: folder, stop };
};
