import { type IncomingMessage, type Server, ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Refusal, type RefusalCode } from '@tidegate/contracts';
import { AccessLog } from '../reports/access-log.loop.ts';
import { refusalAnswer } from '../wire/answer.ts';
import { isInference, routeOf } from '../wire/route.ts';
import { ApiProxy } from './api-proxy.gateway.ts';
import { Inference } from './inference.gateway.ts';
import { Means } from './means.gateway.ts';
import { newRequestId } from './request-id.gateway.ts';
import { UpgradeReply } from './upgrade-reply.gateway.ts';
import { Visit } from './visit.gateway.ts';

const KEEP_ALIVE_MS = 75_000;

/** The server that callers speak with: one socket for inference and, behind it, the whole API. */
@Injectable()
export class FrontDoor implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('front-door');
  readonly #server: Server;
  readonly #open = new Set<Visit>();

  constructor(
    private readonly inference: Inference,
    private readonly api: ApiProxy,
    private readonly means: Means,
    private readonly accessLog: AccessLog,
  ) {
    const { maxHeaderBytes, headersTimeoutMs, requestTimeoutMs, maxConnections } = means.settings;
    this.#server = createServer(
      {
        maxHeaderSize: maxHeaderBytes,
        headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs || headersTimeoutMs),
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: Math.min(headersTimeoutMs, 5000),
        keepAliveTimeout: KEEP_ALIVE_MS,
        noDelay: true,
        // Some clients offer h2c with every request: that is no reason to treat them differently.
        shouldUpgradeCallback: (req) =>
          req.headers.upgrade?.toLowerCase() === 'websocket' && isInference(req.url ?? '/'),
      },
      (req, res) => {
        this.#visited(req, res);
      },
    );
    this.#server.maxConnections = maxConnections;
    this.#server.on('upgrade', (req, _socket, head) => {
      this.#upgrade(req, head);
    });
    this.#server.on('connection', (socket) => {
      // Pipelined requests each watch their connection.
      socket.setMaxListeners(0);
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#misunderstood(error, socket);
    });
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { host, port } = this.means.settings;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host, backlog: 4096 }, resolve);
    });
    this.#log.log(
      { event: 'front_door.open', host, port: this.address.port },
      `callers are served on ${host}:${String(this.address.port)}`,
    );
  }

  /** No new connections; who waits is sent away; who is being answered gets the rest of it, within a limit. */
  async onModuleDestroy(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.means.room.close();
    const limit = setTimeout(() => {
      this.#log.warn(
        { event: 'front_door.cut', requests: this.#open.size },
        'requests were cut off by the end',
      );
      this.#server.closeAllConnections();
      for (const visit of this.#open) visit.req.socket.destroy();
    }, this.means.settings.drainMs);
    // A connection that has just been answered becomes idle a moment later.
    const sweep = setInterval(() => {
      this.#server.closeIdleConnections();
    }, 50);
    await closed;
    clearTimeout(limit);
    clearInterval(sweep);
  }

  #enter(req: IncomingMessage, res: ServerResponse): Visit {
    const visit = new Visit(req, res, this.accessLog);
    this.#open.add(visit);
    visit.left = () => this.#open.delete(visit);
    return visit;
  }

  #visited(req: IncomingMessage, res: ServerResponse): void {
    const visit = this.#enter(req, res);
    const route = routeOf(visit.method, visit.url);
    if (route.kind === 'api') visit.shape = 'problem';
    visit.step(() => {
      if (route.kind === 'api') this.api.handle(visit, route.target);
      else this.inference.handle(visit, route);
    });
  }

  #upgrade(req: IncomingMessage, head: Buffer): void {
    const { socket } = req;
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    res.once('finish', () => {
      socket.end();
    });
    const visit = this.#enter(req, res);
    const reply = new UpgradeReply(res, socket, head, this.means.settings.idleTimeoutMs);
    visit.step(() => {
      const route = routeOf(visit.method, visit.url);
      if (route.kind !== 'endpoint')
        throw new Refusal('route.not_found', { method: visit.method, path: visit.url });
      this.inference.upgrade(visit, route, { protocol: 'websocket', reply });
    });
  }

  /** What came is no request that could be routed, so nothing is known of its caller but the connection. */
  #misunderstood(error: NodeJS.ErrnoException, socket: Duplex): void {
    // In the middle of an answer nothing else can be said on that connection.
    const isAnswering = this.#open.values().some(({ req }) => req.socket === socket);
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
      socket.destroy();
      return;
    }
    const refusal = new Refusal(CLIENT_ERRORS[error.code ?? ''] ?? 'request.malformed', {
      limitBytes: this.means.settings.maxHeaderBytes,
    });
    const { status, headers, body } = refusalAnswer(refusal, 'openai', newRequestId());
    const lines = [`HTTP/1.1 ${String(status)} ${refusal.code}`, 'connection: close'];
    for (let i = 0; i + 1 < headers.length; i += 2)
      lines.push(`${headers[i] ?? ''}: ${headers[i + 1] ?? ''}`);
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  }
}

const CLIENT_ERRORS: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};
