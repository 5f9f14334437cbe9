// The platform's own gateway, as it runs: its process, Postgres, nats-server, and a log that tells it all it knows.
import { Module } from '@nestjs/common';
import { startNats, startPostgres } from '@tidegate/backing-services';
import { runService } from '@tidegate/bootstrap';
import { causeOf } from '@tidegate/eventing';
import { EventStore, EventingModule } from '@tidegate/eventing/nest';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Settings } from './native.ts';
import { PROXY_CORE, startPinned } from './pinned.ts';
import type { Place, Proxy } from './proxy.ts';
import { fillLog } from './table.ts';

const gateway = fileURLToPath(new URL('../../services/gateway/dist/main.js', import.meta.url));

/** The same process with other settings, to see what these cost. */
const VARIANTS = {
  oursWithoutLane: { TIDEGATE_FAST_LANE: 'false' },
  oursWithAllLines: { TIDEGATE_ACCESS_LINES: 'all' },
};

/** The first one is it; the others are its variants. */
export type Ours = Readonly<{ proxies: readonly Proxy[]; stop: () => Promise<void> }>;

/** Resolves once that gateway answers that call: it has read the log. */
const untilAnswers = async (port: number, { path, model, token }: Settings): Promise<void> => {
  const url = `http://127.0.0.1:${String(port)}${String(path ?? '/v1/chat/completions')}`;
  const headers = { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ model, messages: [], user: '0'.repeat(16) });
  let said = '';
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    said = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) }).then(
      async (response) => `${String(response.status)} ${await response.text()}`,
      String,
    );
    if (said.startsWith('200')) return;
    await pause(50);
  }
  throw new Error(`the gateway does not answer: ${said}`);
};

/** Servers and log once; the gateway's process whenever it is asked for. `environment` is the gateway's. */
export const prepareOurs = async (
  { home, upstreams }: Place,
  environment: Readonly<Record<string, string>>,
): Promise<Ours> => {
  const [password = '', natsToken = ''] = [1, 2].map(() => randomBytes(18).toString('base64url'));
  const temporaryFolder = home;
  const postgres = await startPostgres({ dataDir: join(home, 'postgres'), password, temporaryFolder });
  const nats = await startNats({ storeDir: join(home, 'nats'), token: natsToken, temporaryFolder });
  class ControlPlane {}
  Module({ imports: [EventingModule.forRoot({ service: 'api', relay: true })] })(ControlPlane);
  const connections = { service: 'api', databaseUrl: postgres.url, natsUrl: nats.url, natsToken };
  const control = await runService({ connections, module: ControlPlane, logLevel: 'warn' }, 0);
  const store = control.app.get(EventStore, { strict: false });
  const asked = await fillLog(async (type, data) => {
    await store.append(
      randomUUID(),
      'any',
      [{ type, data }],
      causeOf({ commandId: randomUUID(), actor: 'operator' }),
    );
  }, upstreams);
  const starting = (variant: Readonly<Record<string, string>>) => async (port: number) => {
    const { pid, stop } = await startPinned({
      // As the launcher starts it.
      words: [process.execPath, '--max-semi-space-size=16', gateway],
      core: PROXY_CORE,
      output: join(home, 'gateway.out'),
      environment: {
        NODE_ENV: 'production',
        DATABASE_URL: postgres.url,
        NATS_URL: nats.url,
        NATS_TOKEN: natsToken,
        TIDEGATE_HOME: home,
        TIDEGATE_PORT: String(port),
        ...environment,
        ...variant,
      },
    });
    await untilAnswers(port, asked.ask);
    return { port, pids: [pid], stop };
  };
  const stop = async (): Promise<void> => {
    await control.stop();
    await nats.stop();
    await postgres.stop();
  };
  const variants = Object.entries(VARIANTS).map(([name, variant]) => ({
    name,
    ask: asked.ask,
    start: starting(variant),
  }));
  return { proxies: [{ name: 'ours', ...asked, start: starting({}) }, ...variants], stop };
};
