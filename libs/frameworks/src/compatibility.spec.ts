import { describe, expect, it } from '@jest/globals';
import { SAMPLE } from './arguments.spec-helper.ts';
import { frameworkOf } from './catalogue.ts';
import { checkGpu, checkImage, checkQuantization, checkTask } from './compatibility.ts';
import type { Framework } from './framework.ts';

const entry = (id: string): Framework => frameworkOf(id) ?? SAMPLE;
const messages = (problems: readonly { readonly message: string }[]): string[] =>
  problems.map(({ message }) => message);

describe('a quantization', () => {
  it('is one that the framework knows', () => {
    expect(checkQuantization(entry('vllm'), null, {})).toEqual([]);
    expect(checkQuantization(entry('vllm'), 'fp8', {})).toEqual([]);
    expect(checkQuantization(entry('vllm'), 'fp-8', {})).toEqual([
      { pointer: '/quantization', message: 'vLLM knows fp8, and not fp-8' },
    ]);
    expect(messages(checkQuantization(entry('vllm'), 'zzzzzz', {}))[0]).toContain('awq, gptq');
    expect(messages(checkQuantization(entry('tei'), 'fp8', {}))[0]).toContain('takes no quantization');
    expect(checkQuantization(entry('llama.cpp'), 'q4_k_m', {})).toEqual([]);
  });

  it('does not contradict the engine arguments', () => {
    expect(checkQuantization(entry('vllm'), 'fp8', { quantization: 'fp8' })).toEqual([]);
    expect(checkQuantization(entry('vllm'), 'awq', { quantization: 'awq' })).toEqual([]);
    expect(messages(checkQuantization(entry('vllm'), 'fp8', { quantization: 'awq' }))).toEqual([
      'is fp8, but the engine argument quantization says "awq"',
    ]);
  });
});

describe('a task', () => {
  it('is one that the framework serves', () => {
    expect(checkTask(entry('tei'), 'feature-extraction')).toEqual([]);
    expect(checkTask(entry('custom'), 'anything')).toEqual([]);
    expect(checkTask(entry('tei'), null)).toEqual([]);
    expect(checkTask(entry('tei'), 'text-to-image')).toEqual([
      { pointer: '/task', message: 'Text Embeddings Inference serves feature-extraction' },
    ]);
  });
});

describe('an image', () => {
  it('must be given where the framework has none', () => {
    expect(checkImage(entry('custom'), null)).toHaveLength(1);
    expect(checkImage(entry('custom'), {})).toEqual([]);
    expect(checkImage(entry('vllm'), null)).toEqual([]);
    expect(checkImage(entry('engine-double'), null)).toEqual([]);
  });
});

describe('a GPU', () => {
  it.each([
    ['vllm', null, 'v100', ''],
    ['sglang', null, 'v100', 'SGLang needs CUDA compute capability 7.5, and NVIDIA V100 has 7.0'],
    [
      'vllm',
      'fp8',
      't4',
      'quantization fp8 in vLLM needs CUDA compute capability 8.0, and NVIDIA T4 has 7.5',
    ],
    ['vllm', 'fp8', 'l4', ''],
    ['tei', null, 'b200', 'Text Embeddings Inference has no image for NVIDIA B200'],
    ['custom', null, 'v100', ''],
    ['vllm', null, 'abacus', ''],
    ['vllm', null, null, ''],
  ])('for %s with %s on %s: %j', (id, quantization, gpuModel, message) => {
    expect(messages(checkGpu(entry(id), quantization, gpuModel)).join()).toBe(message);
  });
});
