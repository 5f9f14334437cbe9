// Checks the books of the platform on this machine: the one that DATABASE_URL and NATS_URL name, or the one that npm start keeps up.
import { postgresUrl } from '@tidegate/backing-services';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Home, homeAt } from './up/home.ts';
import { type Options, parse } from './up/options.ts';
import { readSecret } from './up/secrets.ts';

const MISUSED = 2;
const PROGRAM = fileURLToPath(new URL('../services/billing/dist/verify.main.js', import.meta.url));

type Servers = Readonly<{ DATABASE_URL?: string; NATS_URL?: string; NATS_TOKEN?: string }>;

/** What is named goes before what is kept, and so does the way into it. */
const serversOf = async ({ home, databaseUrl, natsUrl, natsToken }: Options): Promise<Servers> => ({
  ...(await keptBy(homeAt(home))),
  ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  ...(natsUrl && { NATS_URL: natsUrl, NATS_TOKEN: natsToken ?? '' }),
});

/** Where the servers are that npm start has brought up. */
const keptBy = async (home: Home): Promise<Servers> => {
  const text = await readFile(join(home.run, 'ports.json'), 'utf8').catch(() => '{}');
  const ports = JSON.parse(text) as Partial<Record<string, number>>;
  const [password, token] = await Promise.all(
    ['postgres-password', 'nats-token'].map((name) => readSecret(join(home.secrets, name))),
  );
  return {
    ...(ports['postgres'] &&
      password && { DATABASE_URL: postgresUrl({ host: '127.0.0.1', port: ports['postgres'], password }) }),
    ...(ports['nats'] && { NATS_URL: `nats://127.0.0.1:${ports['nats']}` }),
    ...(token && { NATS_TOKEN: token }),
  };
};

/** @returns the exit code */
const verify = async (): Promise<number> => {
  const asked = parse([], process.env, process.getuid?.() === 0);
  if (asked.kind !== 'start') return misused(asked.kind === 'wrong' ? asked.sentence : '');
  if (!existsSync(PROGRAM)) return misused('not built yet: run npm run build');
  const servers = await serversOf(asked.options);
  if (!servers.DATABASE_URL || !servers.NATS_URL)
    return misused(
      `${asked.options.home} keeps no platform: start one, or name its DATABASE_URL and NATS_URL`,
    );
  const env = { ...process.env, ...servers };
  const child = spawn(process.execPath, [PROGRAM, ...process.argv.slice(2)], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
};

const misused = (sentence: string): number => {
  process.stderr.write(`tidegate: ${sentence}\n`);
  return MISUSED;
};

process.exitCode = await verify();
