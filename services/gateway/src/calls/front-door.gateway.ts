import { type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Readiness } from '@tidegate/bootstrap';
import { Refusal, type RefusalCode } from '@tidegate/contracts';
import { AcmeChallenges } from '../entrances/acme-challenges.gateway.ts';
import { AccessLog } from '../reports/access-log.loop.ts';
import { refusalAnswer } from '../wire/answer.ts';
import { readHead } from '../wire/request-head.ts';
import { Admission } from './admission.gateway.ts';
import { ApiProxy } from './api-proxy.gateway.ts';
import { Callers } from './callers.gateway.ts';
import { Inference } from './inference.gateway.ts';
import type { Exchange } from './exchange.gateway.ts';
import { type At, Listener } from './listener.gateway.ts';
import { Means } from './means.gateway.ts';
import { NodeExchange } from './node-exchange.gateway.ts';
import { OpenVisits } from './open-visits.ts';
import { newRequestId } from './request-id.gateway.ts';
import { UpgradeReply } from './upgrade-reply.gateway.ts';
import { type Entrance, Visit } from './visit.gateway.ts';

/** Where callers come in: one socket for inference and, behind it, the whole API; and a second one for callers inside. */
@Injectable()
export class FrontDoor implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('front-door');
  readonly #callers: Callers;
  readonly #public: Listener;
  readonly #internal: Listener | undefined;
  readonly #open = new OpenVisits<Visit>();
  readonly #challenges: AcmeChallenges;
  #serves = false;

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly admission: Admission,
    private readonly inference: Inference,
    private readonly api: ApiProxy,
    private readonly means: Means,
    private readonly accessLog: AccessLog,
    readiness: Readiness,
  ) {
    const { host, port, tlsPort, internalHost, internalPort, trustedProxies, acmeWebroot } = means.settings;
    this.#callers = new Callers(trustedProxies);
    this.#challenges = new AcmeChallenges(acmeWebroot);
    this.#public = this.#listener({ host, port, tlsPort }, false);
    this.#internal =
      internalPort === undefined
        ? undefined
        : this.#listener({ host: internalHost, port: internalPort }, true);
    // From the beginning of the end on, whoever sends callers here sends them elsewhere.
    readiness.register('front door', () => this.#serves);
  }

  get address(): AddressInfo {
    return this.#public.address;
  }

  get internalAddress(): AddressInfo | undefined {
    return this.#internal?.address;
  }

  get tlsAddress(): AddressInfo | undefined {
    return this.#public.tlsAddress;
  }

  /** Not before every request can be decided: a caller that is refused the connection goes elsewhere, or comes again. */
  async onApplicationBootstrap(): Promise<void> {
    const { host, internalHost } = this.means.settings;
    await this.admission.whenLoaded;
    await this.#public.open();
    this.#opened(host, this.#public.address, 'callers');
    if (this.#public.tlsAddress) this.#opened(host, this.#public.tlsAddress, 'callers by TLS');
    await this.#internal?.open();
    if (this.#internal) this.#opened(internalHost, this.#internal.address, 'internal callers');
    this.#serves = true;
  }

  /** No new connections; who waits is sent away; who is being answered gets the rest of it, within a limit. */
  async onModuleDestroy(): Promise<void> {
    this.#serves = false;
    const listeners = [this.#public, ...(this.#internal ? [this.#internal] : [])];
    const closed = Promise.all(listeners.map((listener) => listener.close()));
    this.means.room.close();
    const limit = setTimeout(() => {
      this.#log.warn(
        { event: 'front_door.cut', requests: this.#open.size },
        'requests were cut off by the end',
      );
      for (const listener of listeners) listener.cut();
      for (const { exchange } of this.#open) exchange.destroy();
    }, this.means.settings.drainMs);
    await closed;
    clearTimeout(limit);
  }

  #opened(host: string, { port }: AddressInfo, who: string): void {
    this.#log.log({ event: 'front_door.open', host, port }, `${who} are served on ${host}:${String(port)}`);
  }

  #listener(at: At, isInternal: boolean): Listener {
    const entrance: Entrance = { accessLog: this.accessLog, callers: this.#callers, isInternal };
    return new Listener(this.means.settings, at, {
      visited: (exchange) => {
        this.#visited(this.#enter(exchange, entrance));
      },
      mayUpgrade: (req) => this.#isInference(req, isInternal),
      upgraded: (req, head) => {
        this.#upgrade(req, head, entrance);
      },
      misunderstood: (error, socket) => {
        this.#misunderstood(error, socket);
      },
    });
  }

  #enter(exchange: Exchange, entrance: Entrance): Visit {
    const visit = new Visit(exchange, entrance);
    this.#open.add(visit);
    const left = (): void => {
      this.#open.delete(visit);
    };
    visit.left = left;
    return visit;
  }

  #visited(visit: Visit): void {
    if (this.#challenges.takes(visit)) {
      visit.step(() => {
        this.#challenges.handle(visit);
      });
      return;
    }
    const route = this.admission.route(visit);
    if (route.kind === 'api') visit.shape = 'problem';
    visit.step(() => {
      if (route.kind === 'api') this.api.handle(visit, route.target);
      else this.inference.handle(visit, route);
    });
  }

  /** Whatever its method: a WebSocket where there is none is refused in the words of inference. */
  #isInference(req: IncomingMessage, isInternal: boolean): boolean {
    const url = req.url ?? '/';
    const caller = this.#callers.of(req.socket, readHead(req.rawHeaders), url, isInternal);
    return this.admission.route({ method: 'POST', url, caller }).kind !== 'api';
  }

  #upgrade(req: IncomingMessage, head: Buffer, entrance: Entrance): void {
    const { socket } = req;
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    try {
      res.assignSocket(socket);
    } catch {
      // It did not wait for the answer before: there is no telling the two apart any more.
      socket.destroy();
      return;
    }
    res.once('finish', () => {
      socket.end();
    });
    const visit = this.#enter(new NodeExchange(req, res), entrance);
    const reply = new UpgradeReply(res, socket, head);
    visit.step(() => {
      const route = this.admission.route(visit);
      if (route.kind !== 'endpoint')
        throw new Refusal('route.not_found', { method: visit.method, path: visit.url });
      this.inference.upgrade(visit, route, { protocol: 'websocket', reply });
    });
  }

  /** What came is no request that could be routed, so nothing is known of its caller but the connection. */
  #misunderstood(error: NodeJS.ErrnoException, socket: Duplex): void {
    // In the middle of an answer nothing else can be said on that connection.
    const isAnswering = this.#open.some(({ exchange }) => exchange.connection === socket);
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
