import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  hostNameProblem,
  imageName,
  isAbsoluteFolder,
  isGitRevision,
  isLabelName,
  isLabelValue,
  isUrlPath,
} from './grammars.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('the name of an image', () => {
  it.each([
    ['redis', { registry: null, path: 'redis', tag: null, digest: null }],
    ['vllm/vllm-openai:v0.9.1', { registry: null, path: 'vllm/vllm-openai', tag: 'v0.9.1', digest: null }],
    ['localhost:5000/a', { registry: 'localhost:5000', path: 'a', tag: null, digest: null }],
    ['ghcr.io/acme/echo__x.y-z:1', { registry: 'ghcr.io', path: 'acme/echo__x.y-z', tag: '1', digest: null }],
    [`nvcr.io/a/b:t@${DIGEST}`, { registry: 'nvcr.io', path: 'a/b', tag: 't', digest: DIGEST }],
  ])('%s', (text, name) => {
    expect(imageName(text)).toEqual(name);
  });

  it.each([
    '',
    ':1',
    'A/b',
    'a//b',
    '/a',
    'a/',
    'a b',
    'a:',
    'a:-x',
    `a@${DIGEST}0`,
    'a@sha256:1',
    'https://a/b',
    '../a',
    'a@b@c',
  ])('is not “%s”', (text) => {
    expect(imageName(text)).toBeNull();
  });
});

describe('the name of a host', () => {
  it.each(['models.example.com', 'xn--bcher-kva.example', 'a.b', 'A-1.Example.COM'])('is %s', (text) => {
    expect(hostNameProblem(text)).toBeNull();
  });

  it.each([
    '',
    'localhost',
    '1.2.3.4',
    '::1',
    'a.1',
    '0x7f.0x1',
    '*.example.com',
    'bücher.example',
    'a.b.',
    '-a.b',
    'a-.b',
    'a_b.c',
    'https://a.b',
    'a.b:80',
    'a.b/c',
    `${'x'.repeat(64)}.com`,
  ])('is not “%s”', (text) => {
    expect(hostNameProblem(text)).toEqual(expect.any(String));
  });
});

describe('a place', () => {
  it('in a folder never lies above it', () => {
    expect(['/data', '/mnt/a.b'].every(isAbsoluteFolder)).toBe(true);
    expect(['', '/', 'data', '/a/../b', '/a//b', '/a/'].filter(isAbsoluteFolder)).toEqual([]);
  });

  it('of a URL begins at the root and has no query', () => {
    expect(['/', '/v1/chat/completions', '/a%20b/'].every(isUrlPath)).toBe(true);
    expect(['', 'a', '/a?b', '/a#b', '//a', '/a/../b', '/a b'].filter(isUrlPath)).toEqual([]);
  });

  it('in the history of a model is a branch, tag or commit', () => {
    expect(['main', 'refs/pr/1', 'v1.0', 'a'.repeat(40)].every(isGitRevision)).toBe(true);
    expect(['', '-x', 'a/../b', 'a b', '/main'].filter(isGitRevision)).toEqual([]);
  });
});

describe('a label', () => {
  it('has a name that nodes can have, and a value that may be empty', () => {
    expect(['gpu', 'topology.kubernetes.io/zone', 'a_b-c', 'x', '1'].every(isLabelName)).toBe(true);
    expect(['', '-a', 'a-', 'a b', 'ä', 'a=b', '/a', 'x'.repeat(64)].filter(isLabelName)).toEqual([]);
    expect(['', 'true', '12.4', 'NVIDIA-H100', 'a/b'].every(isLabelValue)).toBe(true);
    expect(['a b', 'a,b', 'ä', 'x'.repeat(64)].filter(isLabelValue)).toEqual([]);
  });
});

describe('any text', () => {
  it('is judged at once, however odd it is', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', '-', '_', '.', '/', ':', '@'), maxLength: 400 }),
    );
    fc.assert(
      fc.property(odd, (text) => {
        for (const judge of [imageName, hostNameProblem, isUrlPath, isAbsoluteFolder, isGitRevision])
          expect(judge(text)).not.toBeUndefined();
      }),
    );
    const began = performance.now();
    for (const text of ['a-'.repeat(250), 'a__'.repeat(160), '/a'.repeat(240), 'a.'.repeat(120)])
      imageName(`${text}!`);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
