import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { afterEach, expect, it, jest } from '@jest/globals';
import { LaneConnection } from './lane-connection.gateway.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  for (const close of closing.splice(0)) close();
});

/** A caller, and the lane's side of its connection. */
const connected = async (): Promise<Readonly<{ caller: Socket; here: Socket }>> => {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [here] = (await once(server, 'connection')) as [Socket];
  closing.push(
    () => here.destroy(),
    () => caller.destroy(),
    () => server.close(),
  );
  return { caller, here };
};

it('an answer that waits for the end of its turn goes out when its caller says no more in the same turn', async () => {
  const { caller, here } = await connected();
  const [now, waited]: [number, boolean[]] = [performance.now(), []];
  const connection = new LaneConnection(
    here,
    {
      limits: { headBytes: 1000, bodyBytes: 1000 },
      visited: (exchange) => {
        exchange.answer({ status: 200, headers: [], body: `you asked ${exchange.url}` });
        waited.push(!connection.outlet.isEmpty);
        if (exchange.url === '/last') here.emit('end');
      },
      strange: () => undefined,
      closed: () => undefined,
      isClosing: () => false,
    },
    { nowMs: now },
  );
  let said = '';
  caller.on('data', (chunk: Buffer) => (said += chunk.toString()));
  // The turn is busy: only its first write goes out at once.
  jest.spyOn(performance, 'now').mockReturnValue(now);
  connection.outlet.write('');
  caller.write('GET /last HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(caller, 'close');
  expect(waited).toEqual([true]);
  expect(said).toMatch(/you asked \/last$/);
});
