import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { LLAMA_CONFIG, LLAMA_DESCRIBED, fakeHub, json, refusing } from '../models/fake-hub.spec-helper.ts';
import { Sizing } from './sizing.handler.ts';
import type { SizingView } from './sizing-view.ts';

let hub: Awaited<ReturnType<typeof fakeHub>>;
let api: TestApi;
let token: string;

beforeAll(async () => {
  hub = await fakeHub();
  hub.model('meta-llama/Llama-3.1-8B-Instruct', json(LLAMA_DESCRIBED), json(LLAMA_CONFIG));
  hub.model('a/gated-7b', json({ gated: 'auto' }), refusing(403, 'GatedRepo'));
  api = await testApi({ hub: { url: hub.url, token: null } });
  ({ token } = await api.newProject());
});
afterAll(async () => {
  await api.close();
  await hub.close();
});

const size = async (body: object) => {
  const answer = await api.call('POST', '/v1/sizing', { token, body });
  return { ...answer, view: answer.body as unknown as SizingView };
};

describe('sizing over the API', () => {
  it('answers from the hub’s counts, to the byte', async () => {
    const { status, view } = await size({ model: 'meta-llama/Llama-3.1-8B-Instruct', contextTokens: 8192 });
    expect(status).toBe(200);
    expect(view).toMatchObject({
      framework: 'vllm',
      source: 'safetensors',
      confidence: 'exact',
      parameters: 8_030_261_248,
      weightsMib: 15_317,
      kvCacheMib: 1024,
      modelContextTokens: 131_072,
      recommended: { hardwareId: 'rtx4090-1x', tensorParallel: 1, engineArguments: { maxModelLen: 8192 } },
      warnings: [],
    });
    expect(view.hardware[0]).toEqual(view.recommended);
  });

  it('counts spot hardware for whoever asks for it', async () => {
    const model = 'meta-llama/Llama-3.1-8B-Instruct';
    const { view } = await size({ model, contextTokens: 8192, spot: true });
    expect(view.recommended).toMatchObject({
      hardwareId: 'rtx4090-1x-spot',
      priceNanoUsdPerHour: '259200000',
    });
    expect((await size({ model, spot: 'yes' })).body.errors).toMatchObject([{ pointer: '/spot' }]);
  });

  it('answers from the name where the hub says nothing', async () => {
    const { view } = await size({ model: 'a/gated-7b', framework: 'vllm' });
    expect(view).toMatchObject({ source: 'name', confidence: 'medium' });
    expect(view.warnings.map(({ code }) => code)).toEqual([
      'size_not_counted',
      'context_assumed',
      'cache_estimated',
    ]);
    const before = hub.asked.length;
    const lying = await size({ model: 'a/b-70b-awq', modelSource: { kind: 'folder' }, framework: 'vllm' });
    expect(lying.view).toMatchObject({ source: 'name', quantization: 'awq' });
    expect(hub.asked).toHaveLength(before);
  });

  it('says honestly what it does not know, and what to do', async () => {
    const { status, view } = await size({ model: 'a/nameless' });
    expect(status).toBe(200);
    expect(view).toMatchObject({ source: 'unknown', confidence: 'none', recommended: null, hardware: [] });
    expect(view.warnings.map(({ code }) => code)).toEqual(['model_not_found']);
    expect(view.explanation).toContain('Choose the hardware yourself');
  });

  it('gives the cheapest to what loads nothing', async () => {
    const { view } = await size({ model: 'demo/double', framework: 'engine-double' });
    expect(view).toMatchObject({ source: 'nothing-to-load', recommended: { hardwareId: 'cpu-1x' } });
  });

  it('refuses what it does not understand, all at once', async () => {
    const { status, body } = await size({
      model: 'nameless',
      framework: 'abacus',
      contextTokens: 0,
      modelSource: { kind: 'moon' },
      depth: 3,
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/contextTokens',
      '/depth',
      '/framework',
      '/model',
      '/modelSource',
    ]);
  });

  it('is for those who may read', async () => {
    const body = { model: 'a/b-7b' };
    expect((await api.call('POST', '/v1/sizing', { token: null, body })).status).toBe(401);
  });

  it('serves the platform’s own slices too', async () => {
    const view = await api.app.get(Sizing).size({ model: 'a/b-8b', framework: 'abacus' });
    expect(view.explanation).toContain('there is no such framework');
  });
});

describe('the catalogue over the API', () => {
  it('has hardware with prices, and frameworks with their arguments', async () => {
    const hardware = await api.call('GET', '/v1/hardware', { token });
    expect(hardware.body.items[0]).toMatchObject({ id: 'cpu-1x', priceNanoUsdPerHour: '3600000' });
    const frameworks = await api.call('GET', '/v1/frameworks', { token });
    expect(frameworks.body.items.map(({ id }) => id)).toContain('vllm');
  });
});
