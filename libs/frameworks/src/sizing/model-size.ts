import type { Attention } from './attention.ts';

export type Confidence = 'exact' | 'high' | 'medium' | 'low';

/** What a model is, as far as its memory goes. */
export interface ModelSize {
  /** Where it is known from. */
  readonly source: 'safetensors' | 'gguf' | 'name';
  readonly confidence: Confidence;
  readonly parameters: number;
  /** Used for one token, where not all are; it saves time and no memory. Null: not known, or all. */
  readonly activeParameters: number | null;
  readonly weightsBytes: number;
  /** Parameters that stay at 16 bits when the others are quantized: the table of words, and the way back to them. */
  readonly embeddingParameters: number;
  /** How the weights are quantized already; null: whole numbers of 16 or 32 bits. */
  readonly quantization: string | null;
  /** GPUs before Ampere do not compute in bfloat16. Null: not known. */
  readonly isBfloat16: boolean | null;
  readonly attention: Attention;
  /** What it was made for; null: not known. */
  readonly contextTokens: number | null;
  /** In words, how its size is known. */
  readonly because: string;
}

export const GIB = 1024 ** 3;
export const MIB = 1024 ** 2;

const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high', 'exact'];

export const leastSure = (one: Confidence, other: Confidence): Confidence =>
  CONFIDENCES.indexOf(one) <= CONFIDENCES.indexOf(other) ? one : other;

/**
 * Embeddings of published models: 0.23e9 of 1.5e9, 1.09e9 of 7.6e9, 1.05e9 of 8.0e9, 1.56e9 of 32.8e9, 2.1e9 of 70.6e9.
 * So about 14 % of a small model, and not much more than 1.6e9.
 */
export const usualEmbeddings = (parameters: number): number => Math.min(parameters * 0.14, 1.6e9);

/**
 * Bytes of weights with so many bits each; below 16 bits, embeddings keep 16. A 7.6B model in 4.35 bits:
 * 6.5e9 x 4.35 / 8 + 1.09e9 x 2 = 5.7 GB, and 5.6 GB are published.
 */
export const bytesOfWeights = (parameters: number, embeddingParameters: number, bits: number): number => {
  if (bits >= 16) return (parameters * bits) / 8;
  const embeddings = Math.min(embeddingParameters, parameters);
  return ((parameters - embeddings) * bits) / 8 + embeddings * 2;
};

/** `15.0 GiB`, `1.35 TiB`, `12 MiB`. */
export const inWords = (bytes: number): string => {
  if (bytes >= 1000 * GIB) return `${(bytes / GIB / 1024).toFixed(2)} TiB`;
  return bytes >= GIB ? `${(bytes / GIB).toFixed(1)} GiB` : `${Math.ceil(bytes / MIB)} MiB`;
};
