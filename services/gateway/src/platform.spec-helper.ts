import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { EventStore, EventingModule } from '@tidegate/eventing/nest';
import { testDatabase, testNats, testService } from '@tidegate/testing';
import { FrontDoor } from './calls/front-door.gateway.ts';
import { Tables } from './calls/tables.gateway.ts';
import { GatewayModule } from './gateway.module.ts';
import { DEFAULTS, type GatewaySettings } from './settings.ts';

@Module({ imports: [EventingModule.forRoot({ service: 'api', relay: true })] })
class ControlPlane {}

/** The gateway on a real Postgres and a real nats-server, beside a service that appends and carries the relay. */
export const testPlatform = async (settings: Partial<GatewaySettings> = {}) => {
  const [database, nats] = await Promise.all([testDatabase(), testNats()]);
  const beside = { databaseUrl: database.url, natsUrl: nats.url, natsToken: nats.token };
  const control = await testService({ service: 'api', module: ControlPlane, beside });
  const module = GatewayModule.with(() => ({ ...DEFAULTS, port: 0, drainMs: 500, ...settings }));
  const gateway = await testService({ service: 'gateway', module, beside });
  const tables = gateway.get(Tables);
  let controlRuns = true;
  const stopControl = async (): Promise<void> => {
    if (controlRuns) await control.close();
    controlRuns = false;
  };
  await control.eventually(() => {
    if (!tables.loaded) throw new Error('the table is not loaded');
  });
  return {
    gateway,
    control,
    tables,
    url: `http://127.0.0.1:${String(gateway.get(FrontDoor).address.port)}`,
    eventually: control.eventually,
    /** Appends what the test made up, and waits until the gateway knows it. */
    append: async (...events: Recorded<AnyEvent>[]): Promise<void> => {
      for (const { type, data } of events)
        await control.get(EventStore).append(`test-${randomUUID()}`, 'any', [{ type, data }], {
          commandId: randomUUID(),
          correlationId: randomUUID(),
          causationId: randomUUID(),
        });
    },
    stopControl,
    stopNats: () => nats.drop(),
    stopDatabase: () => database.drop(),
    close: async () => {
      await stopControl();
      await gateway.close();
      await Promise.allSettled([database.drop(), nats.drop()]);
    },
  };
};

const DOUBLE = fileURLToPath(new URL('../../../engines/double/src/main.ts', import.meta.url));

/** A model engine as a replica runs it. */
export const engineDouble = async (
  ...args: readonly string[]
): Promise<{ port: number; process: ChildProcess; stop: () => Promise<void> }> => {
  const child = spawn(process.execPath, [DOUBLE, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ready .*port=(\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    });
    child.once('close', () => {
      reject(new Error(`the engine ended: ${output}`));
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { port, process: child, stop };
};
