import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections (Linux 32768, macOS 49152), which come and go. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 64;

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/**
 * A port of this node's address that nothing listens on now and that is not in `taken`.
 * @throws when 64 ports were all in use
 */
export const freePort = async (host: string, taken: ReadonlySet<number>): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (!taken.has(port) && (await isFree(host, port))) return port;
  }
  throw new Error(`no free port was found between ${LOWEST} and ${HIGHEST} of ${host}`);
};
