import { type Server, createServer } from 'node:http';

/** A daemon that has the images that a test gives it, and whose registry answers as a test says. */
export class FakeDaemon {
  /** References that are on the node. */
  readonly here = new Set<string>();
  /** What it says to each fetch; null: that it went well. */
  problem: { status: number; message: string } | null = null;
  /** What `GET /images/json` answers; undefined: nothing, for ever. */
  images: unknown = [];
  fetches = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://daemon');
      const say = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
      };
      request.resume();
      if (pathname.endsWith('/_ping')) {
        response.end('OK');
      } else if (pathname.endsWith('/images/create')) {
        this.fetches += 1;
        if (this.problem) say(this.problem.status, { message: this.problem.message });
        else say(200, { status: 'Pull complete', id: 'aa' });
      } else if (pathname.endsWith('/images/json')) {
        if (this.images !== undefined) say(200, this.images);
      } else {
        const [, name] = /\/images\/(.+)\/json$/.exec(pathname) ?? [];
        if (this.here.has(decodeURIComponent(name ?? ''))) say(200, { Id: 'sha256:00' });
        else say(404, { message: 'no such image' });
      }
    });
  }

  static async on(socket: string): Promise<FakeDaemon> {
    const daemon = new FakeDaemon();
    await new Promise<void>((resolve) => daemon.#server.listen(socket, resolve));
    return daemon;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
