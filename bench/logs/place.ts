import { startNats, startPostgres } from '@tidegate/backing-services';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export const PROJECT = 'proj-00000000000a';
export const ENDPOINT = 'endpt-00000000000a';
const LOGS = fileURLToPath(new URL('../../services/logs/dist/main.js', import.meta.url));
const SHIPPER = fileURLToPath(new URL('./shipper.ts', import.meta.url));

/** The servers, the service that stores lines, and an agent’s shipping of some replicas, each in a process of its own. */
export type Place = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  natsToken: string;
  client: pg.Client;
  write: (order: Order) => Promise<void>;
  stored: () => Promise<Stored>;
  /** Of all these processes, since they began. */
  cpuSeconds: () => Promise<number>;
  stop: () => Promise<void>;
}>;
export type Order = Readonly<{ linesPerSecond: number; seconds: number }>;
export type Stored = Readonly<{ lines: number; dropped: number }>;

export const startPlace = async (): Promise<Place> => {
  const home = await mkdtemp(join(tmpdir(), 'tidegate-bench-'));
  await chmod(home, 0o711);
  const [password = '', token = '', key = ''] = [18, 18, 32].map((size) =>
    randomBytes(size).toString('base64url'),
  );
  const options = { temporaryFolder: home };
  const postgres = await startPostgres({ ...options, dataDir: join(home, 'postgres'), password });
  const nats = await startNats({ ...options, storeDir: join(home, 'nats'), token });
  const logs = spawn(process.execPath, [LOGS], {
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      NATS_URL: nats.url,
      NATS_TOKEN: token,
      LOG_LEVEL: 'error',
      TIDEGATE_SECRET_KEY: key,
      // What is counted must not be let go meanwhile.
      TIDEGATE_LOGS_RETENTION_MIB: '1048576',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const shipper = fork(SHIPPER, [home], {
    env: { ...process.env, NATS_URL: nats.url, NATS_TOKEN: token },
  });
  await once(shipper, 'message');
  const client = new pg.Client({ connectionString: postgres.url, options: '-c search_path=logs' });
  await client.connect();
  const place = { databaseUrl: postgres.url, natsUrl: nats.url, natsToken: token, client };
  const processes = [postgres.pid, nats.pid, logs.pid ?? 0, shipper.pid ?? 0];
  return {
    ...place,
    write: async (order) => {
      shipper.send(order);
      await once(shipper, 'message');
    },
    stored: () => storedIn(client),
    cpuSeconds: () => cpuSecondsOf(processes),
    stop: async () => {
      await Promise.all([ended(shipper), ended(logs)]);
      await client.end();
      await nats.stop();
      await postgres.stop();
      await Promise.all([home, postgres.dataDir].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
};

const storedIn = async (client: pg.Client): Promise<Stored> => {
  const { rows } = await client
    .query<{ lines: string; markers: string; dropped: string }>(
      `select (select coalesce(sum(lines), 0) from log_spans) as lines, count(*) as markers,
              coalesce(sum(substring(text from '^[0-9]+')::bigint), 0) as dropped
       from log_lines where stream = 3`,
    )
    .catch(() => ({ rows: [] }));
  const { lines = '0', markers = '0', dropped = '0' } = rows[0] ?? {};
  return { lines: Number(lines) - Number(markers), dropped: Number(dropped) };
};

const TICKS_PER_SECOND = 100;

/** Of processes and their children; only Linux tells. A child that has ended counts with its parent. */
const cpuSecondsOf = async (processes: readonly number[]): Promise<number> => {
  const ours = new Set(processes);
  let ticks = 0;
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const fields = (await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')).split(') ')[1]?.split(' ');
    if (!fields || (!ours.has(Number(name)) && !ours.has(Number(fields[1])))) continue;
    ticks += [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  }
  return ticks / TICKS_PER_SECOND;
};
