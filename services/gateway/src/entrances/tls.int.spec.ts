import { afterEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TLSSocket, connect } from 'node:tls';
import { eventually } from '@tidegate/testing';
import { DEFAULTS, type GatewaySettings } from '../settings.ts';
import { Listener } from '../calls/listener.gateway.ts';
import { Logger } from '@nestjs/common';
import { filesIn, issue, scratchFolder } from './certificates.spec-helper.ts';

Logger.overrideLogger(false);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Answers every request with its path. */
const listening = async (settings: Partial<GatewaySettings>) => {
  const whole = { ...DEFAULTS, port: 0, drainMs: 500, certificatesEveryMs: 50, ...settings };
  const listener = new Listener(
    whole,
    { host: '127.0.0.1', port: 0, tlsPort: 0 },
    {
      visited: ({ url, peer, reply }) => {
        const body = `${url} ${peer.isSecure ? 'secure' : 'plain'}`;
        const lines = `content-length: ${String(body.length)}\r\n`;
        reply.start(200, {
          contentLength: body.length,
          contentType: '',
          isFramed: false,
          isLimited: false,
          lines,
        });
        reply.write(Buffer.from(body));
        reply.end();
      },
      mayUpgrade: () => false,
      upgraded: () => undefined,
      misunderstood: (_error, socket) => socket.destroy(),
    },
  );
  await listener.open();
  closing.push(async () => {
    const closed = listener.close();
    listener.cut();
    await closed;
  });
  return { listener, port: listener.tlsAddress!.port };
};

const folder = async (): Promise<string> => {
  const { path, remove } = await scratchFolder();
  closing.push(remove);
  return path;
};

type Client = Readonly<{
  socket: TLSSocket;
  hosts: string;
  ask: (path: string) => Promise<string>;
}>;

/** A connection of HTTP/1.1; it trusts whatever it gets. */
const client = async (port: number, servername?: string, more: object = {}): Promise<Client> => {
  const socket = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(servername !== undefined && { servername }),
    ...more,
  });
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  closing.push(() => Promise.resolve(socket.destroy()));
  const ask = async (path: string): Promise<string> => {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    let text = '';
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      const [head = '', body] = text.split('\r\n\r\n');
      if (body !== undefined && body.length >= Number(/content-length: (\d+)/.exec(head)?.[1])) return body;
    }
    throw new Error(`the connection ended: ${text}`);
  };
  return { socket, hosts: socket.getPeerCertificate().subjectaltname ?? '', ask };
};

const refused = (port: number, servername?: string, more: object = {}): Promise<string> =>
  client(port, servername, more).then(
    () => 'connected',
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
  );

describe('a listener for TLS', () => {
  it('serves the pair of the host that is asked for, and else the standard pair', async () => {
    const path = await folder();
    const tlsPair = filesIn(join(path, 'standard'));
    await issue(tlsPair, { hosts: ['standard.example'] });
    await issue(filesIn(join(path, 'hosts', 'a.example')), { hosts: ['a.example'] });
    await issue(filesIn(join(path, 'hosts', 'b.example-0001')), { hosts: ['b.example', '*.b.example'] });
    const { port } = await listening({ tlsPair, tlsFolder: join(path, 'hosts') });
    const hostsAt = async (name?: string): Promise<string> => (await client(port, name)).hosts;
    expect(await hostsAt('a.example')).toBe('DNS:a.example');
    expect(await hostsAt('B.example')).toContain('DNS:b.example');
    expect(await hostsAt('x.b.example')).toContain('DNS:*.b.example');
    expect(await hostsAt('c.example')).toBe('DNS:standard.example');
    expect(await hostsAt()).toBe('DNS:standard.example');
  });

  it('serves requests on them, and knows that they came by TLS', async () => {
    const path = await folder();
    const tlsPair = filesIn(path);
    await issue(tlsPair);
    const { listener, port } = await listening({ tlsPair });
    const { ask } = await client(port, 'localhost');
    expect([await ask('/one'), await ask('/two')]).toEqual(['/one secure', '/two secure']);
    const plain = await fetch(`http://127.0.0.1:${String(listener.address.port)}/x`);
    expect(await plain.text()).toBe('/x plain');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'takes a session up again, after a new pair too: %s',
    async (maxVersion) => {
      const tlsPair = filesIn(await folder());
      await issue(tlsPair, { hosts: ['old.example'] });
      const { port } = await listening({ tlsPair });
      const first = await client(port, 'localhost', { maxVersion });
      // It comes after the handshake, at the latest with the first answer.
      const told = new Promise<Buffer>((resolve) => first.socket.once('session', resolve));
      await first.ask('/x');
      const session = maxVersion === 'TLSv1.3' ? await told : first.socket.getSession();
      expect((await client(port, 'localhost', { maxVersion, session })).socket.isSessionReused()).toBe(true);
      await issue(tlsPair, { hosts: ['new.example'] });
      await eventually(async () => {
        expect((await client(port, 'localhost', { maxVersion })).hosts).toBe('DNS:new.example');
      });
      const again = await client(port, 'localhost', { maxVersion, session });
      expect([again.socket.isSessionReused(), await again.ask('/y')]).toEqual([true, '/y secure']);
    },
  );

  it('refuses a host without a pair when there is no standard one', async () => {
    const path = await folder();
    await issue(filesIn(join(path, 'a.example')), { hosts: ['a.example'] });
    const { port } = await listening({ tlsFolder: path });
    expect((await client(port, 'a.example')).hosts).toBe('DNS:a.example');
    expect(await refused(port, 'b.example')).not.toBe('connected');
    expect(await refused(port)).not.toBe('connected');
  });

  it('speaks no TLS below 1.2', async () => {
    const tlsPair = filesIn(await folder());
    await issue(tlsPair);
    const { port } = await listening({ tlsPair });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    expect(await refused(port, 'localhost', old)).not.toBe('connected');
    const { socket } = await client(port, 'localhost', { maxVersion: 'TLSv1.2' });
    expect(socket.getProtocol()).toBe('TLSv1.2');
  });
});

describe('files of certificates that change', () => {
  it('count for new connections; those that are open go on', async () => {
    const path = await folder();
    const [tlsPair, inFolder] = [filesIn(join(path, 's')), filesIn(join(path, 'h', 'a.example'))];
    await issue(tlsPair, { hosts: ['standard.example'] });
    await issue(inFolder, { hosts: ['a.example'] });
    const { port } = await listening({ tlsPair, tlsFolder: join(path, 'h') });
    const before = [await client(port), await client(port, 'a.example')];
    await issue(tlsPair, { hosts: ['renewed.example'] });
    await issue(inFolder, { hosts: ['a.example', 'www.a.example'] });
    await issue(filesIn(join(path, 'h', 'new.example')), { hosts: ['new.example'] });
    await eventually(async () => {
      expect((await client(port)).hosts).toBe('DNS:renewed.example');
      expect((await client(port, 'a.example')).hosts).toContain('www.a.example');
      expect((await client(port, 'new.example')).hosts).toBe('DNS:new.example');
    });
    for (const { ask } of before) expect(await ask('/still')).toBe('/still secure');
  });

  it.each([
    ['is half written', (file: string) => truncate(file, 60)],
    ['is empty', (file: string) => writeFile(file, '')],
    ['is gone', (file: string) => rm(file)],
    ['is nonsense', (file: string) => writeFile(file, '-----BEGIN X-----\nAA\n-----END X-----\n')],
  ])('count for nothing while one of them %s', async (_what, spoil) => {
    const path = await folder();
    const files = filesIn(join(path, 'a.example'));
    await issue(files, { hosts: ['a.example'] });
    const { port } = await listening({ tlsFolder: path });
    for (const file of [files.keyFile, files.certificateFile]) {
      const good = await readFile(file);
      await spoil(file);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect((await client(port, 'a.example')).hosts).toBe('DNS:a.example');
      await writeFile(file, good);
    }
    await issue(files, { hosts: ['a.example', 'b.example'] });
    await eventually(async () => {
      expect((await client(port, 'b.example')).hosts).toContain('b.example');
    });
  });

  it('count for nothing while the key is another certificate’s', async () => {
    const path = await folder();
    const [files, other] = [filesIn(join(path, 'h', 'a.example')), filesIn(join(path, 'other'))];
    await issue(files, { hosts: ['a.example'] });
    await issue(other, { hosts: ['a.example', 'other.example'] });
    const { port } = await listening({ tlsFolder: join(path, 'h') });
    await writeFile(files.certificateFile, await readFile(other.certificateFile));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await client(port, 'a.example')).hosts).toBe('DNS:a.example');
    await writeFile(files.keyFile, await readFile(other.keyFile));
    await eventually(async () => {
      expect((await client(port, 'a.example')).hosts).toContain('other.example');
    });
  });

  it('are gone when their folder is', async () => {
    const path = await folder();
    await issue(filesIn(join(path, 'a.example')), { hosts: ['a.example'] });
    await issue(filesIn(join(path, 'b.example')), { hosts: ['b.example'] });
    const { port } = await listening({ tlsFolder: path });
    await rm(join(path, 'a.example'), { recursive: true });
    await eventually(async () => {
      expect(await refused(port, 'a.example')).not.toBe('connected');
    });
    expect((await client(port, 'b.example')).hosts).toBe('DNS:b.example');
  });
});
