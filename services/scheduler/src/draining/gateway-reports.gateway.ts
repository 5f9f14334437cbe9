import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { GatewayReport, SUBJECTS } from '@tidegate/contracts';
import { Bus, Clock } from '@tidegate/eventing/nest';
import type { Ears, GatewayWord } from './draining.ts';

/** A gateway that is long gone is forgotten; a flood of names never fills memory. */
const FORGET_AFTER_US = 60_000_000;
const MOST_GATEWAYS = 1000;

/** The last word of every gateway. Each scheduler process listens for itself. */
@Injectable()
export class GatewayReports implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #words = new Map<string, GatewayWord>();
  readonly #listeners = new Set<() => void>();
  #sinceUs = 0;
  #unlisten: (() => void) | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#sinceUs = this.clock.monotonicUs();
    this.#unlisten = this.bus.listen(SUBJECTS.gatewayReport, (data) => {
      this.#take(data);
    });
  }

  onApplicationShutdown(): void {
    this.#unlisten?.();
  }

  /** Called after each report. */
  onReport(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** What is known now. Call it regularly: a broken connection is noticed by it, and silence then counts from anew. */
  ears(): Ears {
    const nowUs = this.clock.monotonicUs();
    if (!this.bus.connected) this.#sinceUs = nowUs;
    for (const [id, { heardAtUs }] of this.#words)
      if (nowUs - heardAtUs > FORGET_AFTER_US) this.#words.delete(id);
    return { gateways: [...this.#words.values()], listeningSinceUs: this.#sinceUs, nowUs };
  }

  #take(data: unknown): void {
    const parsed = GatewayReport.safeParse(data);
    if (!parsed.success) return;
    const { gatewayId, position, draining } = parsed.data;
    if (this.#words.size >= MOST_GATEWAYS && !this.#words.has(gatewayId)) return;
    this.#words.set(gatewayId, { heardAtUs: this.clock.monotonicUs(), position, inFlight: draining });
    for (const listener of this.#listeners) listener();
  }
}
