// The log: appends beside plain inserts, the way from commit to consumer, and reading everything again.
import { Module } from '@nestjs/common';
import { startNats, startPostgres } from '@tidegate/backing-services';
import { type RunningService, runService } from '@tidegate/bootstrap';
import { EventingModule } from '@tidegate/eventing/nest';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { measureAppends } from './eventing/appends.ts';
import { measureDelivery, Watcher } from './eventing/delivery.ts';
import { measureReplay } from './eventing/replay.ts';

type Place = Readonly<{ databaseUrl: string; natsUrl: string; natsToken: string }>;
type Options = Parameters<typeof EventingModule.forRoot>[0];

/** One service on the servers, with the controllers given. */
const startService = async (
  place: Place,
  options: Options,
  controllers: (abstract new () => unknown)[],
): Promise<RunningService> => {
  class Service {}
  Module({ imports: [EventingModule.forRoot(options)], controllers: controllers as never[] })(Service);
  const connections = { service: options.service, ...place };
  return runService({ connections, module: Service, logLevel: 'warn' }, 0);
};

const run = async (progress: Progress): Promise<Figures> => {
  const home = await mkdtemp(join(tmpdir(), 'tidegate-bench-'));
  await chmod(home, 0o711);
  const [password, token] = [randomBytes(18), randomBytes(18)].map((bytes) => bytes.toString('base64url'));
  const postgres = await startPostgres({
    dataDir: join(home, 'postgres'),
    password: String(password),
    temporaryFolder: home,
  });
  const nats = await startNats({
    storeDir: join(home, 'nats'),
    token: String(token),
    temporaryFolder: home,
  });
  const place = { databaseUrl: postgres.url, natsUrl: nats.url, natsToken: String(token) };
  try {
    // The log is long when the others are measured, as it is in a platform that has run for a while.
    const writer = await startService(place, { service: 'writer' }, []);
    const appends = await measureAppends(writer, postgres.url, progress);
    const replay = await measureReplay(writer, progress);
    await writer.stop();
    const reader = await startService(place, { service: 'reader', relay: true }, [Watcher]);
    const delivery = await measureDelivery(reader, progress);
    await reader.stop();
    return { ...appends, ...delivery, ...replay };
  } finally {
    await nats.stop();
    await postgres.stop();
    await Promise.all([home, postgres.dataDir].map((path) => rm(path, { recursive: true, force: true })));
  }
};

export const benchmark: Benchmark = {
  what: 'Appends with 64 callers beside one, and beside plain inserts; commit to consumer at 200 events a second; replay.',
  goals: {
    combinedOverSingle: '>= 10',
    commitToConsumerP50Ms: '<= 3',
    lost: '0',
    outOfOrder: '0',
  },
  run,
};
