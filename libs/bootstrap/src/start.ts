import cluster from 'node:cluster';
import { Logger, type DynamicModule, type Type } from '@nestjs/common';
import { type Connections } from '@tidegate/eventing/nest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config.ts';
import { JsonLogger } from './logger.ts';
import { type Order, Processes, type Started } from './processes.ts';
import { ProcessesHealth } from './processes-health.ts';
import { runService } from './service.ts';
import { startTelemetry } from './telemetry.ts';

export type StartOptions = Readonly<{
  module: Type | DynamicModule;
  config: Config;
  /** How many processes share the service's ports, each of them the whole service. Asked for once the settings are known to be right. */
  processes?: () => number;
  prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}>;

/** What is not finished by then is cut: unfinished messages come again. */
const STOP_LIMIT_MS = 20_000;

/** The main of every service. `--check-config` only reads the settings: exit 0, or 2 with one line per problem. */
export const start = async (options: StartOptions): Promise<void> => {
  const { config } = options;
  const problems = config.check();
  if (problems.length > 0) {
    process.stderr.write(
      `${config.service} cannot start:\n${problems.map((problem) => `  ${problem}\n`).join('')}`,
    );
    process.exit(2);
  }
  if (process.argv.includes('--check-config')) {
    process.stdout.write(`${config.service}: the settings are valid\n`);
    return;
  }
  const isOne = (options.processes?.() ?? 1) === 1;
  if (isOne || cluster.isWorker) await startOne(options, isOne ? config.port : 0);
  else await startSeveral(config, options.processes?.() ?? 1);
};

const startOne = async ({ module, config, prepare }: StartOptions, port: number): Promise<void> => {
  const ending = new Ending(STOP_LIMIT_MS);
  const telemetry = await startTelemetry(config.service);
  const log = logOf(config);
  const service = await runService(
    {
      connections: connectionsOf(config),
      module,
      logLevel: config.logLevel,
      telemetry,
      ...(prepare && { prepare }),
    },
    port,
  );
  log.log(
    { event: 'service.started', port: service.port },
    `${config.service} listens on 127.0.0.1:${String(service.port)}`,
  );
  if (cluster.isWorker) joinOthers(service.port);
  ending.with(async (why) => {
    log.log({ event: 'service.stopping', why }, `stopping: ${why}`);
    await service.stop();
    await telemetry.stop();
  });
};

/** One of several tells where it can be asked, and hears of signals that only their first process gets. */
const joinOthers = (port: number): void => {
  const started: Started = { tidegate: 'started', port };
  process.send?.(started);
  process.on('message', (message: Partial<Order> | undefined) => {
    if (message?.tidegate === 'reload') process.emit('SIGHUP');
    if (message?.tidegate === 'stop') process.emit('SIGTERM');
  });
};

const startSeveral = async (config: Config, count: number): Promise<void> => {
  // Theirs is over before.
  const ending = new Ending(STOP_LIMIT_MS + 2000);
  const log = logOf(config);
  const processes = new Processes(count, log);
  processes.failed = () => process.exit(1);
  const health = new ProcessesHealth(processes);
  const port = await health.open(config.port);
  process.on('SIGHUP', () => {
    processes.reload();
  });
  ending.with(async (why) => {
    log.log({ event: 'service.stopping', why }, `stopping: ${why}`);
    await processes.stop(STOP_LIMIT_MS + 1000);
    health.close();
  });
  processes.start();
  log.log(
    { event: 'service.processes', port, processes: count },
    `${config.service} runs as ${String(count)} processes; their health is on 127.0.0.1:${String(port)}`,
  );
};

const logOf = ({ service, logLevel }: Config): Logger => {
  Logger.overrideLogger(new JsonLogger(service, logLevel));
  const log = new Logger('main');
  process.on('uncaughtException', (error) => {
    log.fatal(error);
    process.exit(1);
  });
  return log;
};

export const connectionsOf = ({ service, natsUrl, natsToken, databaseUrl }: Config): Connections => ({
  service,
  natsUrl,
  natsToken,
  databaseUrl,
});

/** SIGTERM, SIGINT, or the end of whoever started us and holds the other side of our channel. */
class Ending {
  #why: string | undefined;
  #stop: ((why: string) => Promise<void>) | undefined;

  constructor(private readonly limitMs: number) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.#end(signal);
      });
    process.on('disconnect', () => {
      this.#end('the launcher is gone');
    });
  }

  /** Until this is said there is nothing to stop: the process just ends. */
  with(stop: (why: string) => Promise<void>): void {
    this.#stop = stop;
  }

  #end(why: string): void {
    if (this.#why) return;
    this.#why = why;
    if (!this.#stop) process.exit(0);
    setTimeout(() => {
      process.stderr.write(`not stopped within ${String(this.limitMs / 1000)} s\n`);
      process.exit(1);
    }, this.limitMs).unref();
    this.#stop(why).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  }
}
