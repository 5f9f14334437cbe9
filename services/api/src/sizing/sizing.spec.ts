import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HubAnswer, modelIn } from '../models/hub-answer.ts';
import { frameworkOfModel, knownModel } from './known-model.ts';

const counted = { BF16: 8_030_261_248 };
const found = (more: object = {}): HubAnswer => ({
  kind: 'found',
  model: modelIn({ safetensors: { parameters: counted }, ...more })!,
  config: null,
  isReadable: true,
});

describe('a known model', () => {
  const codes = (answer: HubAnswer | null, model = 'x/y-8b') =>
    knownModel(model, null, answer).warnings.map(({ code }) => code);

  it('is what the hub counted, else what its name says, with the reason', () => {
    expect(knownModel('x/y', null, found()).size).toMatchObject({
      source: 'safetensors',
      parameters: 8_030_261_248,
    });
    expect(knownModel('x/y-8b', null, null).size).toMatchObject({ source: 'name', confidence: 'medium' });
    expect(knownModel('x/y', null, null).size).toBeNull();
    expect(codes(found())).toEqual([]);
    expect(codes(null)).toEqual([]);
    expect(codes(found({ safetensors: null }))).toEqual(['size_not_counted']);
    expect(codes({ kind: 'missing' })).toEqual(['model_not_found']);
    expect(codes({ kind: 'refused' })).toEqual(['gated_model']);
    expect(codes({ kind: 'unknown', why: 'it is away', isUnreachable: true })).toEqual(['hub_unreachable']);
    expect(codes({ ...found(), isReadable: false } as HubAnswer)).toEqual(['gated_model']);
  });

  it('may be one of many GGUF files', () => {
    const gguf = { total: 8_030_261_248, context_length: 131_072 };
    const siblings = [{ rfilename: 'm-Q8_0.gguf', size: 8_540_000_000 }];
    const answer = found({ safetensors: null, gguf, siblings });
    expect(knownModel('x/y-GGUF', 'q8_0', answer).size).toMatchObject({
      source: 'gguf',
      weightsBytes: 8_540_000_000,
      contextTokens: 131_072,
    });
    expect(frameworkOfModel('x/y', answer)).toBe('llama.cpp');
  });

  it('is served by what serves its task', () => {
    expect(frameworkOfModel('x/y', found({ pipeline_tag: 'sentence-similarity' }))).toBe('tei');
    expect(frameworkOfModel('x/y', found({ pipeline_tag: 'text-to-image' }))).toBe('pytorch');
    expect(frameworkOfModel('x/y', null)).toBe('vllm');
    expect(frameworkOfModel('x/y-GGUF', null)).toBe('llama.cpp');
  });
});

describe('any description by the hub', () => {
  it('leaves at least what the name says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (body, config) => {
        const model = modelIn(body);
        if (!model) return;
        const { size } = knownModel('x/y-7b', null, { kind: 'found', model, config, isReadable: true });
        expect(size?.weightsBytes).toBeGreaterThan(0);
      }),
    );
  });
});
