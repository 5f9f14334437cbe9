import { describe, expect, it } from '@jest/globals';
import { SAMPLE } from '../arguments.spec-helper.ts';
import { frameworkOf } from '../catalogue.ts';
import { parametersFromName } from './model-name.ts';
import { GIB } from './model-size.ts';
import { GGUF_MODELS, SAFETENSORS_MODELS } from './real-models.spec-helper.ts';
import { sizeModel } from './size-model.ts';

const sizedByName = (name: string, framework: string, contextTokens: number | null) => {
  const model = parametersFromName(name);
  if (model === null) throw new Error(`${name} says nothing`);
  const question = {
    framework: frameworkOf(framework) ?? SAMPLE,
    driver: 'docker',
    quantization: null,
    contextTokens,
    concurrency: null,
    engineArguments: {},
    prices: {},
  } as const;
  return { model, sizing: sizeModel(model, question) };
};

/** A name is not exact: it may make a model larger than it is, and hardly smaller. */
const expectEnough = (found: number, published: number): void => {
  expect(found / published).toBeGreaterThan(0.94);
  expect(found / published).toBeLessThan(1.35);
};

describe('a real model, known by its name alone', () => {
  it.each(SAFETENSORS_MODELS)(
    '%s (%dB in %d bits, %d GiB) is served by vLLM on %s',
    (name, billions, _, gib, hardware) => {
      const { model, sizing } = sizedByName(name, 'vllm', 8192);
      expectEnough(model.parameters / 1e9, billions);
      expectEnough(model.weightsBytes / GIB, gib);
      expect(sizing.recommended?.hardwareId).toBe(hardware);
    },
  );

  it.each(GGUF_MODELS)(
    '%s (%dB in %d bits, %d GiB) is served by llama.cpp on %s',
    (name, billions, _, gib, hardware) => {
      const { model, sizing } = sizedByName(name, 'llama.cpp', null);
      expectEnough(model.parameters / 1e9, billions);
      expectEnough(model.weightsBytes / GIB, gib);
      expect(sizing.recommended?.hardwareId).toBe(hardware);
    },
  );

  it('is one of many', () => {
    expect(new Set([...SAFETENSORS_MODELS, ...GGUF_MODELS].map(([name]) => name)).size).toBeGreaterThan(80);
  });
});
