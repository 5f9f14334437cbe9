import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Dispatcher, Pool } from 'undici';
import { type GatewaySettings, SETTINGS } from '../settings.ts';

/** Kept-open connections to every replica and to the api. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  readonly #pools = new Map<string, Pool>();

  constructor(@Inject(SETTINGS) private readonly settings: GatewaySettings) {}

  to(origin: string): Dispatcher {
    const known = this.#pools.get(origin);
    if (known) return known;
    const { connectTimeoutMs, firstByteTimeoutMs, idleTimeoutMs } = this.settings;
    const pool = new Pool(origin, {
      // As many connections as requests: how many a replica gets is decided before, never by waiting here.
      connections: null,
      pipelining: 1,
      connect: { timeout: connectTimeoutMs, keepAlive: true },
      headersTimeout: firstByteTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      // Common servers close an idle connection after five seconds: ours must be the side that closes first,
      // or a request is written to a connection that is just being closed.
      keepAliveTimeout: 4000,
      keepAliveMaxTimeout: 60_000,
    });
    // Failures reach the request that met them; without a listener they would end the process.
    pool.on('connectionError', () => undefined);
    this.#pools.set(origin, pool);
    return pool;
  }

  /** A replica is gone for good: its connections go when their requests are over. */
  forget(origin: string): void {
    const pool = this.#pools.get(origin);
    if (!pool) return;
    this.#pools.delete(origin);
    pool.close().catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
