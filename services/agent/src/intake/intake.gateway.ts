import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { encodeWire } from '@tidegate/bootstrap/log-wire';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pushedFileOf } from '../lines/replica-output.gateway.ts';
import type { ReplicaRegistry } from '../replicas/replica-registry.ts';
import { IntakePlace } from './intake-place.store.ts';
import { pushedLinesOf } from './pushed-text.ts';
import { PushedLines } from './pushed-lines.store.ts';
import { type Form, NotTaken, type Protocol, formOf, readPush } from './read-push.gateway.ts';

type Tools = Readonly<{
  registry: ReplicaRegistry;
  clock: Readonly<{ nowUs: () => number }>;
  /** Where its key and its port are kept. */
  folder: string;
  /** Of this node, as its replicas reach it. */
  host: string;
}>;
type Push = Readonly<{ path: string; protocol: Protocol; form: Form }>;

const PATHS: Readonly<Record<string, Protocol>> = { 'v1/logs': 'otlp', 'loki/api/v1/push': 'loki' };
const ADDRESS = /^\/push\/(repl-[0-9a-f]{12})\/([0-9a-f]{32})\/([a-z0-9/]{1,30})$/;
const MOST_LINES = 10_000;
const MOST_CONNECTIONS = 256;

/** Takes lines that replicas of this node push, each at an address of its own, and writes them down to be shipped as what they write is. */
export class Intake implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('intake');
  readonly #place: IntakePlace;
  readonly #lines = new PushedLines();
  readonly #server: Server;
  #opened: Promise<string | null> | undefined;

  constructor(private readonly tools: Tools) {
    this.#place = new IntakePlace(tools.folder);
    this.#server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
      void this.#answer(request, response);
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** The environment that tells a replica where to push to; empty where nothing can be taken. */
  async environmentOf(replicaId: string): Promise<Readonly<Record<string, string>>> {
    const origin = await this.open();
    if (origin === null) return {};
    const address = `${origin}/push/${replicaId}/${this.#place.secretOf(replicaId)}`;
    return {
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${address}/v1/logs`,
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
      TIDEGATE_LOKI_PUSH_URL: `${address}/loki/api/v1/push`,
    };
  }

  /** At the port of before, since replicas that run know no other. @returns null where it cannot be opened */
  open(): Promise<string | null> {
    this.#opened ??= this.#listen(this.#place.port).catch((error: unknown) => {
      this.#log.warn({ event: 'intake.closed', error: String(error) }, 'replicas cannot push lines');
      return null;
    });
    return this.#opened;
  }

  /** Replicas that an earlier agent has started push already. */
  async onApplicationBootstrap(): Promise<void> {
    await this.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#opened;
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #listen(port: number): Promise<string> {
    const { host } = this.tools;
    try {
      this.#server.listen(port, host);
      await once(this.#server, 'listening');
    } catch (error) {
      if (port === 0) throw error;
      this.#log.warn(
        { event: 'intake.moved', port },
        'somebody else has the port of the intake: replicas that run push in vain',
      );
      return this.#listen(0);
    }
    const bound = (this.#server.address() as AddressInfo).port;
    if (bound !== this.#place.port) this.#place.keepPort(bound);
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const push = this.#pushOf(request);
      const said = await readPush(request, push.protocol, push.form);
      const nowUs = this.tools.clock.nowUs();
      const lines = said.flatMap((one) => pushedLinesOf(one, nowUs));
      if (lines.length > MOST_LINES) throw new NotTaken(413, `send at most ${MOST_LINES} lines at once`);
      if (lines.length > 0) await this.#lines.append(push.path, lines);
      taken(response, push);
    } catch (error) {
      this.#refuse(response, error);
    }
  }

  /** @throws NotTaken */
  #pushOf(request: IncomingMessage): Push {
    const { replicaId, secret, protocol } = addressIn(request.url ?? '');
    if (!protocol || !this.#place.knows(replicaId, secret)) throw new NotTaken(404, 'there is nothing here');
    if (request.method !== 'POST') throw new NotTaken(405, 'lines are pushed with POST');
    const running = this.tools.registry.running();
    const wanted = new Set(running.map(({ output }) => pushedFileOf(output)));
    this.#lines.forget((file) => wanted.has(file));
    const replica = running.find((one) => one.replicaId === replicaId);
    if (!replica) throw new NotTaken(503, 'the replica is not known yet, or not any more');
    return { path: pushedFileOf(replica.output), protocol, form: formOf(request) };
  }

  #refuse(response: ServerResponse, error: unknown): void {
    const isKnown = error instanceof NotTaken;
    if (!isKnown) this.#log.warn({ event: 'intake.failed', error: String(error) }, 'lines were not taken');
    if (response.headersSent || response.destroyed) return;
    const status = isKnown ? error.status : 503;
    const message = isKnown ? error.message : 'they could not be written down now';
    response
      .writeHead(status, {
        'content-type': 'application/json',
        // What else may come of such a body is not read.
        connection: 'close',
        ...(status === 503 && { 'retry-after': '1' }),
      })
      .end(JSON.stringify({ message }));
  }
}

const addressIn = (
  url: string,
): Readonly<{ replicaId: string; secret: string; protocol: Protocol | undefined }> => {
  const [, replicaId = '', secret = '', path = ''] = ADDRESS.exec(url) ?? [];
  return { replicaId, secret, protocol: Object.hasOwn(PATHS, path) ? PATHS[path] : undefined };
};

/** Each protocol has its own way to say that all is well. */
const taken = (response: ServerResponse, { protocol, form }: Push): void => {
  if (protocol === 'loki') response.writeHead(204).end();
  else if (form === 'json') response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  else
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(encodeWire('ExportedLogs', {}));
};
