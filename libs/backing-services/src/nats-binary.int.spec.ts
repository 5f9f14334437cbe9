import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNats } from './nats-binary.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nats-binary-'));
});
afterEach(() => rm(folder, { recursive: true }));

const program = async (version: string, name = 'nats-server'): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`, { mode: 0o755 });
  return path;
};

describe('looking for nats-server', () => {
  it('takes the one on PATH', async () => {
    const path = await program('2.12.1');
    await expect(findNats({ PATH: `/nowhere:${folder}` }, [])).resolves.toBe(path);
  });

  it('takes one from a usual place that is not on PATH', async () => {
    const path = await program('2.9.10');
    await expect(findNats({ PATH: '/nowhere' }, [folder])).resolves.toBe(path);
  });

  it('passes over one that is too old', async () => {
    await program('2.8.4');
    await expect(findNats({ PATH: folder }, [])).resolves.toBeUndefined();
  });

  it('finds none where there is none', async () => {
    await expect(findNats({ PATH: folder }, [])).resolves.toBeUndefined();
  });
});

describe('NATS_SERVER_BIN', () => {
  it('comes before PATH', async () => {
    await program('2.12.1');
    const chosen = await program('2.10.0', 'my-nats');
    await expect(findNats({ PATH: folder, NATS_SERVER_BIN: chosen })).resolves.toBe(chosen);
  });

  it('is never passed over in silence', async () => {
    const old = await program('2.8.4', 'old-nats');
    await expect(findNats({ NATS_SERVER_BIN: old })).rejects.toThrow('is nats-server 2.8.4');
    await expect(findNats({ NATS_SERVER_BIN: '/nowhere/nats' })).rejects.toThrow(
      'NATS_SERVER_BIN=/nowhere/nats',
    );
  });
});
