import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testNats, type TestNats } from '@tidegate/testing';
import { testService, type TestService } from '@tidegate/testing';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
import { serviceOf, upTo } from './eventing.spec-helper.ts';

/** ReadyForQuery of a connection that is in no transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const FATAL = (() => {
  const fields = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0';
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
})();

/** Between a service and its Postgres: once told to, it ends each connection with the last bytes of an answer. */
const proxyTo = async (target: string) => {
  const state = { isEnding: false };
  const sockets = new Set<Socket>();
  const { hostname, port } = new URL(target);
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => [near, far].forEach((one) => one.destroy()));
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (state.isEnding && bytes.subarray(-READY.length).equals(READY))
        near.end(Buffer.concat([bytes, FATAL]));
      else near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, state, close };
};

describe('a database whose connections end in the breath of an answer', () => {
  let database: TestDatabase;
  let nats: TestNats;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  let app: TestService;
  beforeAll(async () => {
    [database, nats] = await Promise.all([testDatabase(), testNats()]);
    proxy = await proxyTo(database.url);
    const beside = { databaseUrl: proxy.url, natsUrl: nats.url, natsToken: nats.token };
    app = await testService({ service: 'specs', module: serviceOf({}), beside });
  });
  afterAll(async () => {
    await app.close();
    proxy.close();
    await Promise.all([database.drop(), nats.drop()]);
  });

  it('fails what is asked of it, ends no process, and is there again with the next connection', async () => {
    const ask = () => app.get(Db).query<{ n: number }>(sql`select 1 as n`);
    proxy.state.isEnding = true;
    const answers = await Promise.allSettled(upTo(40).map(ask));
    expect(answers.some(({ status }) => status === 'rejected')).toBe(true);
    proxy.state.isEnding = false;
    await eventually(async () => expect(await ask()).toEqual([{ n: 1 }]));
  });
});
