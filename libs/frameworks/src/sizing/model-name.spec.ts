import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parametersFromName } from './model-name.ts';
import { quantizationFromName } from './name-quantization.ts';

describe('the parameters that a name says', () => {
  it.each([
    ['x/model-70b', 70.8, null],
    ['x/Model-1.5B-Instruct', 1.5, null],
    ['x/Model-30B-A3B', 30.8, 3],
    ['x/granite-1b-a400m', 1.25, 0.4],
    ['x/8x7B-merge', 46.48, null],
    ['x/OLMoE-1B-7B', 7.35, null],
    ['x/Qwen-7B-1M', 7.35, null],
    ['x/smol-360M', 0.36, null],
    ['x/bloom-1b7', 1.7, null],
    ['x/stablelm-2-1_6b', 1.6, null],
    ['x/Ling-1T', 1000.8, null],
    ['x/gemma-3n-E4B-it', 11, 4],
    ['x/DeepSeek-V3.1', 685, 37],
    ['x/DeepSeek-R1-Distill-Llama-70B', 70.8, null],
    ['x/whisper-large-v3', 1.55, null],
    ['70b', 70.8, null],
  ])('of %s are %d billion, of them %p active', (name, billions, active) => {
    const found = parametersFromName(name);
    expect((found?.parameters ?? 0) / 1e9).toBeCloseTo(billions, 2);
    expect(found?.activeParameters ?? null).toBe(active === null ? null : active * 1e9);
  });

  it.each(['x/model', 'x/model-v2', 'x/llama3.1', 'x/context-128k', 'x/sha-1b7f2', '', '/', 'x/7bit'])(
    'of %j are not said',
    (name) => {
      expect(parametersFromName(name)).toBeNull();
    },
  );

  it.each([
    ['x/a-7b', 'high'],
    ['x/a-8x7b', 'medium'],
    ['x/a-7b-GGUF', 'medium'],
    ['x/a-7b-Q4_K_M-GGUF', 'high'],
    ['x/a-e4b', 'low'],
  ])('of %s are known with %s confidence', (name, confidence) => {
    expect(parametersFromName(name)?.confidence).toBe(confidence);
  });

  it('leave the kind of a GGUF file open where many are', () => {
    const kind = (asked: string | null) => parametersFromName('x/a-7b-GGUF', asked)?.quantization;
    expect([kind(null), kind('q8_0'), kind('nonsense')]).toEqual(['q4_k_m', 'q8_0', 'q4_k_m']);
    expect(parametersFromName('x/a-7b-Q4_K_M-GGUF', 'q8_0')?.quantization).toBe('q4_k_m');
  });
});

describe('the quantization that a name says', () => {
  it.each([
    ['a-AWQ', 'awq', 4.35],
    ['a-awq-int4', 'awq', 4.35],
    ['a-GPTQ', 'gptq', 4.35],
    ['a-GPTQ-Int8', 'gptq', 8.2],
    ['a-FP8-dynamic', 'fp8', 8],
    ['a-quantized.w4a16', 'compressed-tensors', 4.35],
    ['a-quantized.w8a8', 'compressed-tensors', 8],
    ['a-NVFP4', 'modelopt', 4.5],
    ['a-bnb-4bit', 'bitsandbytes', 4.35],
    ['a-4bit', 'bitsandbytes', 4.35],
    ['a-int8', 'int8', 8],
    ['a-GGUF', 'q4_k_m', 4.89],
    ['a-Q5_K_S.gguf', 'q5_k_s', 5.57],
    ['a.Q8_0.gguf', 'q8_0', 8.5],
    ['a-IQ2_XXS.gguf', 'iq2_xxs', 2.39],
    ['a-UD-Q4_K_XL.gguf', 'q4_k_m', 4.89],
    ['a-Q4_0_4_4.gguf', 'q4_0', 4.66],
    ['a-F16.gguf', 'f16', 16],
    ['a-q4-k-m', 'q4_k_m', 4.89],
  ])('of %s is %s, %d bits', (name, id, bits) => {
    expect(quantizationFromName(name)).toMatchObject({ id, bits });
  });

  it.each(['a-7b', 'a-instruct', 'squawq', 'sq8x'])('of %s is none', (name) => {
    expect(quantizationFromName(name)).toBeNull();
  });
});

describe('any name', () => {
  it('is read without an error and in no time', () => {
    const parts = fc.constantFrom(
      '7b',
      '8x7b',
      '-',
      '_',
      '1_6b',
      'a3b',
      'gguf',
      'q4_k_m',
      '.',
      '/',
      'e4b',
      '9'.repeat(40),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts, { maxLength: 60 }).map((some) => some.join('')),
          fc.array(parts, { maxLength: 9 }).map((some) => some.join('-')),
        ),
        (name) => {
          const found = parametersFromName(name);
          if (found === null) return;
          expect(Number.isFinite(found.weightsBytes)).toBe(true);
          expect(found.parameters).toBeGreaterThan(0);
          expect(found.weightsBytes).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('with more parameters needs no less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.constantFrom('', '-awq', '-fp8', '-q4_k_m-gguf'),
        (billions, more, mark) => {
          const bytes = (size: number) => parametersFromName(`x/a-${size}b${mark}`)?.weightsBytes ?? 0;
          expect(bytes(billions + more)).toBeGreaterThanOrEqual(bytes(billions));
        },
      ),
    );
  });
});
