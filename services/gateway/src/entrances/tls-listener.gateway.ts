import type { AddressInfo, Socket } from 'node:net';
import { type SecureContext, type Server, type TLSSocket, createServer } from 'node:tls';
import { metrics } from '@opentelemetry/api';
import type { GatewaySettings } from '../settings.ts';
import type { Certificates } from './certificates.loop.ts';

/** Who goes on with a connection once it is private, by the protocol that was agreed on. */
export type Inside = Readonly<{
  http1: (socket: TLSSocket) => void;
  http2: (socket: TLSSocket) => void;
}>;

/** The address where callers speak TLS. It opens connections; what is said on them is for others. */
export class TlsListener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #failed = metrics.getMeter('tidegate').createCounter('tidegate_gateway_tls_failures', {
    description: 'Connections on which no TLS came about.',
  });

  constructor(
    { headersTimeoutMs, maxConnections }: GatewaySettings,
    private readonly at: Readonly<{ host: string; port: number }>,
    private readonly certificates: Certificates,
    inside: Inside,
  ) {
    const server = (this.#server = createServer({
      ALPNProtocols: ['h2', 'http/1.1'],
      minVersion: 'TLSv1.2',
      handshakeTimeout: headersTimeoutMs,
      noDelay: true,
      SNICallback: (name, done) => {
        this.#choose(name, done);
      },
    }));
    server.maxConnections = maxConnections;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('secureConnection', (socket) => {
      // Requests on one connection each watch it.
      socket.setMaxListeners(0);
      if (socket.alpnProtocol === 'h2') inside.http2(socket);
      else inside.http1(socket);
    });
    server.on('tlsClientError', () => {
      this.#failed.add(1);
    });
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  async open(): Promise<void> {
    // For clients that name no host. Those connected already are not touched.
    this.certificates.standardTaken = ({ certificate, key }) => {
      // The keys of session tickets stay: they are the same in all processes of this machine.
      const ticketKeys = this.#server.getTicketKeys();
      this.#server.setSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2', ticketKeys });
    };
    await this.certificates.open();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ ...this.at, backlog: 4096 }, resolve);
    });
  }

  /** No new connections. Resolves when the last one is gone. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    await this.certificates.close();
    await closed;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #choose(name: string, done: (error: Error | null, context?: SecureContext) => void): void {
    const context = this.certificates.contextFor(name);
    if (context) done(null, context);
    else done(new Error('there is no certificate for this host'));
  }
}
