import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from '../containers/daemon.gateway.ts';
import { FakeDaemon } from './fake-daemon.spec-helper.ts';
import { ImageAccess } from './image-access.store.ts';
import { PullImage, type Wanted } from './pull-image.gateway.ts';

let folder: string;
let daemon: FakeDaemon;
let client: Daemon;
let said: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-images-'));
  daemon = await FakeDaemon.on(join(folder, 'docker.sock'));
  client = new Daemon(join(folder, 'docker.sock'));
  said = [];
});
afterEach(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true, force: true });
});

const UNREACHABLE = { status: 500, message: 'dial tcp: lookup host: no such host' };
const BUSY = { status: 500, message: 'toomanyrequests: You have reached your pull rate limit.' };
const DENIED = { status: 500, message: 'denied: requested access to the resource is denied' };
const MISSING = { status: 404, message: 'manifest for owner/engine not found: manifest unknown' };
const NO_ROOM = { status: 500, message: 'write /x: no space left on device' };

const PUBLIC: Wanted = { image: 'owner/engine', credentials: null };
const PRIVATE: Wanted = {
  ...PUBLIC,
  credentials: { secretId: 'sec-00000000000a', username: 'somebody', password: 'let me in' },
};

const bring = (wanted: Wanted, signal = new AbortController().signal): Promise<void> => {
  const images = new PullImage(client, new ImageAccess(join(folder, 'access.json')));
  return images.bring(wanted, { signal, say: (words) => said.push(words) });
};

describe('an image that may have changed, and is on the node', () => {
  beforeEach(() => {
    daemon.here.add('owner/engine:latest');
  });

  it.each([
    ['cannot be reached', UNREACHABLE],
    ['asks to come back later', BUSY],
  ])('is used as it is while its registry %s', async (_, problem) => {
    daemon.problem = problem;
    await bring(PUBLIC);
    expect(said.at(-1)).toMatch(/^uses the image that is on this node: /);
    expect(daemon.fetches).toBe(1);
  });

  it.each([
    ['is not given out any more', DENIED, /does not let/],
    ['is not there any more', MISSING, /was not found/],
    ['does not fit', NO_ROOM, /does not fit/],
  ])('is not used when it %s', async (_, problem, words) => {
    daemon.problem = problem;
    await expect(bring(PUBLIC)).rejects.toMatchObject({ stopCause: 'image_pull_failed', message: words });
    expect(said.join()).not.toMatch(/uses the image/);
  });

  it('is used as it is by credentials that have brought it before', async () => {
    await bring(PRIVATE);
    daemon.problem = UNREACHABLE;
    await bring(PRIVATE);
    expect(said.at(-1)).toMatch(/^uses the image that is on this node: /);
  });

  it.each([
    ['without credentials, once some were needed', PUBLIC],
    ['with others', { ...PRIVATE, credentials: { ...PRIVATE.credentials!, secretId: 'sec-00000000000b' } }],
  ])('is asked for again and again %s, and not used', async (_, wanted) => {
    await bring(PRIVATE);
    daemon.problem = UNREACHABLE;
    const over = new AbortController();
    const images = new PullImage(client, new ImageAccess(join(folder, 'access.json')));
    const say = (words: string): void => {
      said.push(words);
      if (words.endsWith('; asks again')) over.abort(new Error('seen enough'));
    };
    await expect(images.bring(wanted, { signal: over.signal, say })).rejects.toThrow(/seen enough|aborted/);
    expect(said.at(-1)).toMatch(/; asks again$/);
    expect(said.join()).not.toMatch(/uses the image/);
  });
});

describe('an image that is not on the node', () => {
  it('has nothing to fall back to', async () => {
    daemon.problem = DENIED;
    await expect(bring(PUBLIC)).rejects.toMatchObject({ stopCause: 'image_pull_failed' });
  });
});
