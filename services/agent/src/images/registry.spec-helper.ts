import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An archive of one file, as POSIX has it. */
const tarOf = (name: string, content: Uint8Array): Buffer => {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        ', 148);
  head.write('0', 156);
  head.write('ustar\0', 257);
  head.write('00', 263);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([head, content, padding, Buffer.alloc(1024)]);
};

const V2 = 'application/vnd.docker.distribution.manifest.v2+json';

/** A registry with one image, `/owner/image:1`, for whoever has the credentials. It speaks as much of its protocol as a pull needs. */
export class FakeRegistry {
  /** False: its image is for everybody. */
  isPrivate = false;
  readonly credentials = { username: 'somebody', password: 'let me in' };
  /** Manifests that were asked for. */
  asked = 0;
  readonly #server: Server;
  readonly #blobs = new Map<string, Buffer>();
  readonly #manifest: Buffer;

  private constructor() {
    // Not to be compressed, and another one each time: nobody has it already.
    const tar = tarOf('weights', randomBytes(2 * 1024 * 1024));
    const layer = this.#blob(gzipSync(tar));
    const config = this.#blob(
      Buffer.from(
        JSON.stringify({
          architecture: process.arch === 'x64' ? 'amd64' : process.arch,
          os: 'linux',
          config: {},
          rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
        }),
      ),
    );
    const layers = [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer }];
    const configuration = { mediaType: 'application/vnd.docker.container.image.v1+json', ...config };
    const manifest = { schemaVersion: 2, mediaType: V2, config: configuration, layers };
    this.#manifest = Buffer.from(JSON.stringify(manifest));
    this.#server = createServer((request, response) => {
      this.#answer(request, response);
    });
  }

  static async open(): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get image(): string {
    const { port } = this.#server.address() as { port: number };
    return `127.0.0.1:${String(port)}/owner/image:1`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #blob(content: Buffer): { size: number; digest: string } {
    const digest = digestOf(content);
    this.#blobs.set(digest, content);
    return { size: content.length, digest };
  }

  #answer({ headers, url = '' }: IncomingMessage, response: ServerResponse): void {
    const { username, password } = this.credentials;
    const key = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (this.isPrivate && headers.authorization !== key) {
      const body = JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] });
      response.writeHead(401, {
        'www-authenticate': 'Basic realm="fake"',
        'content-type': 'application/json',
      });
      response.end(body);
      return;
    }
    const found = this.#find(url);
    if (found) {
      const [type, body] = found;
      const size = String(body.length);
      response.writeHead(200, {
        'content-type': type,
        'content-length': size,
        'docker-content-digest': digestOf(body),
      });
      response.end(body);
      return;
    }
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
  }

  #find(url: string): readonly [type: string, body: Buffer] | undefined {
    if (url === '/v2/') return ['application/json', Buffer.from('{}')];
    const [, manifest] = /^\/v2\/owner\/image\/manifests\/(.+)$/.exec(url) ?? [];
    if (manifest === '1' || manifest === digestOf(this.#manifest)) {
      this.asked += 1;
      return [V2, this.#manifest];
    }
    const blob = this.#blobs.get(/^\/v2\/owner\/image\/blobs\/(.+)$/.exec(url)?.[1] ?? '');
    return blob && ['application/octet-stream', blob];
  }
}
