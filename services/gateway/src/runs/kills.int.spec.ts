import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, EventStore, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, eventually, testService } from '@tidegate/testing';
import { asynchronous, endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';
import { gatewayProcess, mortalServers } from './mortal-servers.spec-helper.ts';

/** Each kills everything once; by hand it may be told to do so more often. */
const ROUNDS = Number(process.env['TIDEGATE_TEST_KILLS'] ?? 1);
const LIMIT_MS = 120_000 + ROUNDS * 120_000;
const WRITERS = 4;

@Module({ imports: [EventingModule.forRoot({ service: 'api', relay: true })] })
class ControlPlane {}

const mine = token();
const work = endpointRequested({
  name: 'work',
  async: { ...asynchronous('/work'), maxAttempts: 20 },
});
const { endpointId } = work.data;

let servers: Awaited<ReturnType<typeof mortalServers>>;
let control: TestService;
let gateways: Awaited<ReturnType<typeof gatewayProcess>>[];
let replica: Upstream;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  replica = await upstream((_req, res, body) => {
    setTimeout(
      () => res.writeHead(200, { 'content-type': 'text/plain' }).end(`did ${body}`),
      200 * Math.random(),
    );
  });
  servers = await mortalServers();
  control = await testService({ service: 'api', module: ControlPlane, beside: servers.beside });
  gateways = await Promise.all([gatewayProcess(servers.beside), gatewayProcess(servers.beside)]);
  for (const { type, data } of [mine.issued, work, replicaReady(work.data, { port: replica.port })])
    await control.get(EventStore).append(`test-${randomUUID()}`, 'any', [{ type, data }], {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
    });
}, LIMIT_MS);
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await control.close();
  await servers.drop();
  await replica.close();
}, 60_000);

/** Sends one under a key until it is accepted. @returns the id that it got */
const accepted = async (key: string, isOver: () => boolean): Promise<string | undefined> => {
  while (!isOver()) {
    const gateway = gateways[Math.floor(Math.random() * gateways.length)]!;
    try {
      const answer = await fetch(`${gateway.url}/api/d/${endpointId}/work`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${mine.text}`,
          prefer: 'respond-async',
          'idempotency-key': key,
        },
        body: key,
        signal: AbortSignal.timeout(10_000),
      });
      const body = (await answer.json()) as { request_id: string };
      if (answer.status === 202) return body.request_id;
    } catch {
      // The gateway is away: again.
    }
    await pause(100);
  }
  return undefined;
};

/** Sends without end until told to, then says which key got which id. */
const writing = () => {
  let isOver = false;
  const ids = new Map<string, string>();
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; !isOver; n++) {
      const key = `${String(writer)}-${String(n)}`;
      const id = await accepted(key, () => isOver);
      if (id !== undefined) ids.set(key, id);
      await pause(20);
    }
  };
  const all = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return async (): Promise<ReadonlyMap<string, string>> => {
    isOver = true;
    await all;
    return ids;
  };
};

describe('asynchronous requests while everything is killed in turn', () => {
  it(
    'end in one stored result each, once they were accepted',
    async () => {
      await eventually(async () => {
        expect(await accepted('first', () => true).then(() => true)).toBe(true);
        for (const { url } of gateways) expect((await fetch(`${url}/v1/models`)).status).toBe(401);
      }, 60_000);
      const finish = writing();
      for (let round = 0; round < ROUNDS; round++)
        for (const kill of [
          () => gateways[0]!.dieAndReturn(),
          () => servers.nats.dieAndReturn(),
          () => servers.postgres.dieAndReturn(),
          () => gateways[1]!.dieAndReturn(),
          () => {
            // All that the replica had in hand breaks off.
            for (const res of replica.open) res.destroy();
            return Promise.resolve();
          },
        ]) {
          await pause(2000 + 1000 * Math.random());
          await kill();
        }
      await pause(3000);
      const ids = await finish();
      expect(ids.size).toBeGreaterThan(20);
      expect(new Set(ids.values()).size).toBe(ids.size);
      const byId = new Map([...ids].map(([key, id]) => [id, key]));
      await eventually(async () => {
        const rows = await control.get(Db).query<{ id: string; state: string; document: Buffer | null }>(sql`
          select i.id, i.state, r.document from gateway.invocations i
          left join gateway.invocation_results r on r.invocation_id = i.id where i.id = any(${[...byId.keys()]})`);
        expect(rows).toHaveLength(byId.size);
        for (const { id, state, document } of rows) {
          expect([id, state]).toEqual([id, 'succeeded']);
          expect(JSON.parse(String(document))).toMatchObject({ resultText: `did ${byId.get(id)!}` });
        }
      }, 90_000);
    },
    LIMIT_MS,
  );
});
