import { describe, expect, it } from '@jest/globals';
import { endpointSpec } from '@tidegate/testing';
import fc from 'fast-check';
import { BoundedCache } from './bounded-cache.ts';
import { Circuit } from './circuit.ts';
import { type HubAnswer, isHubId, isRevision, modelIn, refusalIn } from './hub-answer.ts';
import { reachabilityOf } from './reachability.ts';

const counted = { BF16: 8_030_261_248 };
const found = (): HubAnswer => ({
  kind: 'found',
  model: modelIn({ safetensors: { parameters: counted } })!,
  config: null,
  isReadable: true,
});

describe('what the hub says of a model', () => {
  it('is taken part by part: an odd one does not spoil the others', () => {
    expect(
      modelIn({
        gated: 'manual',
        pipeline_tag: 7,
        safetensors: { parameters: counted, total: 8_030_261_248 },
        gguf: 'no',
        siblings: [
          { rfilename: 'model.safetensors', size: 5 },
          { rfilename: 'README.md', size: 1 },
          null,
          { size: 3 },
        ],
      }),
    ).toEqual({
      isGated: true,
      task: null,
      parameters: counted,
      gguf: null,
      files: [{ name: 'model.safetensors', bytes: 5 }],
    });
    expect(modelIn('text')).toBeNull();
    expect(modelIn([])).toBeNull();
    expect(modelIn({})).toMatchObject({ isGated: false, parameters: null });
  });

  it('is read from anything without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const count of Object.values(modelIn(body)?.parameters ?? {}))
          expect(count).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    [200, null, null],
    [404, 'RepoNotFound', 'missing'],
    [401, 'RepoNotFound', 'missing'],
    [404, 'RevisionNotFound', 'missing'],
    [404, null, 'missing'],
    [401, 'GatedRepo', 'refused'],
    [403, 'GatedRepo', 'refused'],
    [403, null, 'refused'],
    [429, null, 'failed'],
    [500, null, 'failed'],
    [302, null, 'failed'],
  ])('with status %d and code %s is %s', (status, code, refusal) => {
    expect(refusalIn(status, code)).toBe(refusal);
  });

  it('is asked for under ids and revisions that there can be', () => {
    expect(['owner/name', 'a/b.c-d_1'].filter(isHubId)).toHaveLength(2);
    expect(
      ['', 'name', 'a/b/c', '../etc', 'a/..', 'a/b?x', 'a b/c', `a/${'b'.repeat(300)}`].filter(isHubId),
    ).toEqual([]);
    expect(['main', 'refs/pr/2', 'v1.0', 'a1b2c3'].filter(isRevision)).toHaveLength(4);
    expect(['', '../x', 'a..b', 'a?b', '-x', 'a b'].filter(isRevision)).toEqual([]);
  });
});

describe('whether a model can be had', () => {
  const hub = endpointSpec({ model: 'x/y', modelSource: { kind: 'hub', revision: 'v2' } });
  const own = { ...hub, secrets: { HF_TOKEN: 'secr-0123456789ab' } };
  const closed = { ...found(), isReadable: false } as HubAnswer;
  const code = (spec: typeof hub, answer: HubAnswer) => {
    const outcome = reachabilityOf(spec, answer);
    return outcome.ok ? 'ok' : outcome.reason.code;
  };

  it('is a clear no, or yes', () => {
    expect(code(hub, found())).toBe('ok');
    expect(code(hub, { kind: 'missing' })).toBe('model_not_found');
    expect(code(hub, { kind: 'refused' })).toBe('gated_model');
    expect(code(hub, closed)).toBe('gated_model');
    expect(code(hub, { kind: 'unknown', why: '', isUnreachable: true })).toBe('ok');
  });

  it('is not known of what a token of one’s own may show', () => {
    for (const answer of [{ kind: 'missing' }, { kind: 'refused' }, closed] as const)
      expect(code(own, answer)).toBe('ok');
  });

  it('is told with the revision and what to do', () => {
    expect(reachabilityOf(hub, { kind: 'missing' })).toMatchObject({
      reason: { message: 'The hub has no model x/y at v2 that can be seen from here.' },
    });
  });
});

describe('a bounded cache', () => {
  it('forgets what is old, and what was not asked for longest', () => {
    const cache = new BoundedCache<number>(2);
    cache.set('a', 1, 10);
    cache.set('b', 2, 10);
    expect(cache.get('a', 9)).toBe(1);
    cache.set('c', 3, 10);
    expect([cache.get('a', 9), cache.get('b', 9), cache.get('c', 9)]).toEqual([1, undefined, 3]);
    expect(cache.get('a', 10)).toBeUndefined();
    expect(cache.size).toBe(1);
  });
});

describe('a circuit', () => {
  it('lets nobody ask after a failure, then one, and everybody once that one was answered', () => {
    const circuit = new Circuit(60);
    expect([circuit.mayAsk(0), circuit.mayAsk(0)]).toEqual([true, true]);
    expect([circuit.failed(0), circuit.failed(1)]).toEqual([true, false]);
    expect([circuit.mayAsk(1), circuit.mayAsk(60)]).toEqual([false, false]);
    expect([circuit.mayAsk(61), circuit.mayAsk(61)]).toEqual([true, false]);
    circuit.answered();
    expect([circuit.mayAsk(62), circuit.mayAsk(62)]).toEqual([true, true]);
  });
});
