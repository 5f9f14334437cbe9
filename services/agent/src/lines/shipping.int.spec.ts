import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { appendFile, readdir, rm, stat, truncate } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Published, shipper } from './crashing-shipper.spec-helper.ts';
import { NO_GROUP, runningReplica, testFolder } from './fake-replica.spec-helper.ts';
import type { ReplicaLines } from './replica-lines.loop.ts';
import type { LineSettings } from './settings.ts';

jest.setTimeout(60_000);
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `line ${String(from + i)}`);

describe('a replica whose lines are shipped', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let published: Published;
  let lines: ReplicaLines | undefined;
  const source = () => runningReplica(folder.path);
  const { stdout, stderr } = {
    stdout: () => source().output.stdout,
    stderr: () => source().output.stderr,
  };
  const begin = async (given: Partial<LineSettings> & { isListed?: boolean } = {}) => {
    ({ lines } = await shipper(source(), published, {
      folder: join(folder.path, 'lines'),
      batchMs: 5,
      ...given,
    }));
    return lines;
  };
  const write = (texts: readonly string[], file = stdout()) =>
    appendFile(file, texts.map((text) => `${text}\n`).join(''));
  const texts = () => published.texts();
  const shipped = async (count: number) => {
    await eventually(() => expect(texts()).toHaveLength(count), 20_000);
    return texts();
  };
  beforeEach(async () => {
    folder = await testFolder();
    published = new Published();
  });
  afterEach(async () => {
    await lines?.stop();
    await folder.remove();
  });

  it('waits in its files while the bus is away, and does not stop anybody', async () => {
    published.connected = false;
    const shipping = await begin();
    await write(numbered(0, 20_000));
    await shipping.flush();
    expect(published.batches).toEqual([]);
    await write(['last words'], stderr());
    await shipping.flush();
    expect(await shipping.lastLines(2)).toEqual(['line 19999', 'last words']);
    published.connected = true;
    expect((await shipped(20_001)).filter((text) => text !== 'last words')).toEqual(numbered(0, 20_000));
    expect(published.dropped).toBe(0);
  });

  it('keeps the times at which it wrote, and what it may write, though the bus is away', async () => {
    published.connected = false;
    await begin({ bytesPerSecond: 220_000, burstBytes: 33_000 });
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      times.push(Date.now());
      await write(numbered(i * 200, 200));
      await pause(300);
    }
    published.connected = true;
    await shipped(1000);
    expect(published.dropped).toBe(0);
    for (const [i, timeMs] of times.entries()) {
      const offMs = (published.stored().get(i * 200 + 100)?.atUs ?? 0) / 1000 - timeMs;
      expect(Math.abs(offMs)).toBeLessThan(1000);
    }
  });

  it('that writes too much loses lines, each of which is counted', async () => {
    const shipping = await begin({ bytesPerSecond: 5000, burstBytes: 33_000 });
    await write(numbered(0, 5000));
    await shipping.flush();
    expect(texts().slice(0, 300)).toEqual(numbered(0, 300));
    expect(texts().length).toBeLessThan(1000);
    expect(texts().length + published.dropped).toBe(5000);
    expect(published.droppedBytes).toBe(numbered(0, 5000).join('').length - texts().join('').length);
    await write(['and dies'], stderr());
    await shipping.flush();
    expect(texts().at(-1)).toBe('and dies');
  });

  it('has its files emptied once all of it is shipped, and goes on', async () => {
    await begin({ reclaimBytes: 1000 });
    await write(numbered(0, 500));
    await write(['one'], stderr());
    await eventually(async () => expect((await stat(stdout())).size).toBe(0), 20_000);
    expect((await stat(stderr())).size).toBe(4);
    await write(numbered(500, 3));
    expect((await shipped(504)).filter((text) => text !== 'one')).toEqual(numbered(0, 503));
    await lines?.stop();
    const again = await begin({ reclaimBytes: 1000 });
    await write(['after a restart']);
    await again.flush();
    expect(texts().at(-1)).toBe('after a restart');
    expect(texts()).toHaveLength(505);
  });

  (platform() === 'linux' ? it : it.skip)(
    'that never pauses has its disk given back under its feet',
    async () => {
      await begin({ reclaimBytes: 256 * 1024, bytesPerSecond: 1e9, burstBytes: 1e9 });
      const long = 'x'.repeat(1000);
      for (let i = 0; i < 20; i++) {
        await write(Array.from({ length: 100 }, () => long));
        await pause(50);
      }
      await shipped(2000);
      const isGivenBack = async () => {
        await write([long]);
        const { size, blocks } = await stat(stdout());
        expect(blocks * 512).toBeLessThan(size / 2);
      };
      await eventually(isGivenBack, 20_000);
      expect(published.dropped).toBe(0);
    },
  );

  it('that was never read for too long loses the oldest lines', async () => {
    published.connected = false;
    const shipping = await begin({ unreadBytes: 100_000, burstBytes: 1e9 });
    const [before, all] = [3000, 200_000];
    await write(numbered(0, before));
    await shipping.flush();
    await write(numbered(before, all));
    await shipping.flush();
    published.connected = true;
    await shipping.flush();
    expect(texts().slice(0, 100)).toEqual(numbered(0, 100));
    expect(texts().at(-1)).toBe(`line ${String(before + all - 1)}`);
    expect(published.dropped).toBeGreaterThan(190_000);
    expect(texts().length + published.dropped).toBe(before + all);
  });

  it('goes on when somebody else empties a file', async () => {
    await begin();
    await write(numbered(0, 100));
    await shipped(100);
    await truncate(stdout(), 0);
    await pause(300);
    await write(['new']);
    expect((await shipped(101)).at(-1)).toBe('new');
  });

  it('is forgotten only when all of it is shipped', async () => {
    published.connected = false;
    const shipping = await begin();
    await write(['panic']);
    await appendFile(stderr(), 'unfinished');
    shipping.leave();
    await pause(500);
    expect(await readdir(folder.path)).toContain('stdout.log');
    await shipping.stop();
    published.connected = true;
    const next = await begin({ isListed: false });
    await next.ended;
    expect(texts().toSorted()).toEqual(['panic', 'unfinished']);
    expect(await readdir(folder.path)).toEqual(['lines']);
  });

  it('that begins anew while it is forgotten keeps its new files, and goes on counting', async () => {
    published.connected = false;
    const shipping = await begin();
    await write(numbered(0, 10));
    await pause(300);
    shipping.leave();
    await rm(stdout());
    await write(numbered(10, 20));
    shipping.list(NO_GROUP + 1);
    published.connected = true;
    expect(await shipped(30)).toEqual(numbered(0, 30));
    expect((await stat(stdout())).size).toBeGreaterThan(0);
  });

  it('that died while no agent ran is shipped to its end', async () => {
    const first = await begin();
    await write(['before']);
    await first.flush();
    await first.stop();
    await appendFile(stdout(), 'after\nhalf a li');
    const second = await begin({ isListed: false });
    expect((await shipped(3)).slice(1)).toEqual(['after', 'half a li']);
    expect(await second.lastLines(2)).toEqual(['after', 'half a li']);
  });

  it('shows nothing of a private key, also when its agent ended in the middle of it', async () => {
    const key = Array.from({ length: 20 }, (_, n) => `MIIEpAIBAAKCAQEA${String(n).padStart(2, '0')}+/abc=`);
    const first = await begin();
    await write(['-----BEGIN PRIVATE KEY-----', ...key.slice(0, 10)]);
    await first.flush();
    await first.stop();
    const second = await begin();
    await write([...key.slice(10), '-----END PRIVATE KEY-----', 'serves']);
    await second.flush();
    expect(texts()).toEqual(['-----BEGIN PRIVATE KEY-----', ...Array<string>(21).fill('[masked]'), 'serves']);
    expect(await second.lastLines(2)).toEqual(['[masked]', 'serves']);
  });

  it('that lives is not asked to finish its line', async () => {
    const shipping = await begin();
    shipping.list(process.pid);
    await appendFile(stdout(), 'half a li');
    await pause(400);
    expect(texts()).toEqual([]);
    expect(await shipping.lastLines(1)).toEqual(['half a li']);
    await appendFile(stdout(), 'ne\n');
    await eventually(() => expect(texts()).toEqual(['half a line']));
    expect(NO_GROUP).toBeGreaterThan(process.pid);
  });
});
