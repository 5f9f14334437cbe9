import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GatewaySettings } from '../settings.ts';

const KEEP_ALIVE_MS = 75_000;

/** What is done with what arrives. */
export type Reception = Readonly<{
  visited: (req: IncomingMessage, res: ServerResponse) => void;
  /** Asked of a request that offers WebSocket: whether it is for a replica. */
  mayUpgrade: (req: IncomingMessage) => boolean;
  upgraded: (req: IncomingMessage, head: Buffer) => void;
  /** What came is no request. */
  misunderstood: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}>;

/** One address that callers reach, and its connections. */
export class Listener {
  readonly #server: Server;

  constructor(
    settings: GatewaySettings,
    private readonly at: Readonly<{ host: string; port: number }>,
    { visited, mayUpgrade, upgraded, misunderstood }: Reception,
  ) {
    const { maxHeaderBytes, headersTimeoutMs, requestTimeoutMs, maxConnections } = settings;
    this.#server = createServer(
      {
        maxHeaderSize: maxHeaderBytes,
        headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs || headersTimeoutMs),
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: Math.min(headersTimeoutMs, 5000),
        keepAliveTimeout: KEEP_ALIVE_MS,
        noDelay: true,
        // Some clients offer h2c with every request: that is no reason to treat them differently.
        shouldUpgradeCallback: (req) => req.headers.upgrade?.toLowerCase() === 'websocket' && mayUpgrade(req),
      },
      visited,
    );
    this.#server.maxConnections = maxConnections;
    this.#server.on('upgrade', (req, _socket, head) => {
      upgraded(req, head);
    });
    this.#server.on('connection', (socket) => {
      // Pipelined requests each watch their connection.
      socket.setMaxListeners(0);
    });
    this.#server.on('clientError', misunderstood);
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ ...this.at, backlog: 4096 }, resolve);
    });
  }

  /** No new connections. Resolves when the last one is gone. */
  async close(): Promise<void> {
    // A connection that has just been answered becomes idle a moment later.
    const sweep = setInterval(() => {
      this.#server.closeIdleConnections();
    }, 50);
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    clearInterval(sweep);
  }

  cut(): void {
    this.#server.closeAllConnections();
  }
}
