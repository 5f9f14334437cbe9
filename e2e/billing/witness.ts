import { type NatsConnection, connect } from '@nats-io/transport-node';
import type { Platform } from '../platform.ts';

type Fact = Readonly<{ replicaId: string; kind: string; monotonicUs: number }>;
type Report = Readonly<{ bootId: string; facts: readonly Fact[] }>;
type Seen = { bootId: string; startedUs?: number; stoppedUs?: number };

/**
 * Hears what agents report of their nodes, and believes nobody else: for how long each replica ran, by the node’s own clock. It
 * knows neither the log nor billing.
 */
export class Witness {
  private readonly seen = new Map<string, Seen>();
  private readonly connection: NatsConnection;

  private constructor(connection: NatsConnection) {
    this.connection = connection;
    void this.listen();
  }

  static async of(platform: Platform): Promise<Witness> {
    const { NATS_URL: servers, NATS_TOKEN: token } = await platform.connections();
    const retrying = { maxReconnectAttempts: -1, reconnectTimeWait: 20, reconnectJitter: 0 };
    return new Witness(await connect({ servers, token, ...retrying }));
  }

  /** Microseconds by replica, of those whose start and end were heard in one boot of their node. */
  ranUs(): Map<string, number> {
    const ran = new Map<string, number>();
    for (const [replicaId, { startedUs, stoppedUs }] of this.seen)
      if (startedUs !== undefined && stoppedUs !== undefined) ran.set(replicaId, stoppedUs - startedUs);
    return ran;
  }

  stop(): Promise<void> {
    return this.connection.close();
  }

  private async listen(): Promise<void> {
    for await (const message of this.connection.subscribe('scheduler.node-sync')) {
      const { bootId, facts } = message.json<Report>();
      for (const fact of facts) this.take(bootId, fact);
    }
  }

  private take(bootId: string, { replicaId, kind, monotonicUs }: Fact): void {
    const seen = this.seen.get(replicaId) ?? { bootId };
    // Clocks of two boots do not compare.
    if (seen.bootId !== bootId) return;
    if (kind === 'started') seen.startedUs ??= monotonicUs;
    if (kind === 'stopped') seen.stoppedUs ??= monotonicUs;
    this.seen.set(replicaId, seen);
  }
}
