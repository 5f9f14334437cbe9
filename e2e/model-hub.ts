import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model hub that keeps models of the owner `gated` behind a gate and knows no others. */
export const startHub = async (): Promise<{ hub: Server; url: string }> => {
  const hub = createServer((request, response) => {
    const gated = request.url?.includes('/gated/') ?? false;
    response.writeHead(gated ? 403 : 404, { 'content-type': 'application/json' }).end('{"error":"no"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => hub.once('listening', resolve));
  return { hub, url: `http://127.0.0.1:${String((hub.address() as AddressInfo).port)}` };
};
