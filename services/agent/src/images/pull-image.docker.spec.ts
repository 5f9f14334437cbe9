import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from '../containers/daemon.gateway.ts';
import { DOCKER_SOCKET, docker, needDocker } from '../containers/docker.spec-helper.ts';
import { ImageAccess } from './image-access.store.ts';
import { PullImage } from './pull-image.gateway.ts';
import { FakeRegistry } from './registry.spec-helper.ts';

jest.setTimeout(60_000);
beforeAll(needDocker);

let registry: FakeRegistry;
let folder: string;
let said: string[];

const say = (words: string): void => {
  said.push(words);
};
const never = new AbortController().signal;
const images = () => new PullImage(new Daemon(DOCKER_SOCKET), new ImageAccess(join(folder, 'access.json')));
const secret = () => ({ secretId: 'sec-00000000000a', ...registry.credentials });

beforeEach(async () => {
  registry = await FakeRegistry.open();
  folder = mkdtempSync(join(tmpdir(), 'tidegate-images-'));
  said = [];
});
afterEach(async () => {
  await docker
    .getImage(registry.image)
    .remove({ force: true })
    .catch(() => undefined);
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an image that is not on the node', () => {
  it('is fetched, and its fetching told', async () => {
    await images().bring({ image: registry.image, credentials: null }, { signal: never, say });
    expect((await docker.getImage(registry.image).inspect()).RepoTags).toEqual([registry.image]);
    expect(said[0]).toBe(`fetches the image ${registry.image}`);
    expect(said.at(-1)).toMatch(/^has the image after \d+\.\d s$/);
  });

  it('is fetched with the credentials of a private registry, which are kept nowhere', async () => {
    registry.isPrivate = true;
    await images().bring({ image: registry.image, credentials: secret() }, { signal: never, say });
    expect((await docker.getImage(registry.image).inspect()).RepoTags).toEqual([registry.image]);
    expect(readFileSync(join(folder, 'access.json'), 'utf8')).toContain(secret().secretId);
    expect(`${said.join()}${readFileSync(join(folder, 'access.json'), 'utf8')}`).not.toContain(
      secret().password,
    );
  });

  it.each([
    ['does not exist', () => registry.image.replace(/:1$/, ':2'), null, /was not found/],
    ['is for others', () => registry.image, { password: 'wrong' }, /does not let this endpoint have it/],
    ['has a registry that is not there', () => '127.0.0.1:1/owner/image:1', null, /cannot be reached/],
  ])('and %s is image_pull_failed in words', async (_, image, other, words) => {
    registry.isPrivate = other !== null;
    const credentials = other && { ...secret(), ...other };
    const brought = images().bring({ image: image(), credentials }, { signal: never, say });
    await expect(brought).rejects.toMatchObject({
      name: 'NotLaunchable',
      stopCause: 'image_pull_failed',
      message: expect.stringMatching(words),
    });
    await expect(brought).rejects.not.toThrow(/let me in|wrong/);
  });

  it('is not fetched any more when nobody wants it', async () => {
    const over = new AbortController();
    const brought = images().bring(
      { image: '127.0.0.1:1/owner/image:1', credentials: null },
      { signal: over.signal, say },
    );
    setTimeout(() => {
      over.abort(new Error('not wanted'));
    }, 200);
    await expect(brought).rejects.toThrow(/not wanted|aborted/);
  });
});

describe('an image that is on the node', () => {
  it('is not asked for again under a tag that names it for ever', async () => {
    await images().bring({ image: registry.image, credentials: null }, { signal: never, say });
    const { asked } = registry;
    await images().bring({ image: registry.image, credentials: null }, { signal: never, say });
    expect(registry.asked).toBe(asked);
  });

  it('and came with credentials is only for those whom the registry lets have it', async () => {
    registry.isPrivate = true;
    await images().bring({ image: registry.image, credentials: secret() }, { signal: never, say });
    await expect(
      images().bring({ image: registry.image, credentials: null }, { signal: never, say }),
    ).rejects.toMatchObject({ stopCause: 'image_pull_failed' });
    const { asked } = registry;
    await images().bring({ image: registry.image, credentials: secret() }, { signal: never, say });
    expect(registry.asked).toBe(asked);
  });
});
