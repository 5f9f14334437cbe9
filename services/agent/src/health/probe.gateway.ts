import { get } from 'node:http';
import type { Probe } from './health.ts';

export type Target = Readonly<{ host: string; port: number; healthPath: string }>;

/** A connection that is refused, as against one that is accepted and then fails. */
const CLOSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** Asks a replica for its health once. Every outcome is an answer; nothing is thrown. */
export const probe = ({ host, port, healthPath }: Target, limitMs: number): Promise<Probe> =>
  new Promise((resolve) => {
    // A connection of its own: one that is kept would hold up the end of a replica that waits for its last one.
    const request = get(
      { host, port, path: healthPath, agent: false, headers: { connection: 'close' } },
      (response) => {
        const { statusCode = 0 } = response;
        resolve(statusCode >= 200 && statusCode < 300 ? 'ok' : 'unhealthy');
        // Read to its end, within the limit: some engines complain about callers that hang up.
        response.on('error', () => undefined).resume();
      },
    );
    const limit = setTimeout(() => request.destroy(new Error('no answer within the limit')), limitMs);
    request.on('close', () => {
      clearTimeout(limit);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      resolve(CLOSED.has(error.code ?? '') ? 'closed' : 'unhealthy');
    });
  });
