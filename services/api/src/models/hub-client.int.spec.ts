import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '@tidegate/eventing/nest';
import { endpointSpec } from '@tidegate/testing';
import {
  LLAMA_CONFIG,
  LLAMA_DESCRIBED,
  endless,
  fakeHub,
  json,
  raw,
  redirecting,
  refusing,
  silent,
} from './fake-hub.spec-helper.ts';
import { HubClient } from './hub-client.gateway.ts';
import { HubSources } from './hub-sources.handler.ts';

/** A clock that stands until it is told to go on. */
class StandingClock extends Clock {
  ms = 0;
  override monotonicUs(): number {
    return this.ms * 1000;
  }
}

let hub: Awaited<ReturnType<typeof fakeHub>>;
let clock: StandingClock;
const client = (token: string | null = null, url = hub.url) => new HubClient({ hub: { url, token } }, clock);
const kindOf = async (of: HubClient, model: string, revision: string | null = null) =>
  (await of.find(model, revision)).kind;

beforeEach(async () => {
  hub = await fakeHub();
  clock = new StandingClock();
});
afterEach(() => hub.close());

describe('a hub that answers', () => {
  it('describes a model, and shows its files to those who have access', async () => {
    hub.model('meta-llama/Llama-3.1-8B-Instruct', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
    const answer = await client('hub-token').find('meta-llama/Llama-3.1-8B-Instruct', null);
    expect(answer).toMatchObject({
      kind: 'found',
      model: { isGated: true, task: 'text-generation', parameters: { BF16: 8_030_261_248 } },
      config: { num_key_value_heads: 8 },
      isReadable: true,
    });
    expect(hub.asked.map(({ authorization }) => authorization)).toEqual([
      'Bearer hub-token',
      'Bearer hub-token',
    ]);
  });

  it.each([401, 403])('describes a gated model, and keeps its files back with %d', async (status) => {
    hub.model('a/gated', json(LLAMA_DESCRIBED), refusing(status, 'GatedRepo'));
    expect(await client().find('a/gated', null)).toMatchObject({
      kind: 'found',
      config: null,
      isReadable: false,
    });
    expect(hub.asked[0]?.authorization).toBeUndefined();
  });

  it('says of what it has not that it is missing, and of what it hides that it is refused', async () => {
    hub.model('a/missing', refusing(404, 'RepoNotFound'));
    hub.model('a/private', refusing(401, 'RepoNotFound'));
    hub.model('a/hidden', refusing(401, 'GatedRepo'));
    const one = client();
    expect(await kindOf(one, 'a/missing')).toBe('missing');
    expect(await kindOf(one, 'a/private')).toBe('missing');
    expect(await kindOf(one, 'a/hidden')).toBe('refused');
    expect(await kindOf(one, 'no-hub-id')).toBe('missing');
    expect(await kindOf(one, 'a/b', '../../x')).toBe('missing');
  });

  it('is asked for a revision', async () => {
    hub.answers.set('/api/models/a/b/revision/refs%2Fpr%2F2?blobs=true', json(LLAMA_DESCRIBED));
    hub.answers.set('/a/b/resolve/refs%2Fpr%2F2/config.json', json(LLAMA_CONFIG));
    expect(await client().find('a/b', 'refs/pr/2')).toMatchObject({
      kind: 'found',
      config: { hidden_size: 4096 },
    });
  });

  it('is asked once, however many ask, and again when its answer is old', async () => {
    hub.model('a/b', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
    hub.model('a/missing', refusing(404));
    const one = client();
    await Promise.all(Array.from({ length: 50 }, () => one.find('a/b', null)));
    await one.find('a/b', null);
    expect(hub.asked).toHaveLength(2);
    clock.ms = 10 * 60_000;
    await one.find('a/b', null);
    expect(hub.asked).toHaveLength(4);
    await one.find('a/missing', null);
    await one.find('a/missing', null);
    expect(hub.asked).toHaveLength(6);
    clock.ms += 60_000;
    await one.find('a/missing', null);
    expect(hub.asked).toHaveLength(8);
  });

  it('may move a model within itself, and nowhere else', async () => {
    const other = await fakeHub();
    other.model('a/elsewhere', json(LLAMA_DESCRIBED));
    hub.model(
      'a/old',
      redirecting('/api/models/a/new?blobs=true'),
      redirecting('/a/new/resolve/main/config.json'),
    );
    hub.model('a/new', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
    hub.model('a/elsewhere', redirecting(`${other.url}/api/models/a/elsewhere?blobs=true`));
    hub.model('a/loop', redirecting('/api/models/a/loop?blobs=true'));
    const one = client('hub-token');
    expect(await one.find('a/old', null)).toMatchObject({ kind: 'found', config: { hidden_size: 4096 } });
    expect(await one.find('a/elsewhere', null)).toMatchObject({ kind: 'unknown', isUnreachable: false });
    expect(await one.find('a/loop', null)).toMatchObject({ kind: 'unknown', isUnreachable: false });
    expect(other.asked).toEqual([]);
    await other.close();
  });

  it.each([
    ['no JSON', raw('<html>busy</html>')],
    ['half a JSON', raw('{"id": ')],
    ['a list', json([1, 2])],
    ['more than it should', endless],
    ['nothing', raw('')],
  ])('with %s is not understood, and not given up', async (_, answer) => {
    hub.model('a/odd', answer);
    hub.model('a/b', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
    const one = client();
    expect(await one.find('a/odd', null)).toMatchObject({ kind: 'unknown', isUnreachable: false });
    expect(await kindOf(one, 'a/b')).toBe('found');
  });

  it('with an odd config only is half understood', async () => {
    hub.model('a/b', json(LLAMA_DESCRIBED), endless);
    expect(await client().find('a/b', null)).toMatchObject({ kind: 'found', config: null, isReadable: true });
  });
});

describe('a hub that does not answer', () => {
  it('is waited for once, and then left alone for a minute', async () => {
    hub.model('a/slow', silent, silent);
    hub.model('a/b', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
    const one = client();
    expect(await one.find('a/slow', null)).toMatchObject({ kind: 'unknown', isUnreachable: true });
    const before = hub.asked.length;
    expect(await one.find('a/b', null)).toMatchObject({ kind: 'unknown', isUnreachable: true });
    expect(hub.asked).toHaveLength(before);
    clock.ms = 60_001;
    expect(await kindOf(one, 'a/b')).toBe('found');
    hub.model('a/slow', json(LLAMA_DESCRIBED));
    expect(await kindOf(one, 'a/slow')).toBe('found');
  });

  it.each([429, 500, 503])('with %d is left alone too', async (status) => {
    hub.model('a/b', refusing(status));
    expect(await client().find('a/b', null)).toMatchObject({ kind: 'unknown', isUnreachable: true });
  });

  it('is not reached at all', async () => {
    const one = client(null, 'http://127.0.0.1:1');
    expect(await one.find('a/b', null)).toEqual({
      kind: 'unknown',
      why: 'the model hub does not answer',
      isUnreachable: true,
    });
  });

  it('is asked for so many models at once, and not for more', async () => {
    const one = client();
    for (let n = 0; n < 33; n++) hub.model(`a/m${n}`, silent, silent);
    const waiting = Array.from({ length: 32 }, (_, n) => one.find(`a/m${n}`, null));
    expect(await one.find('a/m32', null)).toMatchObject({ kind: 'unknown', isUnreachable: false });
    one.onApplicationShutdown();
    expect(new Set((await Promise.all(waiting)).map(({ kind }) => kind))).toEqual(new Set(['unknown']));
  });
});

describe('whether a model can be had', () => {
  it('is asked of the hub, and of it alone', async () => {
    hub.model('a/gated', json(LLAMA_DESCRIBED), refusing(403, 'GatedRepo'));
    const sources = new HubSources(client());
    const spec = (model: string, kind: 'hub' | 'folder') =>
      endpointSpec({ model, modelSource: kind === 'hub' ? { kind, revision: null } : { kind } });
    expect(await sources.check(spec('a/missing', 'folder'))).toEqual({ ok: true });
    expect(hub.asked).toEqual([]);
    expect(await sources.check(spec('a/missing', 'hub'))).toMatchObject({
      ok: false,
      reason: { code: 'model_not_found' },
    });
    expect(await sources.check(spec('a/gated', 'hub'))).toMatchObject({
      ok: false,
      reason: { code: 'gated_model' },
    });
    const away = new HubSources(client(null, 'http://127.0.0.1:1'));
    expect(await away.check(spec('a/missing', 'hub'))).toEqual({ ok: true });
  });
});
