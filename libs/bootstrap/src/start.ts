import { Logger, type DynamicModule, type Type } from '@nestjs/common';
import { type Connections } from '@tidegate/eventing/nest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config.ts';
import { JsonLogger } from './logger.ts';
import { runService } from './service.ts';
import { startTelemetry } from './telemetry.ts';

export type StartOptions = Readonly<{
  module: Type | DynamicModule;
  config: Config;
  prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}>;

/** What is not finished by then is cut: unfinished messages come again. */
const STOP_LIMIT_MS = 20_000;

/** The main of every service. `--check-config` only reads the settings: exit 0, or 2 with one line per problem. */
export const start = async ({ module, config, prepare }: StartOptions): Promise<void> => {
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
  const ending = new Ending();
  const telemetry = await startTelemetry(config.service);
  Logger.overrideLogger(new JsonLogger(config.service, config.logLevel));
  const log = new Logger('main');
  process.on('uncaughtException', (error) => {
    log.fatal(error);
    process.exit(1);
  });
  const service = await runService(
    {
      connections: connectionsOf(config),
      module,
      logLevel: config.logLevel,
      telemetry,
      ...(prepare && { prepare }),
    },
    config.port,
  );
  log.log(
    { event: 'service.started', port: service.port },
    `${config.service} listens on 127.0.0.1:${String(service.port)}`,
  );
  ending.with(async (why) => {
    log.log({ event: 'service.stopping', why }, `stopping: ${why}`);
    await service.stop();
    await telemetry.stop();
  });
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

  constructor() {
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
      process.stderr.write(`not stopped within ${String(STOP_LIMIT_MS / 1000)} s\n`);
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    this.#stop(why).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  }
}
