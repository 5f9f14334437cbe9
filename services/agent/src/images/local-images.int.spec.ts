import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeDaemon } from './fake-daemon.spec-helper.ts';
import { localImages } from './local-images.gateway.ts';

let folder: string;
let daemon: FakeDaemon;
let docker: Docker;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-images-'));
  const socketPath = join(folder, 'docker.sock');
  daemon = await FakeDaemon.on(socketPath);
  docker = new Docker({ socketPath });
});
afterEach(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the images of a node', () => {
  it('are known by their tags and digests, newest first', async () => {
    daemon.images = [
      { Created: 1, RepoTags: ['old:1'], RepoDigests: ['old@sha256:00'] },
      { Created: 3, RepoTags: ['<none>:<none>'], RepoDigests: null },
      { Created: 2, RepoTags: ['host:5000/new:latest', 'new:2'], RepoDigests: [] },
      { Created: 0, RepoTags: null, RepoDigests: ['<none>@<none>'] },
    ];
    expect(await localImages(docker)).toEqual([
      'host:5000/new:latest',
      'host:5000/new',
      'new:2',
      'old:1',
      'old@sha256:00',
    ]);
  });

  it('are not waited for without end', async () => {
    daemon.images = undefined;
    await expect(localImages(docker, 100)).rejects.toThrow();
  });

  it('cannot be known without a daemon', async () => {
    await expect(localImages(new Docker({ socketPath: join(folder, 'none.sock') }))).rejects.toThrow(
      /ENOENT/,
    );
  });
});
