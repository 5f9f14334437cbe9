import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LaneUpstream, fitsLane } from '../lane/lane-upstream.gateway.ts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { TrailingRequest, isTrailing } from './trailing-request.gateway.ts';
import { UndiciUpstream } from './undici-upstream.gateway.ts';
import type { Outgoing, Taker } from './upstream.gateway.ts';

type Origin = Readonly<{ lane: LaneUpstream | undefined; undici: UndiciUpstream }>;

/** Kept-open connections to every replica and to the api. */
@Injectable()
export class Upstreams implements OnApplicationShutdown {
  readonly #origins = new Map<string, Origin>();

  constructor(@Inject(SETTINGS) private readonly settings: GatewaySettings) {}

  /** @throws when it cannot be written to anybody */
  send(origin: string, outgoing: Outgoing, taker: Taker): void {
    if (isTrailing(outgoing)) {
      new TrailingRequest(origin, outgoing, taker, this.settings.connectTimeoutMs);
      return;
    }
    const { lane, undici } = this.#to(origin);
    if (lane && fitsLane(outgoing)) lane.send(outgoing, taker);
    else undici.send(outgoing, taker);
  }

  /** A replica is gone for good: its connections go when their requests are over. */
  forget(origin: string): void {
    const known = this.#origins.get(origin);
    if (!known) return;
    this.#origins.delete(origin);
    known.lane?.close();
    known.undici.close().catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    const origins = [...this.#origins.values()];
    this.#origins.clear();
    for (const { lane } of origins) lane?.destroy();
    await Promise.all(origins.map(({ undici }) => undici.destroy()));
  }

  #to(origin: string): Origin {
    const known = this.#origins.get(origin);
    if (known) return known;
    const { fastLane, connectTimeoutMs } = this.settings;
    const created: Origin = {
      lane: fastLane ? new LaneUpstream(origin, connectTimeoutMs) : undefined,
      undici: new UndiciUpstream(origin, this.settings),
    };
    this.#origins.set(origin, created);
    return created;
  }
}
