import { describe, expect, it } from '@jest/globals';
import { isPinned, registryOf, withTag } from './image-reference.ts';
import { pullProblem } from './pull-problem.ts';
import { NO_PROGRESS, type PullLine, progressWords, withLine } from './pull-progress.ts';

describe('a reference of an image', () => {
  it.each([
    ['engine', 'engine:latest', false, 'https://index.docker.io/v1/'],
    ['owner/engine:1', 'owner/engine:1', true, 'https://index.docker.io/v1/'],
    ['host:5000/engine', 'host:5000/engine:latest', false, 'host:5000'],
    ['host.example/a/b:latest', 'host.example/a/b:latest', false, 'host.example'],
    ['localhost/a@sha256:00', 'localhost/a@sha256:00', true, 'localhost'],
  ])('%s', (reference, tagged, pinned, registry) => {
    expect(withTag(reference)).toBe(tagged);
    expect(isPinned(reference)).toBe(pinned);
    expect(registryOf(reference)).toBe(registry);
  });
});

describe('an image that could not be fetched', () => {
  it.each([
    [
      404,
      'manifest for owner/engine:2 not found: manifest unknown: manifest unknown',
      /was not found/,
      false,
    ],
    [
      404,
      "pull access denied for owner/engine, repository does not exist or may require 'docker login'",
      /was not found/,
      false,
    ],
    [500, 'unauthorized: authentication required', /does not let/, false],
    [500, 'Head "https://h/v2/a/manifests/1": unauthorized', /does not let/, false],
    [500, 'denied: requested access to the resource is denied', /does not let/, false],
    [500, 'Get "https://h/v2/": dial tcp: lookup h: no such host', /cannot be reached/, true],
    [500, 'Get "http://h/v2/": dial tcp 127.0.0.1:1: connect: connection refused', /cannot be reached/, true],
    [500, 'received unexpected HTTP status: 502 Bad Gateway', /cannot be reached/, true],
    [500, 'toomanyrequests: You have reached your pull rate limit.', /come back later/, true],
    [null, 'failed to register layer: write /x: no space left on device', /does not fit the disk/, false],
    [null, 'it stopped coming', /cannot be reached/, true],
    [400, 'invalid reference format', /could not be fetched/, false],
  ])('%s %s', (status, message, words, isPassing) => {
    const problem = pullProblem('owner/engine:2', { status, message });
    expect(problem.sentence).toMatch(words);
    expect(problem.sentence).toContain(message.slice(0, 40));
    expect(problem.isPassing).toBe(isPassing);
  });
});

describe('the progress of a fetch', () => {
  const after = (...lines: PullLine[]) => progressWords(lines.reduce(withLine, NO_PROGRESS));
  const MIB = 1024 ** 2;
  const layer = (id: string, status: string, current?: number) => ({
    id,
    status,
    progressDetail: current === undefined ? {} : { current: current * MIB, total: 100 * MIB },
  });

  it('counts layers and what has come of them', () => {
    expect(
      after(
        layer('1', 'Pulling from owner/engine'),
        layer('aa', 'Already exists'),
        layer('bb', 'Pulling fs layer'),
        layer('bb', 'Downloading', 40),
        layer('cc', 'Downloading', 90),
        layer('cc', 'Download complete'),
        layer('cc', 'Extracting', 10),
        layer('cc', 'Pull complete'),
      ),
    ).toBe('2 of 3 layers, 140 of 200 MiB');
  });

  it('does not grow without end', () => {
    const many = Array.from({ length: 1000 }, (_, i) => layer(String(i), 'Downloading', 1));
    expect(after(...many)).toBe('0 of 256 layers, 256 of 25600 MiB');
  });
});
