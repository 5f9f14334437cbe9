import { KEEP_ALIVE_MS } from '../calls/undici-upstream.gateway.ts';
import type { Outgoing, Taker } from '../calls/upstream.gateway.ts';
import { ReplicaConnection } from './replica-connection.gateway.ts';

const SWEEP_MS = 100;
/** Of a target as it is written into a request's first line. */
const TARGET = /^[\x21-\x7e\x80-\xff]+$/;

/** Whether the lane can send it: whole, and as an ordinary request. */
export const fitsLane = ({ method, path, body, upgrade }: Outgoing): boolean =>
  (method === 'POST' || method === 'GET') &&
  (body === null || typeof body === 'string' || Buffer.isBuffer(body)) &&
  upgrade === undefined &&
  TARGET.test(path);

/** A replica reached by the lane: connections of our own, kept open for a while after their last answer. */
export class LaneUpstream {
  readonly #to: Readonly<{ host: string; port: number }>;
  /** The rest of a request's line, and its host. */
  readonly #line: string;
  readonly #connections = new Set<ReplicaConnection>();
  readonly #idle: ReplicaConnection[] = [];
  readonly #clock = { nowMs: performance.now() };
  #sweep: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    origin: string,
    private readonly connectTimeoutMs: number,
  ) {
    const { hostname, port, host } = new URL(origin);
    this.#to = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port) || 80 };
    this.#line = ` HTTP/1.1\r\nhost: ${host}\r\n`;
  }

  send({ method, path, headers, body, firstByteMs, idleMs }: Outgoing, taker: Taker): void {
    const whole = typeof body === 'string' || Buffer.isBuffer(body) ? body : null;
    const length =
      whole !== null || method === 'POST' ? `content-length: ${String(whole?.length ?? 0)}\r\n\r\n` : '\r\n';
    const head = `${method} ${path}${this.#line}${headers}${length}`;
    const connection = this.#kept() ?? this.#connect();
    connection.send({ head, body: whole, firstByteMs, idleMs }, taker);
  }

  /** No more requests will come; those that are under way go on. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.abort();
  }

  destroy(): void {
    this.close();
    for (const connection of this.#connections) connection.abort();
  }

  /** One that its server has not closed by now. A process that was held up has not looked at them, and must not believe them. */
  #kept(): ReplicaConnection | undefined {
    const nowMs = performance.now();
    for (let connection = this.#idle.pop(); connection; connection = this.#idle.pop()) {
      if (connection.deadlineMs > nowMs) return connection;
      connection.abort();
    }
    return undefined;
  }

  #connect(): ReplicaConnection {
    if (this.#connections.size === 0) this.#clock.nowMs = performance.now();
    const connection: ReplicaConnection = new ReplicaConnection(this.#to, this.#owner, this.connectTimeoutMs);
    this.#connections.add(connection);
    this.#sweep ??= setInterval(() => {
      this.#clock.nowMs = performance.now();
      // Only after all that has come meanwhile was read: this process may be what was late.
      setImmediate(this.#look);
    }, SWEEP_MS).unref();
    return connection;
  }

  readonly #owner = {
    clock: this.#clock,
    idle: (connection: ReplicaConnection, idleMs = Infinity): void => {
      // A server that says when it closes must not come first.
      connection.deadlineMs = this.#clock.nowMs + Math.min(KEEP_ALIVE_MS, Math.max(0, idleMs - 1000));
      if (this.#isClosed) connection.abort();
      else this.#idle.push(connection);
    },
    closed: (connection: ReplicaConnection): void => {
      this.#connections.delete(connection);
      const at = this.#idle.indexOf(connection);
      if (at >= 0) this.#idle.splice(at, 1);
      if (this.#connections.size > 0) return;
      clearInterval(this.#sweep);
      this.#sweep = undefined;
    },
  };

  readonly #look = (): void => {
    const { nowMs } = this.#clock;
    for (const connection of this.#connections) if (connection.deadlineMs <= nowMs) connection.late();
  };
}
