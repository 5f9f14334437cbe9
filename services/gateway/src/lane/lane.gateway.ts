import type { Server as HttpServer } from 'node:http';
import { type Server, type Socket, createServer } from 'node:net';
import { LaneConnection, type LaneReception } from './lane-connection.gateway.ts';
import type { LaneExchange } from './lane-exchange.gateway.ts';

const SWEEP_MS = 250;
/** Larger bodies are read by the other parser, which takes them in step with whoever wants them. */
const LARGEST_BODY_BYTES = 64 * 1024;
const LARGEST_HEAD_BYTES = 16 * 1024;

export type LaneSettings = Readonly<{
  maxHeaderBytes: number;
  /** How long a connection may wait: for the rest of a head, of a request, for its next request, and for its caller to take an answer. */
  headMs: number;
  requestMs: number;
  keepAliveMs: number;
  idleMs: number;
}>;

export type Passed = Readonly<{
  visited: (exchange: LaneExchange) => void;
  /** A request did not come to its end in time. */
  late: (socket: Socket) => void;
  /** It speaks HTTP/2 without having agreed on it; its first bytes are still in it. */
  http2: (socket: Socket) => void;
}>;

/** How every connection of HTTP/2 begins (RFC 9113, 3.4), as far as it tells. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n');

/**
 * The lane: a socket of our own in front of Node's server. Canonical requests are read and answered here, as bytes;
 * every other connection goes on to Node's server with nothing taken out of it.
 */
export class Lane {
  readonly server: Server;
  readonly #connections = new Set<LaneConnection>();
  readonly #clock = { nowMs: performance.now() };
  readonly #sweep: NodeJS.Timeout;
  #isClosing = false;

  constructor(
    private readonly settings: LaneSettings,
    private readonly behind: HttpServer,
    private readonly passed: Passed,
  ) {
    const reception: LaneReception = {
      limits: {
        headBytes: Math.min(settings.maxHeaderBytes, LARGEST_HEAD_BYTES),
        bodyBytes: LARGEST_BODY_BYTES,
      },
      visited: passed.visited,
      strange: (socket, bytes) => {
        socket.pause();
        socket.unshift(bytes);
        // Node's sessions take what lies unread in a connection only while it is paused.
        if (bytes.subarray(0, PREFACE.length).equals(PREFACE)) this.passed.http2(socket);
        else {
          this.behind.emit('connection', socket);
          socket.resume();
        }
      },
      closed: (connection) => void this.#connections.delete(connection),
      isClosing: () => this.#isClosing,
    };
    // Node's server wants to hear of half-closed connections itself.
    this.server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      this.#connections.add(new LaneConnection(socket, reception, this.#clock));
    });
    // Node's server keeps an eye on slow callers only from when it listens, which it does through this one.
    this.server.once('listening', () => this.behind.emit('listening'));
    this.#sweep = setInterval(() => {
      this.#clock.nowMs = performance.now();
      // Only after all that has come meanwhile was read: this process may be what was late.
      setImmediate(this.#look);
    }, SWEEP_MS);
    this.#sweep.unref();
  }

  /** Answers are the last ones of their connections from here on. */
  close(): void {
    this.#isClosing = true;
  }

  closeIdle(): void {
    for (const connection of this.#connections)
      if (connection.waitsFor === 'request') connection.socket.destroy();
  }

  cut(): void {
    clearInterval(this.#sweep);
    for (const { socket } of this.#connections) socket.destroy();
  }

  readonly #look = (): void => {
    const { nowMs } = this.#clock;
    const { headMs, requestMs, keepAliveMs, idleMs } = this.settings;
    const limits = { answer: Infinity, drain: idleMs, head: headMs, body: requestMs, request: keepAliveMs };
    for (const connection of this.#connections) {
      const { waitsFor, socket, sinceMs } = connection;
      if (nowMs - sinceMs <= limits[waitsFor]) continue;
      if (waitsFor === 'head' || waitsFor === 'body') this.passed.late(socket);
      else socket.destroy();
    }
  };
}
