import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { type Nats as NatsServer, type Postgres, startNats, startPostgres } from '@tidegate/backing-services';
import type { AnyEvent, EventNamed, Recorded } from '@tidegate/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cause } from '../cause.ts';
import { causeOf } from '../cause.ts';
import type { MigrationClass } from './db.ts';
import { EventingModule } from './eventing.module.ts';

type Parts = Readonly<{
  service?: string;
  relay?: boolean;
  controllers?: Type[];
  providers?: Provider[];
  migrations?: MigrationClass[];
}>;

/** A service of its own kind for one spec. */
export const serviceOf = ({ service = 'specs', relay, migrations, ...parts }: Parts): DynamicModule => {
  @Module({})
  class SpecService {}
  return {
    module: SpecService,
    imports: [
      EventingModule.forRoot({
        service,
        ...(relay !== undefined && { relay }),
        ...(migrations && { migrations }),
      }),
    ],
    ...parts,
  };
};

export const rate = (price: number): EventNamed<'RatePublished'> => ({
  type: 'RatePublished',
  data: { sku: 'cpu-1x', priceNanoUsdPerHour: price, effectiveFromUs: 1 },
});
export const priceOf = (event: Recorded<AnyEvent>): number =>
  (event as unknown as ReturnType<typeof rate>).data.priceNanoUsdPerHour;

export const aCause = (commandId: string = randomUUID()): Cause => causeOf({ commandId, actor: 'operator' });
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'tidegate-spec-'));
  await chmod(path, 0o711);
  return path;
};
const dead = async (pid: number): Promise<void> => {
  for (;;)
    try {
      process.kill(pid, 0);
      await pause(5);
    } catch {
      return;
    }
};

/** A nats-server that can be killed and come back on its port, with its store or with another one. */
export const mortalNats = async () => {
  const home = await folder();
  const token = randomBytes(18).toString('base64url');
  const start = (port?: number) =>
    startNats({ storeDir: join(home, 'nats'), token, temporaryFolder: home, ...(port && { port }) });
  let server: NatsServer = await start();
  const kill = async (): Promise<void> => {
    process.kill(server.pid, 'SIGKILL');
    await dead(server.pid);
  };
  const back = async (): Promise<void> => {
    server = await start(server.port);
  };
  return {
    natsUrl: server.url,
    natsToken: token,
    storeDir: join(home, 'nats'),
    kill,
    back,
    drop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
};

/** A Postgres that can be killed and come back on its port. */
export const mortalPostgres = async () => {
  const home = await folder();
  const password = randomBytes(18).toString('base64url');
  const start = (port?: number) =>
    startPostgres({
      dataDir: join(home, 'postgres'),
      password,
      temporaryFolder: home,
      ...(port && { port }),
    });
  let server: Postgres = await start();
  return {
    databaseUrl: server.url,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await dead(server.pid);
    },
    back: async () => {
      server = await start(server.port);
    },
    drop: async () => {
      await server.stop();
      await rm(server.dataDir, { recursive: true, force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
};
