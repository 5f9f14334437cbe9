import { type Config, flagIn, numberIn, partOf, textIn } from './config-fields.ts';

/** What a model keeps of every token that it has read: the key-value cache. */
export interface Attention {
  readonly layers: readonly CachedLayers[];
  /** Null: not known, and any division is taken for possible. */
  readonly heads: number | null;
  readonly kvHeads: number | null;
  /** Every GPU keeps all of it: one compressed vector per token cannot be divided by heads. */
  readonly isReplicated: boolean;
  /** From the number of parameters, not from the model’s own description. */
  readonly isEstimated: boolean;
}

/** Layers that keep the same. */
export interface CachedLayers {
  readonly count: number;
  /** Numbers kept of one token in one layer. */
  readonly elementsPerToken: number;
  /** Only so many of the last tokens; null: all. */
  readonly windowTokens: number | null;
}

export const NO_CACHE: Attention = {
  layers: [],
  heads: null,
  kvHeads: null,
  isReplicated: false,
  isEstimated: false,
};

/**
 * Published models with grouped heads, in elements for each token: 1.5B 14,336, 8B 65,536, 14B 98,304, 32B 131,072, 70B
 * 163,840, 405B 258,048. A power of 0.42 through 8B stays at or above nearly all of them.
 */
const GROUPED = { elements: 65_536, parameters: 8e9, power: 0.42 };
/** Before heads were grouped: 6.7B 262,144, 13B 409,600, 32.5B 798,720, 65B 1,310,720. */
const SEPARATE = { elements: 262_144, parameters: 6.74e9, power: 0.71 };

/** The cache of usual models of this size. */
export const usualAttention = (parameters: number, heads: 'grouped' | 'separate' = 'grouped'): Attention => {
  const usual = heads === 'grouped' ? GROUPED : SEPARATE;
  const elementsPerToken = Math.ceil(usual.elements * (parameters / usual.parameters) ** usual.power);
  return {
    layers: [{ count: 1, elementsPerToken, windowTokens: null }],
    heads: null,
    kvHeads: null,
    isReplicated: false,
    isEstimated: true,
  };
};

/** Kinds that read a text at once and keep nothing of it. */
const ENCODERS =
  /^(bert|roberta|xlm-roberta|camembert|distilbert|mpnet|nomic_bert|modernbert|deberta|deberta-v2|electra|albert|new|clip|siglip|vit)$/;

const kvHeadsOf = (config: Config, heads: number): number => {
  const given = numberIn(config, 'num_key_value_heads', 'num_kv_heads', 'multi_query_group_num');
  if (given !== null) return given;
  return flagIn(config, 'multi_query') && !flagIn(config, 'new_decoder_architecture') ? 1 : heads;
};

/** Multi-head latent attention: of each token one compressed vector and one rotated key, for all heads together. */
const latent = (config: Config): number | null => {
  const rank = numberIn(config, 'kv_lora_rank');
  return rank === null ? null : rank + (numberIn(config, 'qk_rope_head_dim') ?? 0);
};

type LayerKind = 'full' | 'window' | 'none';

const kindOf = (name: string): LayerKind => {
  if (/linear|mamba|recurrent|conv|ssm/.test(name)) return 'none';
  return /sliding|chunked|local/.test(name) ? 'window' : 'full';
};

/** Every how many layers one keeps all tokens, for kinds that do not say it themselves. */
const USUAL_PATTERN: Readonly<Record<string, number>> = { gemma2: 2, gemma3: 6, gemma3_text: 6, cohere2: 4 };
/** Kinds whose window holds for every layer. Of any other kind a window is not believed: too much is better than too little. */
const WINDOWED_THROUGHOUT = /^(mistral|mixtral|phi3|starcoder2)$/;

const windowOf = (config: Config): number | null =>
  config['use_sliding_window'] === false ? null : numberIn(config, 'sliding_window', 'attention_chunk_size');

const repeating = (count: number, period: number, others: LayerKind): LayerKind[] =>
  Array.from({ length: count }, (_, at) => ((at + 1) % period === 0 ? 'full' : others));

/** Which layers keep all tokens, which a window of them, and which nothing. */
const kindsOf = (config: Config, count: number): readonly LayerKind[] => {
  const named = config['layer_types'];
  if (Array.isArray(named) && named.length > 0)
    return named.slice(0, count).map((name) => kindOf(String(name)));
  const interval = numberIn(config, 'full_attention_interval');
  if (interval !== null) return repeating(count, interval, 'none');
  const type = textIn(config, 'model_type') ?? '';
  const pattern = numberIn(config, 'sliding_window_pattern') ?? USUAL_PATTERN[type] ?? null;
  if (pattern !== null) return repeating(count, pattern, 'window');
  return Array.from({ length: count }, () => (WINDOWED_THROUGHOUT.test(type) ? 'window' : 'full'));
};

const groupsOf = (config: Config, count: number, elementsPerToken: number): CachedLayers[] => {
  const kinds = kindsOf(config, count);
  const ofKind = (wanted: LayerKind): number => kinds.filter((kind) => kind === wanted).length;
  return [
    { count: ofKind('full'), elementsPerToken, windowTokens: null },
    { count: ofKind('window'), elementsPerToken, windowTokens: windowOf(config) },
  ].filter((group) => group.count > 0);
};

/** No model has nearly so many: a description that says more is not believed. */
const MOST_LAYERS = 4096;

interface Shape {
  readonly layers: number;
  readonly heads: number;
  readonly hidden: number;
}

const shapeOf = (config: Config): Shape | null => {
  const layers = numberIn(config, 'num_hidden_layers', 'n_layer', 'decoder_layers', 'num_layers');
  const heads = numberIn(config, 'num_attention_heads', 'n_head', 'decoder_attention_heads');
  const hidden = numberIn(config, 'hidden_size', 'n_embd', 'd_model');
  if (layers === null || heads === null || hidden === null) return null;
  const isSound = Number.isInteger(layers) && Number.isInteger(heads) && layers <= MOST_LAYERS;
  return isSound ? { layers, heads, hidden } : null;
};

const isEncoder = (config: Config): boolean =>
  ENCODERS.test(textIn(config, 'model_type') ?? '') && !flagIn(config, 'is_decoder');

/** What the model’s own description says of its cache; null when it does not say enough. */
export const attentionOf = (whole: Config): Attention | null => {
  const config = partOf(whole);
  if (isEncoder(config)) return NO_CACHE;
  const shape = shapeOf(config);
  if (shape === null) return null;
  const { layers, heads, hidden } = shape;
  const kvHeads = kvHeadsOf(config, heads);
  const headSize = numberIn(config, 'head_dim', 'kv_channels') ?? hidden / heads;
  const shared = latent(config);
  return {
    layers: groupsOf(config, layers, shared ?? 2 * kvHeads * headSize),
    heads,
    kvHeads: shared === null ? kvHeads : null,
    isReplicated: shared !== null,
    isEstimated: false,
  };
};

/** How several GPUs share one model, as far as its cache goes. */
export interface Sharing {
  readonly degree: number;
  readonly by: 'heads' | 'layers';
}

/**
 * Bytes that one request keeps on each GPU. Shared by heads, a GPU keeps its part of the key-value heads; when there are
 * more GPUs than such heads, each keeps one of them, some the same.
 */
export const cacheBytesPerGpu = (
  { layers, kvHeads, isReplicated }: Attention,
  tokens: number,
  bytesPerElement: number,
  { degree, by }: Sharing,
): number => {
  const elements = layers.reduce(
    (sum, { count, elementsPerToken, windowTokens }) =>
      sum + count * elementsPerToken * Math.min(tokens, windowTokens ?? tokens),
    0,
  );
  const byHeads = isReplicated ? 1 : Math.min(degree, kvHeads ?? degree);
  return (elements * bytesPerElement) / (by === 'heads' ? byHeads : degree);
};

/**
 * Whether the heads can be shared so: each GPU takes as many attention heads as the others, and of the key-value heads
 * either as many, or one that it has together with others.
 */
export const canShare = ({ heads, kvHeads, isReplicated }: Attention, degree: number): boolean => {
  if (heads === null) return true;
  if (heads % degree !== 0) return false;
  return isReplicated || kvHeads === null || kvHeads % degree === 0 || degree % kvHeads === 0;
};
