import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail server that takes everything. */
export class Mailbox {
  readonly mails: readonly Email[];
  readonly url: string;
  private readonly server: SMTPServer;

  private constructor(server: SMTPServer, mails: readonly Email[], port: number) {
    this.server = server;
    this.mails = mails;
    this.url = `smtp://127.0.0.1:${String(port)}`;
  }

  static async open(): Promise<Mailbox> {
    const mails: Email[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.once('end', () => {
          void PostalMime.parse(Buffer.concat(parts)).then((mail) => mails.push(mail));
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return new Mailbox(server, mails, (server.server.address() as AddressInfo).port);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

export type Post = Readonly<{ headers: Readonly<Record<string, string>>; body: string }>;

/** A receiver of webhooks that is content with everything. */
export class Receiver {
  readonly posts: readonly Post[];
  readonly url: string;
  private readonly server: Server;

  private constructor(server: Server, posts: readonly Post[]) {
    this.server = server;
    this.posts = posts;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/notices`;
  }

  static async open(): Promise<Receiver> {
    const posts: Post[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.once('end', () => {
        posts.push({ headers: request.headers as Record<string, string>, body });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server, posts);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
