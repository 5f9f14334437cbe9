import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@tidegate/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiRefused, ClusterApi } from './cluster-api.gateway.ts';
import { followObjects } from './follow-objects.loop.ts';
import type { ObjectMeta } from './objects.ts';

type Thing = Readonly<{ metadata: ObjectMeta }>;
type Ask = Readonly<{ url: URL; answer: ServerResponse }>;

const thing = (name: string, resourceVersion = '1'): Thing => ({
  metadata: { name, uid: name, resourceVersion },
});
const PATIENCE_MS = 30_000;

let folder: string;
let server: Server;
let api: ClusterApi;
let asks: Ask[];
let items: Thing[];
let version: number;
let stop: AbortController;
/** How each next question is answered, instead of as it should. */
let troubles: ((answer: ServerResponse) => void)[];

const watches = (): Ask[] => asks.filter(({ url }) => url.searchParams.has('watch'));
const lists = (): Ask[] => asks.filter(({ url }) => !url.searchParams.has('watch'));
const say = (type: string, object: unknown): void => {
  watches()
    .at(-1)!
    .answer.write(`${JSON.stringify({ type, object })}\n`);
};
const soon = <T>(attempt: () => T) => eventually(attempt, PATIENCE_MS);
const refuse = (code: number, message: string) => (answer: ServerResponse) => {
  answer.writeHead(code, { 'content-type': 'application/json' });
  answer.end(JSON.stringify({ kind: 'Status', code, message }));
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-api-'));
  asks = [];
  items = [thing('a'), thing('b')];
  version = 10;
  troubles = [];
  stop = new AbortController();
  server = createServer((request, answer) => {
    const trouble = troubles.shift();
    if (trouble) {
      trouble(answer);
      return;
    }
    const url = new URL(request.url ?? '', 'http://localhost');
    asks.push({ url, answer });
    answer.writeHead(200, { 'content-type': 'application/json' });
    if (url.searchParams.has('watch')) answer.flushHeaders();
    else answer.end(JSON.stringify({ items, metadata: { resourceVersion: String(version) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const kubeconfig = join(folder, 'kubeconfig');
  const config = {
    clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'a-token' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  api = ClusterApi.fromEnvironment(kubeconfig);
});
afterEach(async () => {
  stop.abort();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  rmSync(folder, { recursive: true, force: true });
});

const followed = () => {
  const seen = new Map<string, Thing>();
  const done = followObjects<Thing>(
    api,
    {
      path: '/api/v1/things',
      all: (all) => {
        seen.clear();
        for (const one of all) seen.set(one.metadata.name, one);
      },
      put: (one) => seen.set(one.metadata.name, one),
      gone: ({ metadata }) => seen.delete(metadata.name),
    },
    stop.signal,
  );
  const names = (): string[] => [...seen.keys()].toSorted();
  return { names, done };
};

describe('objects of a cluster that are followed', () => {
  it('are all there are, and then what becomes of them', async () => {
    const { names } = followed();
    await soon(() => expect(watches()).toHaveLength(1));
    expect(names()).toEqual(['a', 'b']);
    expect(watches()[0]!.url.searchParams.get('resourceVersion')).toBe('10');
    say('ADDED', thing('c', '11'));
    say('DELETED', thing('a', '12'));
    say('BOOKMARK', { metadata: { resourceVersion: '13' } });
    await soon(() => expect(names()).toEqual(['b', 'c']));
  });

  it('are watched on from where it was, when a connection ends', async () => {
    const { names } = followed();
    await soon(() => expect(watches()).toHaveLength(1));
    say('ADDED', thing('c', '17'));
    await soon(() => expect(names()).toContain('c'));
    watches()[0]!.answer.destroy();
    await soon(() => expect(watches()).toHaveLength(2));
    expect(watches()[1]!.url.searchParams.get('resourceVersion')).toBe('17');
    expect(lists()).toHaveLength(1);
  });

  it('are listed again when that is too long ago', async () => {
    const { names } = followed();
    await soon(() => expect(watches()).toHaveLength(1));
    items = [thing('z')];
    version = 90;
    say('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' });
    await soon(() => expect(watches()).toHaveLength(2));
    expect(names()).toEqual(['z']);
    expect(watches()[1]!.url.searchParams.get('resourceVersion')).toBe('90');
  });

  it('are listed again once the API server is back', async () => {
    troubles = [refuse(503, 'starting'), (answer) => answer.destroy(), refuse(429, 'too many requests')];
    const { names } = followed();
    await soon(() => expect(names()).toEqual(['a', 'b']));
    expect(troubles).toEqual([]);
  });

  it('are left alone after the signal', async () => {
    const { done } = followed();
    await soon(() => expect(watches()).toHaveLength(1));
    stop.abort();
    await done;
    expect(watches()).toHaveLength(1);
  });
});

describe('a question to the API server', () => {
  it('is asked again while nobody answers, and no more once somebody refuses', async () => {
    troubles = [(answer) => answer.destroy(), refuse(500, 'etcd'), refuse(404, 'pods "x" not found')];
    await expect(api.ask({ path: '/api/v1/things' }, stop.signal)).rejects.toMatchObject({ status: 404 });
    expect(troubles).toEqual([]);
  });

  it('that is refused names the permission that is missing', async () => {
    troubles = [
      refuse(403, 'pods is forbidden: User "system:x" cannot create resource "pods" in API group ""'),
    ];
    await expect(api.ask({ path: '/api/v1/things' }, stop.signal)).rejects.toThrow(
      /account lacks a permission: .*cannot create resource "pods"/,
    );
    expect(new ApiRefused(403, 'exceeded quota: pods').message).toBe('exceeded quota: pods');
  });
});

describe('where the API server is', () => {
  it('is said by a variable', () => {
    expect(() => ClusterApi.fromEnvironment(join(folder, 'nothing'))).toThrow(/^KUBECONFIG cannot be used: /);
    expect(() => ClusterApi.fromEnvironment(null)).toThrow(
      /^KUBECONFIG is not set and the agent runs in no pod: /,
    );
  });
});
