import { type IncomingMessage, type Server, ServerResponse, createServer } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Certificates } from '../entrances/certificates.loop.ts';
import { Http2Entrance } from '../entrances/http2-entrance.gateway.ts';
import { TlsListener } from '../entrances/tls-listener.gateway.ts';
import { Lane } from '../lane/lane.gateway.ts';
import type { GatewaySettings } from '../settings.ts';
import type { Exchange } from './exchange.gateway.ts';
import { NodeExchange } from './node-exchange.gateway.ts';

const KEEP_ALIVE_MS = 75_000;
/** At the end, connections without a request stay for a while: one may be on its way, and its answer says that it is the last. */
const LAST_REQUESTS_MS = 1000;

/** What is done with what arrives. */
export type Reception = Readonly<{
  visited: (exchange: Exchange) => void;
  /** Asked of a request that offers WebSocket: whether it is for a replica. */
  mayUpgrade: (req: IncomingMessage) => boolean;
  upgraded: (req: IncomingMessage, head: Buffer) => void;
  /** What came is no request. */
  misunderstood: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}>;

export type At = Readonly<{
  host: string;
  port: number;
  /** Of TLS, beside the plain port. */
  tlsPort?: number | undefined;
}>;

/** One address that callers reach, and its connections. */
export class Listener {
  readonly #server: Server;
  readonly #lane: Lane | undefined;
  readonly #http2: Http2Entrance;
  readonly #tls: TlsListener | undefined;
  /** Connections of which nothing more is taken. */
  readonly #finished = new WeakSet<Duplex>();
  /** Those that Node's server has. */
  readonly #sockets = new Set<Socket>();
  #closing = false;

  constructor(
    private readonly settings: GatewaySettings,
    private readonly at: At,
    reception: Reception,
  ) {
    this.#server = this.#http1(reception);
    this.#http2 = new Http2Entrance(settings, reception.visited);
    if (settings.fastLane) this.#lane = this.#laneBefore(this.#server, reception);
    this.#front.maxConnections = settings.maxConnections;
    const { tlsPair, tlsFolder, certificatesEveryMs } = settings;
    if (at.tlsPort !== undefined)
      this.#tls = new TlsListener(
        settings,
        { host: at.host, port: at.tlsPort },
        new Certificates({ standard: tlsPair, folder: tlsFolder, everyMs: certificatesEveryMs }),
        {
          http1: (socket) => this.#front.emit('connection', socket),
          http2: (socket) => {
            this.#http2.accept(socket);
          },
        },
      );
  }

  get address(): AddressInfo {
    return this.#front.address() as AddressInfo;
  }

  /** The one that takes connections in. */
  get #front(): NetServer {
    return this.#lane?.server ?? this.#server;
  }

  get tlsAddress(): AddressInfo | undefined {
    return this.#tls?.address;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#front.once('error', reject);
      const { host, port } = this.at;
      this.#front.listen({ host, port, backlog: 4096 }, resolve);
    });
    await this.#tls?.open();
  }

  /** No new connections. Resolves when the last one is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#lane?.close();
    const closed = Promise.all([
      new Promise<void>((resolve) => {
        // Not as Node's server does it, which would close connections without a request at once.
        NetServer.prototype.close.call(this.#front, () => {
          resolve();
        });
      }),
      this.#tls?.close(),
      this.#http2.close(),
    ]);
    let sweep: NodeJS.Timeout | undefined;
    const grace = setTimeout(
      () => {
        // A connection that has just been answered becomes idle a moment later.
        sweep = setInterval(() => {
          // Node counts those as idle whose answer is written and not taken yet.
          if (![...this.#sockets].some(({ writableLength }) => writableLength > 0))
            this.#server.closeIdleConnections();
          this.#lane?.closeIdle();
        }, 50);
      },
      Math.min(LAST_REQUESTS_MS, this.settings.drainMs / 2),
    );
    await closed;
    clearTimeout(grace);
    clearInterval(sweep);
    // They end the watches over slow callers.
    this.#server.close();
    this.#lane?.cut();
  }

  cut(): void {
    this.#lane?.cut();
    this.#server.closeAllConnections();
    this.#http2.cut();
    this.#tls?.cut();
  }

  #http1({ visited, mayUpgrade, upgraded, misunderstood }: Reception): Server {
    const { maxHeaderBytes, headersTimeoutMs, requestTimeoutMs } = this.settings;
    const server = createServer(
      {
        maxHeaderSize: maxHeaderBytes,
        headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs || headersTimeoutMs),
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: Math.min(headersTimeoutMs, 5000),
        keepAliveTimeout: KEEP_ALIVE_MS,
        noDelay: true,
        ServerResponse: this.#lastAnswers(),
        // Who names none is refused here, and nothing more is taken from it.
        requireHostHeader: false,
        // Some clients offer h2c with every request: that is no reason to treat them differently.
        shouldUpgradeCallback: (req) => req.headers.upgrade?.toLowerCase() === 'websocket' && mayUpgrade(req),
      },
      (req, res) => {
        if (this.#takes(req, res, misunderstood)) visited(new NodeExchange(req, res));
      },
    );
    server.on('checkContinue', (req, res) => {
      if (this.#takes(req, res, misunderstood)) visited(new NodeExchange(req, res, true));
    });
    server.on('upgrade', (req, socket, head) => {
      // Node has taken its own off.
      socket.on('error', () => undefined);
      if (this.#takes(req, undefined, misunderstood)) upgraded(req, head);
      else if (socket.writable) socket.destroy();
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      // Pipelined requests each watch their connection.
      socket.setMaxListeners(0);
    });
    server.on('clientError', misunderstood);
    return server;
  }

  /** What two readers could read in two ways is not handed on, and nothing is taken that follows the last request of a connection. */
  #takes(
    req: IncomingMessage,
    res: ServerResponse | undefined,
    misunderstood: Reception['misunderstood'],
  ): boolean {
    const { socket } = req;
    if (this.#finished.has(socket)) return false;
    const isStrange = !isPlain(req);
    if (isStrange || res?.shouldKeepAlive !== true) this.#finished.add(socket);
    if (isStrange) misunderstood(new Error('not plain HTTP'), socket);
    return !isStrange;
  }

  #laneBefore(behind: Server, { visited, misunderstood }: Reception): Lane {
    const { headersTimeoutMs, requestTimeoutMs, maxHeaderBytes, idleTimeoutMs: idleMs } = this.settings;
    const requestMs = requestTimeoutMs || Infinity;
    const headMs = Math.min(headersTimeoutMs, requestMs);
    return new Lane({ maxHeaderBytes, headMs, requestMs, keepAliveMs: KEEP_ALIVE_MS, idleMs }, behind, {
      visited,
      late: (socket) => {
        misunderstood(Object.assign(new Error('too late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
      },
      http2: (socket) => {
        this.#http2.accept(socket);
      },
    });
  }

  /** Answers that say of their connection that it ends with them, once this listener closes. */
  #lastAnswers(): typeof ServerResponse {
    const isClosing = (): boolean => this.#closing;
    return class LastAnswer<
      Request extends IncomingMessage = IncomingMessage,
    > extends ServerResponse<Request> {
      override writeHead(status: number, ...rest: unknown[]): this {
        if (isClosing()) this.shouldKeepAlive = false;
        return (super.writeHead as (status: number, ...rest: unknown[]) => this).call(this, status, ...rest);
      }
    };
  }
}

/** HTTP/1.0 or 1.1, with one host where it needs one, and frames only where they are known (RFC 9112, 3.2 and 6.1). */
const isPlain = ({ httpVersion, headers, headersDistinct }: IncomingMessage): boolean => {
  const hosts = headersDistinct['host']?.length ?? 0;
  if (httpVersion === '1.1') return hosts === 1;
  return httpVersion === '1.0' && hosts <= 1 && headers['transfer-encoding'] === undefined;
};
