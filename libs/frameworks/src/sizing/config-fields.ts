/** A model’s `config.json`: anybody wrote it, so nothing in it is certain. */
export type Config = Readonly<Record<string, unknown>>;

const MOST = 1e13;

export const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of these fields that holds a number which can be meant; null when none does. */
export const numberIn = (config: Config, ...names: readonly string[]): number | null => {
  for (const name of names) {
    const value = config[name];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0 && value < MOST) return value;
  }
  return null;
};

export const textIn = (config: Config, ...names: readonly string[]): string | null => {
  const found = names.map((name) => config[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : null;
};

export const flagIn = (config: Config, name: string): boolean => config[name] === true;

/** The part that generates text: models that also see or hear describe it apart. */
export const partOf = (config: Config): Config => {
  const part = ['text_config', 'llm_config', 'language_config', 'thinker_config']
    .map((name) => config[name])
    .find(isConfig);
  return part === undefined ? config : { ...config, ...partOf(part) };
};

/** What it was made for, in tokens. */
export const contextOf = (config: Config): number | null =>
  numberIn(
    partOf(config),
    'max_position_embeddings',
    'max_sequence_length',
    'seq_length',
    'n_positions',
    'n_ctx',
    'max_target_positions',
    'model_max_length',
  );

const vocabularyOf = (config: Config): number =>
  (numberIn(config, 'vocab_size') ?? 0) *
  (numberIn(config, 'hidden_size', 'n_embd', 'd_model') ?? 0) *
  (flagIn(config, 'tie_word_embeddings') ? 1 : 2);

/** Words to vectors and back; null when the description does not say. */
export const embeddingsOf = (whole: Config): number | null => {
  const found = vocabularyOf(partOf(whole));
  return found > 0 ? found : null;
};

/**
 * Parameters of a transformer so described: of each layer the four projections of attention and three of each expert,
 * and the embeddings. Near enough to tell whether a published count means numbers or packs of eight.
 */
export const parametersByShape = (whole: Config): number | null => {
  const config = partOf(whole);
  const layers = numberIn(config, 'num_hidden_layers');
  const hidden = numberIn(config, 'hidden_size');
  const wide = numberIn(config, 'moe_intermediate_size', 'intermediate_size');
  if (layers === null || hidden === null || wide === null) return null;
  const heads = numberIn(config, 'num_attention_heads') ?? 1;
  const kvShare = (numberIn(config, 'num_key_value_heads') ?? heads) / heads;
  const experts = numberIn(config, 'n_routed_experts', 'num_local_experts', 'num_experts') ?? 1;
  const layer = 2 * hidden * hidden * (1 + kvShare) + 3 * hidden * wide * experts;
  return layers * layer + vocabularyOf(config);
};
