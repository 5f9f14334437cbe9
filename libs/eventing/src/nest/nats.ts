import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type Msg, type MsgHdrs, type NatsConnection, connect, errors } from '@nats-io/transport-node';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Connections } from './connections.ts';
import { EVENTING_OPTIONS, type EventingOptions } from './db.ts';
import { observeBus } from './gauges.ts';
import { LoopPause } from './loop-pause.ts';
import { natsLoginOf } from './nats-login.ts';
import { ensureStreams, requireSupported } from './streams.ts';
import { atMost } from './time-limit.ts';

/** How long a start waits for a server that may still be starting itself. */
const START_LIMIT_MS = 60_000;
const DRAIN_LIMIT_MS = 2000;

/** The process's one connection to the bus. It reconnects for ever; what is lost meanwhile is repaired from Postgres or asked again. */
@Injectable()
export class Nats {
  readonly #log = new Logger(Nats.name);
  readonly #onReconnect = new Set<() => void>();
  readonly #onLoss = new Set<() => void>();
  readonly #pause = new LoopPause();
  #connection: NatsConnection | undefined;
  #jetstream: JetStreamClient | undefined;
  #connected = false;
  #provisioning: Promise<void> = Promise.resolve();

  constructor(
    private readonly connections: Connections,
    @Inject(EVENTING_OPTIONS) private readonly options: EventingOptions,
  ) {}

  /** @throws when the server refuses the token, is too old, or does not come within a minute */
  async connect(): Promise<void> {
    if (this.#connection) return;
    const until = performance.now() + START_LIMIT_MS;
    const connection = await this.#reach(until);
    this.#connection = connection;
    this.#jetstream = jetstream(connection, { timeout: 5000 });
    this.#connected = true;
    observeBus(() => this.#connected);
    void this.#watch(connection);
    requireSupported(connection.info?.version ?? '');
    await this.#provision(until);
  }

  get connected(): boolean {
    return this.#connected;
  }

  get connection(): NatsConnection {
    if (!this.#connection) throw new Error('not connected to NATS yet');
    return this.#connection;
  }

  get js(): JetStreamClient {
    if (!this.#jetstream) throw new Error('not connected to NATS yet');
    return this.#jetstream;
  }

  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.connection, { timeout: 5000, checkAPI: false });
  }

  /** Core NATS: fire and forget. Dropped while the server is away. */
  publish(subject: string, data?: Uint8Array | string, headers?: MsgHdrs): void {
    if (!this.#connected || !this.#connection || this.#connection.isClosed()) return;
    this.#connection.publish(subject, data, headers && { headers });
  }

  /** Core NATS: every message until the returned function is called. The subscription outlives reconnects. */
  subscribe(subject: string, take: (message: Msg) => void, queue?: string): () => void {
    const subscription = this.connection.subscribe(subject, {
      ...(queue !== undefined && { queue }),
      callback: (error, message) => {
        if (error) {
          this.#log.error(`${subject} cannot be listened to: ${error.message}`);
          return;
        }
        try {
          take(message);
        } catch (failure) {
          // Thrown further it would end the reading of the whole connection.
          this.#log.error(
            { event: 'bus.listener_failed', subject, error: String(failure) },
            `${subject} failed`,
          );
        }
      },
    });
    return () => {
      if (!this.connection.isClosed()) subscription.unsubscribe();
    };
  }

  /** Called after every reconnect, once the streams are known to exist. */
  onReconnect(then: () => void): () => void {
    this.#onReconnect.add(then);
    return () => this.#onReconnect.delete(then);
  }

  /** Fails as soon as the connection is lost: what was asked on it is not answered any more, only its time limit would tell. */
  unlessLost<T>(asked: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const lost = (): void => {
        reject(new Error('the connection to NATS was lost'));
      };
      this.#onLoss.add(lost);
      asked.then(resolve, reject).finally(() => this.#onLoss.delete(lost));
    });
  }

  /** Creates again the streams that somebody deleted. */
  restoreStreams(): Promise<void> {
    return this.#provision(0);
  }

  /** Called when nothing of the service runs any more: what was published is sent, then the connection ends. */
  async close(): Promise<void> {
    this.#pause.stop();
    const connection = this.#connection;
    if (!connection || connection.isClosed()) return;
    await atMost(DRAIN_LIMIT_MS, connection.drain());
    await connection.close().catch(() => undefined);
  }

  async #reach(until: number): Promise<NatsConnection> {
    for (let failures = 1; ; failures++)
      try {
        return await connect({
          ...natsLoginOf(this.connections),
          name: `tidegate-${this.options.service}`,
          timeout: 5000,
          maxReconnectAttempts: -1,
          // A server that starts with yesterday's token gets today's soon.
          ignoreAuthErrorAbort: true,
          reconnectTimeWait: 100,
          reconnectJitter: 100,
          pingInterval: 5000,
          maxPingOut: 2,
        });
      } catch (error) {
        if (error instanceof errors.AuthorizationError)
          throw new Error('NATS refuses the token of NATS_TOKEN, or the user of NATS_URL');
        if (performance.now() > until || this.#pause.stopped)
          throw new Error(`NATS cannot be reached: ${(error as Error).message}`);
        if (failures === 5) this.#log.warn(`waiting for NATS: ${(error as Error).message}`);
        await this.#pause.afterFailure(failures, { firstMs: 50, mostMs: 1000 });
      }
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        if (this.#connected) this.#log.warn('NATS connection lost');
        this.#connected = false;
        for (const lost of this.#onLoss) lost();
      } else if (type === 'reconnect') {
        this.#connected = true;
        this.#log.log('NATS connection restored');
        // The server may have come back with an empty store. One after the other, so that the last one is complete.
        this.#provisioning = this.#provisioning.then(() => this.#restored());
      }
    }
    this.#connected = false;
  }

  async #restored(): Promise<void> {
    await this.#provision(Infinity).catch(() => undefined);
    if (this.#pause.stopped) return;
    for (const then of this.#onReconnect)
      try {
        then();
      } catch (error) {
        this.#log.error(`after a reconnect: ${String(error)}`);
      }
  }

  async #provision(until: number): Promise<void> {
    for (let failures = 1; ; failures++)
      try {
        await this.unlessLost(this.manager().then(ensureStreams));
        return;
      } catch (error) {
        const { message } = error as Error;
        if (this.connection.isClosed() || this.#pause.stopped || performance.now() > until)
          throw new Error(`the streams of the bus cannot be set up: ${message}`);
        if (failures % 20 === 6) this.#log.error(`the streams of the bus cannot be set up: ${message}`);
        await this.#pause.afterFailure(failures, { firstMs: 100, mostMs: 5000 });
      }
  }
}
