// Money: from the durable log into the tables of usage, and the whole bill again from the log.
import { Module } from '@nestjs/common';
import { startNats, startPostgres } from '@tidegate/backing-services';
import { runService } from '@tidegate/bootstrap';
import { EventingModule } from '@tidegate/eventing/nest';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Benchmark, Figures, Progress } from './benchmark.ts';
import { writeLives } from './billing/lives.ts';
import { measurePeers } from './billing/peers.ts';

const LIVES = 40_000;

type Place = Readonly<{ databaseUrl: string; natsUrl: string; natsToken: string }>;
type Replayed = Readonly<{ events: number; sums: number; milliseconds: number }>;

const BILLING = join(import.meta.dirname, '..', 'services', 'billing', 'dist');
const environment = ({ databaseUrl, natsUrl, natsToken }: Place): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  NATS_TOKEN: natsToken,
  LOG_LEVEL: 'error',
});

const positionOf = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ position: string }>(
    `select position from es.checkpoints where consumer = 'billing.usage'`,
  );
  return Number(rows[0]?.position ?? 0);
};

/** From the first to the last commit of the consumer that keeps usage, in the service as it is. */
const measureConsumer = async (
  place: Place,
  client: pg.Client,
  head: number,
  progress: Progress,
): Promise<number> => {
  const billing = spawn(process.execPath, [join(BILLING, 'main.js')], {
    env: environment(place),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(billing, 'exit');
  try {
    const seen: { position: number; at: number }[] = [];
    for (let position = 0; position < head && billing.exitCode === null;) {
      await pause(20);
      position = Math.min(head, await positionOf(client));
      if (position > 0 && position !== seen.at(-1)?.position) seen.push({ position, at: performance.now() });
    }
    const [first, last] = [seen[0], seen.at(-1)];
    if (!first || !last || first === last) throw new Error('too few commits were seen');
    const perSecond = (last.position - first.position) / ((last.at - first.at) / 1000);
    progress(`${String(head)} events of the log are in the tables, ${perSecond.toFixed(0)}/s`);
    return perSecond;
  } finally {
    billing.kill();
    await ended;
  }
};

/** The whole log into the pure functions, and every sum of the bill from them. */
const measureReplay = async (place: Place, progress: Progress): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(BILLING, 'replay.main.js')], {
    env: environment(place),
  });
  const rounds = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Replayed);
  for (const { events, sums, milliseconds } of rounds)
    progress(`${String(events)} events replayed to ${String(sums)} sums in ${milliseconds.toFixed(0)} ms`);
  return Math.max(...rounds.map(({ events, milliseconds }) => events / (milliseconds / 1000)));
};

/** The log is made by whichever service comes first. */
const makeLog = async (place: Place): Promise<void> => {
  class Writer {}
  Module({ imports: [EventingModule.forRoot({ service: 'writer' })] })(Writer);
  const service = await runService(
    { connections: { service: 'writer', ...place }, module: Writer, logLevel: 'warn' },
    0,
  );
  await service.stop();
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
    await makeLog(place);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const head = await writeLives(client, LIVES);
    const eventsPerSecond = await measureConsumer(place, client, head, progress);
    await client.end();
    const replayPerSecond = await measureReplay(place, progress);
    const peers = await measurePeers(postgres.url);
    const { preparedInsertsPerSecond = Number.NaN, copyRowsPerSecond = Number.NaN } = peers;
    return {
      eventsPerSecond,
      replayPerSecond,
      ...peers,
      eventsOverPreparedInserts: eventsPerSecond / preparedInsertsPerSecond,
      eventsOverCopyRows: eventsPerSecond / copyRowsPerSecond,
      replayOverCopyRows: replayPerSecond / copyRowsPerSecond,
    };
  } finally {
    await nats.stop();
    await postgres.stop();
    await Promise.all([home, postgres.dataDir].map((path) => rm(path, { recursive: true, force: true })));
  }
};

export const benchmark: Benchmark = {
  what: 'The durable log into the tables of usage by the consumer that keeps them; the whole bill again from the log; plain inserts and COPY.',
  goals: {
    eventsPerSecond: '>= 20000',
    replayPerSecond: '>= 100000',
  },
  run,
};
