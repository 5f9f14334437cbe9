import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SAMPLE } from '../arguments.spec-helper.ts';
import { FRAMEWORKS, frameworkOf } from '../catalogue.ts';
import { HARDWARE, LASTING_HARDWARE, hardwareOf } from '../hardware.ts';
import { attentionOf } from './attention.ts';
import { parametersFromName } from './model-name.ts';
import { MIB, type ModelSize } from './model-size.ts';
import { type SizingQuestion, sizeModel } from './size-model.ts';

const question = (framework: string, more: Partial<SizingQuestion> = {}): SizingQuestion => ({
  framework: frameworkOf(framework) ?? SAMPLE,
  driver: null,
  quantization: null,
  contextTokens: null,
  concurrency: null,
  engineArguments: {},
  prices: {},
  ...more,
});

const llama8b: ModelSize = {
  source: 'safetensors',
  confidence: 'exact',
  parameters: 8_030_261_248,
  activeParameters: null,
  weightsBytes: 16_060_522_496,
  embeddingParameters: 1_050_673_152,
  quantization: null,
  isBfloat16: true,
  attention: attentionOf({
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    hidden_size: 4096,
  })!,
  contextTokens: 131_072,
  because: 'its files hold 8.03 billion weights in 15.0 GiB',
};
const on = (sizing: ReturnType<typeof sizeModel>, id: string) =>
  sizing.hardware.find(({ hardwareId }) => hardwareId === id)!;

describe('a model of 8B with its whole context', () => {
  const sizing = sizeModel(llama8b, question('vllm'));

  it('needs its weights and 16 GiB of cache, and says on what they fit', () => {
    expect(sizing).toMatchObject({
      weightsMib: 15_317,
      kvCacheMib: 16_384,
      contextTokens: 131_072,
      bitsPerWeight: 16,
    });
    // 31 GiB: 15.5 on each of two cards of 24 GiB, for 2 x 0.648 dollars.
    expect(sizing.recommended).toMatchObject({
      hardwareId: 'rtx4090-2x',
      tensorParallel: 2,
      utilisationPercent: 76,
    });
    expect(on(sizing, 'l40s-1x').message).toBe(
      'Fits: 15.0 GiB of weights and 16.0 GiB of key-value cache for 131072 tokens take 74 % of what 1 x NVIDIA L40S offers.',
    );
    expect(on(sizing, 'l4-1x').message).toBe(
      'Does not fit: 15.0 GiB of weights and 16.0 GiB of key-value cache for 131072 tokens need 31.0 GiB on each GPU, and 1 x NVIDIA L4 offers 20.6 GiB.',
    );
    expect(on(sizing, 'cpu-4x').message).toBe('Does not fit: vLLM needs a GPU.');
    expect(sizing.explanation).toContain('Cheapest is rtx4090-2x.');
  });

  it('has a disk for its weights, with room to fetch them, and its image', () => {
    expect(sizing.diskMib).toBe(Math.ceil((16_060_522_496 * 1.2) / MIB + 30 * 1024));
  });

  it('would fit on less with fewer bits or a shorter context', () => {
    // 8 bits: 8.5 + 16 GiB, on no less. 4 bits: 5.5 + 16 GiB, 10.8 on each of two T4. 65,536 tokens: 15 + 8 GiB, 11.5.
    expect(sizing.hints.map(({ message }) => message)).toEqual([
      'With awq (a model with such weights) it would fit on t4-2x for $0.86 an hour.',
      'With a context of 65536 tokens it would fit on t4-2x for $0.86 an hour.',
    ]);
  });

  it('has nothing to be told on new GPUs, and a type that they know on old ones', () => {
    expect(on(sizing, 'rtx4090-2x').engineArguments).toEqual({});
    expect(on(sizing, 't4-4x').engineArguments).toEqual({ dtype: 'half' });
    expect(
      on(sizeModel({ ...llama8b, isBfloat16: false }, question('vllm')), 't4-4x').engineArguments,
    ).toEqual({});
  });
});

describe('what its user asks for', () => {
  it('is a context, and the engine is held to it', () => {
    const sizing = sizeModel(llama8b, question('vllm', { contextTokens: 8192 }));
    expect(sizing.recommended).toMatchObject({
      hardwareId: 'rtx4090-1x',
      engineArguments: { maxModelLen: 8192 },
    });
    expect(sizing.hints).toEqual([]);
    const own = sizeModel(llama8b, question('vllm', { engineArguments: { maxModelLen: 4096 } }));
    expect(own).toMatchObject({ contextTokens: 4096, recommended: { engineArguments: {} } });
  });

  it('is several requests at once', () => {
    const sizing = sizeModel(llama8b, question('vllm', { contextTokens: 8192, concurrency: 16 }));
    expect(sizing).toMatchObject({ concurrency: 16, kvCacheMib: 16_384 });
  });

  it('is a smaller cache', () => {
    const sizing = sizeModel(llama8b, question('vllm', { engineArguments: { kvCacheDtype: 'fp8' } }));
    expect(sizing.kvCacheMib).toBe(8192);
  });

  it('is a quantization that the engine makes', () => {
    const sizing = sizeModel(llama8b, question('vllm', { quantization: 'fp8', contextTokens: 8192 }));
    // 7.0e9 x 1 byte and 1.05e9 x 2 bytes.
    expect(sizing).toMatchObject({ weightsMib: 8661, quantization: 'fp8', warnings: [] });
    expect(on(sizing, 't4-1x').message).toContain(
      'quantization fp8 in vLLM needs CUDA compute capability 8.0',
    );
  });

  it('is a quantization that needs other weights, and is told so', () => {
    const codes = (model: ModelSize, quantization: string) =>
      sizeModel(model, question('vllm', { quantization })).warnings.map(({ code }) => code);
    expect(codes(llama8b, 'awq')).toEqual(['other_weights_needed']);
    expect(codes({ ...llama8b, quantization: 'awq' }, 'awq')).toEqual([]);
    expect(codes({ ...llama8b, quantization: 'awq' }, 'fp8')).toEqual(['other_weights_needed']);
  });

  it('is paid at the prices of the day', () => {
    const prices = { 'h100-8x': 36_000 };
    expect(sizeModel(llama8b, question('vllm', { prices })).recommended).toMatchObject({
      hardwareId: 'h100-8x',
      priceNanoUsdPerHour: 36_000,
    });
  });
});

describe('a model known by its name alone', () => {
  const sizing = sizeModel(parametersFromName('x/y-8b')!, question('vllm'));

  it('gets a usual context, which the engine is told, and says that it is a guess', () => {
    expect(sizing.recommended?.engineArguments).toEqual({ maxModelLen: 8192 });
    expect(sizing.warnings.map(({ code }) => code)).toEqual(['context_assumed', 'cache_estimated']);
  });
});

describe('a model that is too large for everything', () => {
  it('has no hardware, and hints what would help', () => {
    const sizing = sizeModel(parametersFromName('x/y-1000b')!, question('vllm', { contextTokens: 131_072 }));
    expect(sizing.recommended).toBeNull();
    expect(sizing.explanation).toContain('No hardware of the catalogue holds that.');
    expect(sizing.hints.map(({ quantization }) => quantization)).toEqual(['fp8', 'awq']);
  });

  it('may need both at once', () => {
    const sizing = sizeModel(
      parametersFromName('x/y-2300b')!,
      question('vllm', { contextTokens: 1_000_000 }),
    );
    expect(sizing.hints).toMatchObject([{ kind: 'both', quantization: 'awq' }]);
  });

  it('is not hinted to shrink what is small already', () => {
    const sizing = sizeModel(parametersFromName('x/y-4000b-awq')!, question('vllm'));
    expect([sizing.recommended, sizing.hints]).toEqual([null, []]);
  });
});

describe('the way in which a framework uses GPUs', () => {
  const small = { ...llama8b, weightsBytes: 1e9, contextTokens: 2048 };

  it('shares heads evenly, or not at all', () => {
    const attention = { ...llama8b.attention, heads: 14, kvHeads: 2 };
    const sizing = sizeModel({ ...small, attention }, question('vllm'));
    expect(on(sizing, 'l4-2x').fits).toBe(true);
    expect(on(sizing, 'l4-4x').message).toBe(
      'Does not fit: 4 GPUs cannot share its 14 attention heads (2 for keys and values) evenly.',
    );
  });

  it('takes one where it knows no more, and needs no cache for embeddings', () => {
    const sizing = sizeModel(small, question('tei'));
    expect(sizing.kvCacheMib).toBe(0);
    expect(on(sizing, 'l4-2x').message).toContain('uses one GPU');
    expect(on(sizing, 'b200-1x').message).toContain('no image for NVIDIA B200');
  });

  it('divides layers, and one cache among slots', () => {
    const sizing = sizeModel(small, question('llama.cpp', { contextTokens: 4096 }));
    expect(sizing).toMatchObject({ concurrency: 4, contextTokens: 4096 });
    expect(sizing.recommended?.engineArguments).toEqual({ ctxSize: 16_384 });
    expect(on(sizing, 'l4-4x')).toMatchObject({ fits: true, tensorParallel: null });
    const slots = sizeModel(small, question('llama.cpp', { contextTokens: 4096, concurrency: 2 }));
    expect(slots.recommended?.engineArguments).toEqual({ ctxSize: 8192, parallel: 2 });
    expect(slots.warnings.map(({ code }) => code)).toEqual(['gguf_needed']);
  });

  it('stays on the CPU where its driver has no containers', () => {
    const tiny = { ...small, weightsBytes: 5e7, attention: { ...llama8b.attention, layers: [] } };
    const sizing = sizeModel(tiny, question('llama.cpp', { driver: 'process' }));
    expect(sizing.recommended?.hardwareId).toBe('cpu-1x');
    expect(on(sizing, 'l4-1x').message).toContain('runs on the CPU here');
  });
});

describe('any model on any framework', () => {
  const anyModel = fc
    .record({
      parameters: fc.double({ min: 1e6, max: 3e12, noNaN: true }),
      bits: fc.constantFrom(4, 8, 16, 32),
      heads: fc.constantFrom(12, 14, 28, 32, 40, 64),
      kvHeads: fc.constantFrom(1, 2, 4, 8),
      layers: fc.integer({ min: 1, max: 130 }),
      contextTokens: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    })
    .map(({ parameters, bits, heads, kvHeads, layers, contextTokens }): ModelSize => ({
      ...llama8b,
      parameters,
      weightsBytes: (parameters * bits) / 8,
      contextTokens,
      attention: {
        layers: [{ count: layers, elementsPerToken: 2 * kvHeads * 128, windowTokens: null }],
        heads,
        kvHeads,
        isReplicated: false,
        isEstimated: false,
      },
    }));
  const anyFramework = fc.constantFrom(...FRAMEWORKS.map(({ id }) => id));
  const tokens = fc.integer({ min: 1, max: 500_000 });
  const price = (sizing: ReturnType<typeof sizeModel>) => sizing.recommended?.priceNanoUsdPerHour ?? Infinity;

  it('fits only where the memory really is, shared evenly', () => {
    fc.assert(
      fc.property(anyModel, anyFramework, fc.option(tokens), (model, id, contextTokens) => {
        const sizing = sizeModel(model, question(id, { contextTokens }));
        expect(sizing.hardware).toHaveLength(LASTING_HARDWARE.length);
        for (const { hardwareId, fits, tensorParallel, neededMib } of sizing.hardware) {
          if (!fits) continue;
          const { gpuCount, gpuMemoryMib, memoryMib } = hardwareOf(hardwareId)!;
          const whole = gpuCount === 0 ? memoryMib : gpuMemoryMib * gpuCount;
          expect(model.weightsBytes).toBeLessThan(whole * MIB);
          expect(neededMib).toBeLessThanOrEqual((gpuCount === 0 ? memoryMib : gpuMemoryMib) * 0.9);
          if (tensorParallel !== null) expect(model.attention.heads! % tensorParallel).toBe(0);
        }
        const order = sizing.hardware.map(({ fits }) => fits);
        expect(order.lastIndexOf(true)).toBe(order.filter(Boolean).length - 1);
      }),
    );
  });

  it('never needs less for more context, more requests or more weights', () => {
    fc.assert(
      fc.property(anyModel, anyFramework, tokens, fc.nat(500_000), (model, id, contextTokens, more) => {
        const base = sizeModel(model, question(id, { contextTokens, concurrency: 2 }));
        const longer = sizeModel(
          model,
          question(id, { contextTokens: contextTokens + more, concurrency: 2 }),
        );
        const wider = sizeModel(model, question(id, { contextTokens, concurrency: 2 + (more % 9) }));
        const heavier = sizeModel(
          { ...model, weightsBytes: model.weightsBytes + more * 1e6 },
          question(id, { contextTokens, concurrency: 2 }),
        );
        for (const larger of [longer, wider, heavier]) {
          expect(price(larger)).toBeGreaterThanOrEqual(price(base));
          expect(larger.kvCacheMib + larger.weightsMib).toBeGreaterThanOrEqual(
            base.kvCacheMib + base.weightsMib,
          );
        }
      }),
    );
  });

  it('is put on spot hardware only for whoever asks for it, and then for less', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const lasting = sizeModel(model, question('vllm'));
        const spot = sizeModel(model, question('vllm', { spot: true }));
        expect(lasting.hardware.some(({ hardwareId }) => hardwareOf(hardwareId)!.spot)).toBe(false);
        expect(lasting.hints.some(({ hardwareId }) => hardwareOf(hardwareId)!.spot)).toBe(false);
        expect(spot.hardware).toHaveLength(HARDWARE.length);
        if (lasting.recommended === null) expect(spot.recommended).toBeNull();
        else {
          expect(price(spot)).toBeLessThan(price(lasting));
          expect(hardwareOf(spot.recommended!.hardwareId)!.spot).toBe(true);
        }
      }),
    );
  });

  it('is hinted only to what is cheaper, and truly fits', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const sizing = sizeModel(model, question('vllm'));
        for (const hint of sizing.hints) {
          expect(hardwareOf(hint.hardwareId)!.priceNanoUsdPerHour).toBeLessThan(price(sizing));
          const followed = sizeModel(
            model,
            question('vllm', { quantization: hint.quantization, contextTokens: hint.contextTokens }),
          );
          expect(followed.recommended?.hardwareId).toBe(hint.hardwareId);
        }
      }),
    );
  });
});
