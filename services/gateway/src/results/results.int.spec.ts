import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ResultPlace, type ResultTarget, readTarget, resultPath } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { AwsClient } from 'aws4fetch';
import { asynchronous, endpointRequested, replicaReady, token } from '../events.spec-helper.ts';
import { testPlatform } from '../platform.spec-helper.ts';
import { upstream } from '../upstream.spec-helper.ts';
import { BucketResults } from './bucket-results.store.ts';
import type { BucketSettings } from './bucket-settings.ts';
import { FolderResults } from './folder-results.store.ts';
import { PlatformResults } from './platform-results.store.ts';
import type { ResultStore } from './result.store.ts';

const targetOf = (text: string | null): ResultTarget => {
  const target = readTarget(text);
  if (typeof target === 'string') throw new Error(target);
  return target;
};
const placeAt = (text: string | null, invocationId = 'inv-000000000001'): ResultPlace => ({
  target: targetOf(text),
  endpointId: 'endpt-000000000001',
  invocationId,
});

/** One kind of store, a target of it, and another way to read what it stored. */
type Kind = Readonly<{
  store: () => ResultStore;
  target: string | null;
  read: (place: ResultPlace) => Promise<string | undefined>;
}>;

let folder: string;
let outside: string;
let server: S3rver;
let bucketUrl: string;
let platform: Awaited<ReturnType<typeof testPlatform>>;

const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;
const settings = (more: Partial<BucketSettings> = {}): BucketSettings => ({
  url: bucketUrl,
  region: 'us-east-1',
  buckets: [],
  ...KEYS,
  ...more,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-results-'));
  outside = await mkdtemp(join(tmpdir(), 'tidegate-outside-'));
  server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(outside, 'buckets'),
    configureBuckets: [{ name: 'results', configs: [] }],
  });
  const { port } = await server.run();
  bucketUrl = `http://127.0.0.1:${String(port)}`;
  platform = await testPlatform({ bucket: settings() });
  await platform.gateway.get(Db).query(sql`
    insert into invocations (id, endpoint_id, project_id, state, queued_at)
    select 'inv-00000000000' || n, 'endpt-000000000001', 'proj-000000000001', 'queued', now() from generate_series(1, 2) n`);
}, 60_000);
afterAll(async () => {
  await platform.close();
  await server.close();
  await Promise.all([folder, outside].map((path) => rm(path, { recursive: true })));
});

const kinds: Record<string, Kind> = {
  'in a folder': {
    store: () => new FolderResults(folder),
    target: 'team/a',
    read: (place) => readFile(join(folder, 'team/a', ...resultPath(place)), 'utf8').catch(() => undefined),
  },
  'in a bucket': {
    store: () => new BucketResults(settings()),
    target: 's3://results/some/where',
    read: async (place) => {
      const client = new AwsClient({ ...KEYS, region: 'us-east-1', service: 's3', retries: 0 });
      const url = `${bucketUrl}/results/some/where/${resultPath(place).join('/')}`;
      const answer = await client.fetch(url);
      return answer.ok ? answer.text() : undefined;
    },
  },
  'with the platform': {
    store: () => platform.gateway.get(PlatformResults),
    target: null,
    read: async ({ invocationId }) =>
      (await platform.gateway.get(PlatformResults).read(invocationId))?.toString(),
  },
};

describe.each(Object.entries(kinds))('a result %s', (_name, kind) => {
  it('is there when it was put there, and not before', async () => {
    const place = placeAt(kind.target);
    expect(await kind.read(place)).toBeUndefined();
    expect(await kind.store().problem(place.target)).toBeUndefined();
    await kind.store().put(place, Buffer.from('{"a":"ü"}'));
    expect(await kind.read(place)).toBe('{"a":"ü"}');
  });

  it('is replaced as a whole when it is put again, also from several sides at once', async () => {
    const place = placeAt(kind.target);
    const long = Buffer.from(JSON.stringify({ text: 'x'.repeat(300_000) }));
    await kind.store().put(place, long);
    expect(await kind.read(place)).toBe(long.toString());
    await kind.store().put(place, Buffer.from('{}'));
    expect(await kind.read(place)).toBe('{}');
    await Promise.all(Array.from({ length: 4 }, () => kind.store().put(place, long)));
    expect(await kind.read(place)).toBe(long.toString());
  });

  it('leaves others alone', async () => {
    const [one, other] = [placeAt(kind.target), placeAt(kind.target, 'inv-000000000002')];
    await kind.store().put(one, Buffer.from('1'));
    await kind.store().put(other, Buffer.from('2'));
    expect([await kind.read(one), await kind.read(other)]).toEqual(['1', '2']);
  });
});

describe('a store that is not there', () => {
  it.each([
    ['folder', new FolderResults(undefined), 'a'],
    ['bucket', new BucketResults(undefined), 's3://results'],
  ] as const)('takes nothing: %s', async (_name, store, text) => {
    expect(await store.problem(targetOf(text))).toContain('this platform has no');
    await expect(store.put(placeAt(text), Buffer.from('{}'))).rejects.toThrow('this platform has no');
  });
});

describe('a results folder', () => {
  it('is never left by a link, wherever in the path it is', async () => {
    const store = new FolderResults(folder);
    await symlink(outside, join(folder, 'link'));
    await mkdir(join(folder, 'real'));
    await symlink(outside, join(folder, 'real', 'api'));
    expect(await store.problem(targetOf('link'))).toContain('link is no folder');
    await expect(store.put(placeAt('link'), Buffer.from('{}'))).rejects.toThrow('link is no folder');
    await expect(store.put(placeAt('link/deeper'), Buffer.from('{}'))).rejects.toThrow('link is no folder');
    await expect(store.put(placeAt('real'), Buffer.from('{}'))).rejects.toThrow('api is no folder');
    expect(await readdir(outside)).toEqual(['buckets']);
  });

  it('has no unfinished files in it', async () => {
    const store = new FolderResults(folder);
    const place = placeAt('tidy');
    await store.put(place, Buffer.from('{}'));
    const path = join(folder, 'tidy', ...resultPath(place).slice(0, -1));
    expect(await readdir(path)).toEqual(['inv-000000000001.json']);
  });
});

describe('a storage of buckets', () => {
  const put = (more: Partial<BucketSettings>, target = 's3://results/x') =>
    new BucketResults(settings(more)).put(placeAt(target), Buffer.from('{}'));

  it('says why it takes nothing, and never with what secret', async () => {
    await expect(put({ secretAccessKey: 'not-the-secret' })).rejects.toThrow(
      /^the storage answered 403 SignatureDoesNotMatch$/,
    );
    await expect(put({}, 's3://no-such-bucket')).rejects.toThrow('404 NoSuchBucket');
    await expect(put({ url: 'http://127.0.0.1:1' })).rejects.toThrow();
  });

  it('takes results only into the buckets that are meant for them', async () => {
    const store = new BucketResults(settings({ buckets: ['other'] }));
    expect(await store.problem(targetOf('s3://results'))).toContain('may not go to the bucket results');
    await expect(put({ buckets: ['other'] })).rejects.toThrow('may not go to the bucket results');
    await expect(put({ buckets: ['results'] })).resolves.toBeUndefined();
  });
});

describe('an asynchronous request whose result goes to a bucket', () => {
  it('has succeeded when the result is there, and waits for that when the storage fails', async () => {
    const mine = token();
    const replica = await upstream();
    const later = endpointRequested({
      name: 'later',
      async: { ...asynchronous('/work'), target: 's3://late/x' },
    });
    const { endpointId } = later.data;
    await platform.append(mine.issued, later, replicaReady(later.data, { port: replica.port }));
    await platform.eventually(() => {
      expect(platform.tables.routing.endpoint(endpointId)?.ready).toHaveLength(1);
    });
    const headers = { authorization: `Bearer ${mine.text}` };
    const answer = await fetch(`${platform.url}/api/d/${endpointId}/work`, {
      method: 'POST',
      headers: { ...headers, prefer: 'respond-async' },
    });
    expect(answer.status).toBe(202);
    const accepted = (await answer.json()) as Record<
      'request_id' | 'status_url' | 'response_location',
      string
    >;
    const path = `x/api/${endpointId}/request/${accepted.request_id}.json`;
    expect(accepted.response_location).toBe(`s3://late/${path}`);
    const state = async () => {
      const view = await fetch(`${platform.url}${accepted.status_url}`, { headers });
      return ((await view.json()) as { state: string; finishedAt: string | null }).state;
    };
    // There is no such bucket yet.
    await platform.eventually(async () => {
      const rows = await platform.gateway
        .get(Db)
        .query(sql`select 1 from invocations where id = ${accepted.request_id} and follow_tries >= 2`);
      expect(rows).toHaveLength(1);
    });
    expect(await state()).toBe('running');
    const client = new AwsClient({ ...KEYS, region: 'us-east-1', service: 's3', retries: 0 });
    expect((await client.fetch(`${bucketUrl}/late`, { method: 'PUT' })).status).toBe(200);
    await platform.eventually(async () => expect(await state()).toBe('succeeded'));
    const stored = await client.fetch(`${bucketUrl}/late/${path}`);
    expect(await stored.json()).toMatchObject({
      id: accepted.request_id,
      state: 'succeeded',
      result: { ok: true },
    });
    expect(replica.received).toHaveLength(1);
    await replica.close();
  }, 60_000);
});
