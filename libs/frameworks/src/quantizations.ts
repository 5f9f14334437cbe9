import type { Quantization } from './framework.ts';
import { GGUF_BITS } from './sizing/gguf-bits.ts';

/**
 * Four bits and their scales: one scale of 16 bits, and for some a zero point, for each 64 or 128 weights is 3 to 9 %
 * more.
 */
export const FOUR_BITS = 4.35;

export const AWQ: Quantization = {
  id: 'awq',
  passes: null,
  bitsPerWeight: FOUR_BITS,
  atLoad: false,
  minComputeCapability: 75,
  help: '4 bits, made with activations in view. The weights must be made so.',
};
export const GPTQ: Quantization = {
  id: 'gptq',
  passes: null,
  bitsPerWeight: FOUR_BITS,
  atLoad: false,
  minComputeCapability: 70,
  help: '4 bits, made layer by layer. The weights must be made so.',
};
export const COMPRESSED_TENSORS: Quantization = {
  id: 'compressed-tensors',
  passes: null,
  bitsPerWeight: 8,
  atLoad: false,
  minComputeCapability: 75,
  help: '4 or 8 bits, as the weights themselves say.',
};
export const MXFP4: Quantization = {
  id: 'mxfp4',
  passes: null,
  bitsPerWeight: 4.25,
  atLoad: false,
  minComputeCapability: 80,
  help: '4 bits in blocks of 32 with a common scale. The weights must be made so.',
};
export const FP8: Quantization = {
  id: 'fp8',
  passes: 'fp8',
  bitsPerWeight: 8,
  atLoad: true,
  minComputeCapability: 80,
  help: '8 bits: half the memory, nearly the same answers. Made while loading; fastest on Ada, Hopper and newer.',
};
export const BITSANDBYTES: Quantization = {
  id: 'bitsandbytes',
  passes: 'bitsandbytes',
  bitsPerWeight: FOUR_BITS,
  atLoad: true,
  minComputeCapability: 70,
  help: '4 bits, made while loading: any model, slower than AWQ and GPTQ.',
};

/** Kinds of GGUF files: which one of a repository is meant. */
export const GGUF_QUANTIZATIONS: readonly Quantization[] = Object.entries(GGUF_BITS).map(
  ([id, bitsPerWeight]) => ({
    id,
    passes: null,
    bitsPerWeight,
    atLoad: false,
    minComputeCapability: 0,
    help: `The GGUF file of kind ${id.toUpperCase()}: ${bitsPerWeight} bits for each weight.`,
  }),
);
