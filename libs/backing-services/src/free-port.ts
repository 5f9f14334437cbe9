import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below every system's range of ephemeral ports (Linux 32768, macOS 49152), so that an outgoing connection cannot
 * take a server's port while the server restarts.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 64;

/** True when a server could listen on that port of the loopback address now. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });

/**
 * A port of the loopback address that nothing listens on now and that is not in `taken`.
 * Throws after 64 ports that were all in use.
 */
export const freePort = async (taken: ReadonlySet<number> = new Set()): Promise<number> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(`found no free port between ${LOWEST} and ${HIGHEST} in ${TRIES} tries`);
};
