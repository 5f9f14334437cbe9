import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type Lease, Leases } from '@tidegate/eventing/nest';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { shardOf, shardsFor } from './shards.ts';

const MEMBERS = 'scaler.member.';
const LOOK_MS = 1000;

/**
 * Each shard of the endpoints is decided on by one scaler, the others keep their windows warm. Scalers say that they are there, and divide
 * the shards among those that do. Two that lead the same one would be harmless: expected versions see to it.
 */
@Injectable()
export class Leader implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(Leader.name);
  readonly #member = `${MEMBERS}${randomUUID()}`;
  readonly #shards = new Map<number, Lease>();
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #begin: () => void = () => undefined;

  constructor(private readonly leases: Leases) {}

  leads(endpointId: string): boolean {
    return this.#shards.get(shardOf(endpointId))?.held ?? false;
  }

  /** Of the lease on the endpoint's shard: a later one overrules an earlier one. */
  epochOf(endpointId: string): number {
    return this.#shards.get(shardOf(endpointId))?.epoch ?? 0;
  }

  /** Called each time that this process begins to lead some. */
  whenGained(begin: () => void): void {
    this.#begin = begin;
  }

  onApplicationBootstrap(): void {
    this.leases.keep(this.#member, {
      gained: () => {
        void this.leases.forget(MEMBERS).catch(() => undefined);
      },
    });
    metrics
      .getMeter('tidegate')
      .createObservableGauge('tidegate_scaler_shards_led', {
        description: 'Shards of the endpoints that this process decides on.',
      })
      .addCallback((result) => {
        result.observe([...this.#shards.values()].filter(({ held }) => held).length);
      });
    this.#running = this.#run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#divide().catch(() => undefined);
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A failure changes nothing: leases that cannot be renewed end by themselves. */
  async #divide(): Promise<void> {
    const members = await this.leases.holding(MEMBERS);
    if (this.#stop.signal.aborted) return;
    const mine = new Set(shardsFor(this.#member, members));
    for (const [shard, lease] of this.#shards)
      if (!mine.has(shard)) {
        this.#shards.delete(shard);
        await lease.release();
      }
    for (const shard of mine) if (!this.#shards.has(shard)) this.#shards.set(shard, this.#keep(shard));
  }

  #keep(shard: number): Lease {
    return this.leases.keep(`scaler.${String(shard)}`, {
      gained: (epoch) => {
        this.#log.log({ event: 'leader.gained', shard, epoch }, `leads shard ${String(shard)}`);
        this.#begin();
      },
      lost: () => {
        this.#log.warn({ event: 'leader.lost', shard }, `leads shard ${String(shard)} no longer`);
      },
    });
  }
}
