import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attentionOf, cacheBytesPerGpu, canShare } from './attention.ts';
import type { Config } from './config-fields.ts';
import { fromGguf } from './gguf.ts';
import { parametersFromName } from './model-name.ts';
import { GIB } from './model-size.ts';
import { fromSafetensors } from './safetensors.ts';

const alone = { degree: 1, by: 'heads' } as const;

const LLAMA_8B: Config = {
  model_type: 'llama',
  torch_dtype: 'bfloat16',
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  vocab_size: 128_256,
  tie_word_embeddings: false,
};
const DEEPSEEK: Config = {
  model_type: 'deepseek_v3',
  hidden_size: 7168,
  num_hidden_layers: 61,
  num_attention_heads: 128,
  num_key_value_heads: 128,
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  max_position_embeddings: 163_840,
  quantization_config: { quant_method: 'fp8', weight_block_size: [128, 128] },
};
const size = (more: Partial<Parameters<typeof fromSafetensors>[0]>) =>
  fromSafetensors({ model: 'x/y', parameters: {}, config: null, filesBytes: null, named: null, ...more });

describe('a model whose weights were counted', () => {
  it('is known to the byte', () => {
    expect(size({ parameters: { BF16: 8_030_261_248 }, config: LLAMA_8B })).toMatchObject({
      confidence: 'exact',
      parameters: 8_030_261_248,
      weightsBytes: 16_060_522_496,
      quantization: null,
      isBfloat16: true,
      contextTokens: 131_072,
      embeddingParameters: 2 * 128_256 * 4096,
    });
  });

  it('is less certain without its own description', () => {
    const found = size({ parameters: { BF16: 8_030_261_248 } });
    expect(found).toMatchObject({
      confidence: 'high',
      contextTokens: null,
      attention: { isEstimated: true },
    });
  });

  it('adds up its types', () => {
    const parameters = { BF16: 3_918_786_560, F8_E4M3: 680_571_043_840, F32: 41_555_600 };
    expect(size({ parameters, config: DEEPSEEK })).toMatchObject({
      quantization: 'fp8',
      weightsBytes: 2 * 3_918_786_560 + 680_571_043_840 + 4 * 41_555_600,
    });
  });

  it('is nothing when nothing was counted', () => {
    expect(size({})).toBeNull();
    expect(size({ parameters: { F16: 0 } })).toBeNull();
  });
});

describe('a model whose weights are packed', () => {
  // Of 7.62e9 weights 6.53e9 are packed, eight in each number of 32 bits.
  const awq: Config = { ...LLAMA_8B, quantization_config: { quant_method: 'awq', bits: 4 } };
  const packs = { I32: 816_000_000, F16: 1_190_000_000 };
  const counted = { I32: 6_528_000_000, F16: 1_190_000_000 };
  const bytes = 816_000_000 * 4 + 1_190_000_000 * 2;

  it.each([
    ['packs', packs],
    ['what is in them', counted],
  ])('is of the same size when the hub counted %s', (_, parameters) => {
    const named = parametersFromName('x/y-7b-awq');
    for (const known of [{ named }, { config: { ...awq } }, { filesBytes: bytes }]) {
      const found = size({ parameters, config: awq, ...known });
      expect(found?.weightsBytes).toBe(bytes);
      expect(found?.parameters).toBe(7_718_000_000);
      expect(found?.quantization).toBe('awq');
    }
  });

  it('has the bytes of its files, scales and all', () => {
    expect(size({ parameters: packs, config: awq, filesBytes: 5_570_000_000 })?.weightsBytes).toBe(
      5_570_000_000,
    );
  });

  it('in MXFP4 has 17 bytes for 32 weights', () => {
    // 24 layers x 32 experts x 24,883,200 weights, and a scale of 8 bits for each 32 of them.
    const parameters = { BF16: 1_804_459_584, U8: 19_707_494_400 };
    const config = { quantization_config: { quant_method: 'mxfp4' }, torch_dtype: 'bfloat16' };
    const found = size({ parameters, config, named: parametersFromName('openai/gpt-oss-20b') });
    expect(found?.weightsBytes).toBeCloseTo(1_804_459_584 * 2 + (24 * 32 * 24_883_200 * 17) / 32, -3);
    expect(found?.quantization).toBe('mxfp4');
  });

  it.each([
    [
      { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 4 } } } },
      4 * 10 + 2,
    ],
    [
      { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8 } } } },
      4 * 10 + 2,
    ],
    [{ quant_method: 'bitsandbytes', load_in_8bit: true }, 4 * 10 + 2],
  ])('as %j, else unknown, counts its types', (quantization_config, expected) => {
    expect(size({ parameters: { I32: 10, BF16: 1 }, config: { quantization_config } })?.weightsBytes).toBe(
      expected,
    );
  });
});

describe('the key-value cache', () => {
  it.each<[string, Config, number, number]>([
    ['grouped heads', LLAMA_8B, 8192, 32 * 2 * 8 * 128 * 8192 * 2],
    ['latent attention', DEEPSEEK, 8192, 61 * (512 + 64) * 8192 * 2],
    [
      'one head for all',
      { n_layer: 32, n_head: 71, hidden_size: 4544, multi_query: true },
      2048,
      32 * 2 * 64 * 2048 * 2,
    ],
    ['separate heads', { n_layer: 12, n_head: 12, n_embd: 768 }, 1024, 12 * 2 * 768 * 1024 * 2],
    ['a head size of its own', { ...LLAMA_8B, head_dim: 256 }, 1024, 32 * 2 * 8 * 256 * 1024 * 2],
    [
      'a window throughout',
      { ...LLAMA_8B, model_type: 'mistral', sliding_window: 4096 },
      8192,
      32 * 2 * 8 * 128 * 4096 * 2,
    ],
    [
      'a window of a kind not known',
      { ...LLAMA_8B, sliding_window: 4096 },
      8192,
      32 * 2 * 8 * 128 * 8192 * 2,
    ],
    [
      'a window that is not used',
      { ...LLAMA_8B, model_type: 'mistral', sliding_window: 4096, use_sliding_window: false },
      8192,
      32 * 2 * 8 * 128 * 8192 * 2,
    ],
    [
      'five of six in a window',
      {
        text_config: { ...LLAMA_8B, model_type: 'gemma3_text', num_hidden_layers: 12, sliding_window: 1024 },
      },
      8192,
      (2 * 8192 + 10 * 1024) * 2 * 8 * 128 * 2,
    ],
    [
      'layers by name',
      {
        ...LLAMA_8B,
        num_hidden_layers: 3,
        sliding_window: 128,
        layer_types: ['sliding_attention', 'full_attention', 'linear_attention'],
      },
      1024,
      (1024 + 128) * 2 * 8 * 128 * 2,
    ],
    [
      'one full layer in four, the others without',
      { ...LLAMA_8B, num_hidden_layers: 8, full_attention_interval: 4 },
      1024,
      2 * 1024 * 2 * 8 * 128 * 2,
    ],
    ['an encoder', { ...LLAMA_8B, model_type: 'xlm-roberta' }, 512, 0],
    [
      'a decoder of speech',
      { d_model: 1280, decoder_layers: 32, decoder_attention_heads: 20 },
      448,
      32 * 2 * 1280 * 448 * 2,
    ],
  ])('of %s', (_, config, tokens, bytes) => {
    const attention = attentionOf(config);
    expect(attention && cacheBytesPerGpu(attention, tokens, 2, alone)).toBe(bytes);
  });

  it.each<[Config]>([
    [{}],
    [{ num_hidden_layers: 2 }],
    [{ ...LLAMA_8B, num_attention_heads: 'many' }],
    [{ text_config: 7 }],
  ])('of %j is not said', (config) => {
    expect(attentionOf(config)).toBeNull();
  });

  it('is divided by heads as far as there are any, and by layers evenly', () => {
    const attention = attentionOf({ ...LLAMA_8B, num_key_value_heads: 2 })!;
    const on = (degree: number, by: 'heads' | 'layers') =>
      cacheBytesPerGpu(attention, 1024, 2, { degree, by });
    expect(on(1, 'heads') / on(2, 'heads')).toBe(2);
    expect(on(1, 'heads') / on(8, 'heads')).toBe(2);
    expect(on(1, 'layers') / on(8, 'layers')).toBe(8);
    const latent = attentionOf(DEEPSEEK)!;
    expect(cacheBytesPerGpu(latent, 10, 2, { degree: 8, by: 'heads' })).toBe(
      cacheBytesPerGpu(latent, 10, 2, alone),
    );
  });

  it.each([
    [32, 8, [1, 2, 4, 8]],
    [28, 4, [1, 2, 4]],
    [14, 2, [1, 2]],
    [71, 1, [1]],
    [40, 10, [1, 2]],
    [64, 8, [1, 2, 4, 8]],
    [32, 2, [1, 2, 4, 8]],
  ])('of %d heads, %d for keys and values, can be shared by %j', (heads, kvHeads, degrees) => {
    const attention = { ...attentionOf(LLAMA_8B)!, heads, kvHeads };
    expect([1, 2, 4, 8].filter((degree) => canShare(attention, degree))).toEqual(degrees);
  });
});

describe('any description of a model', () => {
  it('is read without an error, and never makes a cache that is no number', () => {
    const field = fc.constantFrom(
      ...Object.keys({ ...LLAMA_8B, ...DEEPSEEK }),
      'text_config',
      'layer_types',
      'sliding_window',
      'head_dim',
    );
    fc.assert(
      fc.property(
        fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.double(), fc.nat())),
        fc.nat(100_000),
        (config, tokens) => {
          const found = size({ parameters: { I32: 1000, F16: 10 }, config: { ...LLAMA_8B, ...config } });
          expect(Number.isFinite(found?.weightsBytes)).toBe(true);
          const attention = attentionOf({ ...LLAMA_8B, ...config });
          if (attention) expect(cacheBytesPerGpu(attention, tokens, 2, alone)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('a repository of GGUF files', () => {
  const facts = {
    parameters: 8_030_261_248,
    contextTokens: 131_072,
    quantization: null,
    named: null,
    files: [
      { name: 'm-Q4_K_M.gguf', bytes: 4_920_000_000 },
      { name: 'm-Q8_0-00001-of-00002.gguf', bytes: 5e9 },
      { name: 'm-Q8_0-00002-of-00002.gguf', bytes: 3.54e9 },
      { name: 'mmproj-m-Q8_0.gguf', bytes: 9e8 },
      { name: 'README.md', bytes: 100 },
    ],
  };

  it('has the usual kind, or the one that is wanted, as it was published', () => {
    expect(fromGguf(facts)).toMatchObject({
      weightsBytes: 4_920_000_000,
      quantization: 'q4_k_m',
      confidence: 'high',
    });
    expect(fromGguf({ ...facts, quantization: 'q8_0' })?.weightsBytes).toBe(8.54e9);
  });

  it('is reckoned by the bits of a kind whose file is not there', () => {
    const found = fromGguf({ ...facts, quantization: 'q6_k' });
    expect(found?.confidence).toBe('medium');
    expect((found?.weightsBytes ?? 0) / GIB).toBeCloseTo(6.13, 1);
    expect(fromGguf({ ...facts, parameters: 0 })).toBeNull();
  });
});
