import { type Exit, findNats, installNats, startNats, startPostgres } from '@tidegate/backing-services';
import type { Home } from './home.ts';
import type { LogFile } from './log-file.ts';
import type { Running, Unit } from './supervised.ts';

type Server = Readonly<{ pid: number; stop: () => Promise<void> }>;

/** A server that is killed at once is left to its guard, which ends it gracefully when this process is gone. */
const running = ({ pid, stop }: Server, ended: Promise<Exit>, onStopped: () => void): Running => ({
  pid,
  ended,
  stop: async () => {
    await stop();
    onStopped();
  },
  kill: () => undefined,
});

type Start = (onExit: (exit: Exit) => void) => Promise<Server>;

const unit = (name: string, start: Start): Unit => ({
  name,
  start: async () => {
    const { promise, resolve } = Promise.withResolvers<Exit>();
    return running(await start(resolve), promise, () => {
      resolve({ code: 0, signal: null });
    });
  },
});

export type PostgresUnit = Readonly<{ home: Home; port: number; password: string; log: LogFile }>;

export const postgresUnit = ({ home, port, password, log }: PostgresUnit): Unit =>
  unit('postgres', (onExit) =>
    startPostgres({
      dataDir: home.postgres,
      port,
      password,
      onExit,
      log: (line) => {
        log.writeLine(line);
      },
    }),
  );

export type NatsUnit = Readonly<{
  home: Home;
  port: number;
  token: string;
  log: LogFile;
  say: (line: string) => void;
}>;

export const natsUnit = ({ home, port, token, log, say }: NatsUnit): Unit =>
  unit('nats', async (onExit) => {
    if ((await findNats()) === undefined) await installNats(say);
    return startNats({
      storeDir: home.nats,
      port,
      token,
      onExit,
      log: (line) => {
        log.writeLine(line);
      },
    });
  });
