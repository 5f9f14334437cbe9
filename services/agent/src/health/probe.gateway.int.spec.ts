import { afterEach, describe, expect, it } from '@jest/globals';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probe } from './probe.gateway.ts';

let server: Server | undefined;

const serving = async (listener: RequestListener): Promise<number> => {
  const started = (server = createServer(listener));
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return (started.address() as AddressInfo).port;
};
const look = (port: number) => probe({ host: '127.0.0.1', port, healthPath: '/health' }, 200);

afterEach(async () => {
  const ended = server;
  server = undefined;
  ended?.closeAllConnections();
  await new Promise<void>((resolve) => (ended ? ended.close(() => resolve()) : resolve()));
});

describe('a look at a replica', () => {
  it('finds it well when it says so, whatever else it says', async () => {
    const port = await serving(({ url }, response) =>
      response.writeHead(url === '/health' ? 200 : 404).end('fine'),
    );
    expect(await look(port)).toBe('ok');
  });

  it.each([404, 500, 503, 302])('finds it unwell when it answers %d', async (status) => {
    expect(await look(await serving((_request, response) => response.writeHead(status).end()))).toBe(
      'unhealthy',
    );
  });

  it('finds it unwell when it accepts and does not answer in time', async () => {
    expect(await look(await serving(() => undefined))).toBe('unhealthy');
  });

  it('finds it unwell when it hangs up', async () => {
    expect(await look(await serving((request) => request.socket.destroy()))).toBe('unhealthy');
  });

  it('does not wait for a body without end, and does not read it for ever', async () => {
    let closed = 0;
    const port = await serving((request, response) => {
      request.socket.once('close', () => (closed += 1));
      response.writeHead(200).write('endless');
    });
    expect(await look(port)).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(closed).toBe(1);
  });

  it('finds it closed when nothing listens', async () => {
    const port = await serving(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(await look(port)).toBe('closed');
  });
});
