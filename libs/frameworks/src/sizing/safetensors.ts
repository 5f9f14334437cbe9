import { attentionOf, usualAttention } from './attention.ts';
import {
  type Config,
  contextOf,
  embeddingsOf,
  flagIn,
  isConfig,
  numberIn,
  parametersByShape,
  textIn,
} from './config-fields.ts';
import { type ModelSize, inWords, usualEmbeddings } from './model-size.ts';

/** What the hub says of a model’s weights. */
export interface SafetensorsFacts {
  readonly model: string;
  /** How many numbers there are of each type, as safetensors names them. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The model’s `config.json`; null when it cannot be read. */
  readonly config: Config | null;
  /** All weight files together; null when their sizes are not known. */
  readonly filesBytes: number | null;
  /** What the name says, to tell numbers from packs of numbers. */
  readonly named: ModelSize | null;
}

const BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  BF16: 2,
  F16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F4: 0.5,
};
/** A type not yet known is taken for a large one. */
const bytesOfType = (type: string): number => BYTES[type.toUpperCase()] ?? 4;

interface Packing {
  readonly method: string;
  readonly bits: number;
  /** The type in which several weights stand for one number. */
  readonly type: 'I32' | 'U8';
}

const bitsIn = (config: Config): number => {
  const groups = isConfig(config['config_groups']) ? Object.values(config['config_groups']) : [];
  const weights = groups
    .filter(isConfig)
    .map(({ weights: of }) => of)
    .find(isConfig);
  const said = numberIn(config, 'bits', 'w_bit') ?? (weights ? numberIn(weights, 'num_bits') : null);
  return said ?? (flagIn(config, 'load_in_8bit') ? 8 : 4);
};

const methodOf = (config: Config | null): { readonly method: string; readonly bits: number } | null => {
  const said = config?.['quantization_config'] ?? config?.['compression_config'];
  if (!isConfig(said)) return null;
  const method = (textIn(said, 'quant_method') ?? 'quantized').toLowerCase();
  return { method, bits: method === 'fp8' ? 8 : bitsIn(said) };
};

const packingOf = (facts: SafetensorsFacts): Packing | null => {
  const made = methodOf(facts.config);
  if (made === null || made.bits >= 8) return null;
  const types = Object.keys(facts.parameters);
  const type = types.includes('I32') ? 'I32' : types.includes('U8') ? 'U8' : null;
  return type === null ? null : { ...made, type };
};

interface Reading {
  readonly parameters: number;
  readonly bytes: number;
}

const plainReading = (counts: Readonly<Record<string, number>>): Reading => ({
  parameters: Object.values(counts).reduce((sum, count) => sum + count, 0),
  bytes: Object.entries(counts).reduce((sum, [type, count]) => sum + count * bytesOfType(type), 0),
});

/**
 * Of weights packed into larger numbers, the hub counts either the packs or what is in them, by when it last looked. Both
 * readings, the packs first. MXFP4: in the second, 32 weights and their scale count 33, and are 16 + 1 bytes.
 */
const readings = (
  counts: Readonly<Record<string, number>>,
  { method, bits, type }: Packing,
): [Reading, Reading] => {
  const { [type]: packs = 0, ...others } = counts;
  const rest = plainReading(others);
  const perPack = (bytesOfType(type) * 8) / bits;
  const bytesOfOne = method === 'mxfp4' ? 17 / 33 : bits / 8;
  return [
    { parameters: rest.parameters + packs * perPack, bytes: rest.bytes + packs * bytesOfType(type) },
    { parameters: rest.parameters + packs, bytes: rest.bytes + packs * bytesOfOne },
  ];
};

const nearer = (
  [one, other]: [Reading, Reading],
  value: (reading: Reading) => number,
  to: number,
): Reading => (Math.abs(Math.log(value(one) / to)) <= Math.abs(Math.log(value(other) / to)) ? one : other);

const read = (facts: SafetensorsFacts): Reading => {
  const packing = packingOf(facts);
  if (packing === null) return plainReading(facts.parameters);
  const both = readings(facts.parameters, packing);
  if (facts.filesBytes !== null && facts.filesBytes > 0)
    return { ...nearer(both, ({ bytes }) => bytes, facts.filesBytes), bytes: facts.filesBytes };
  const expected = facts.named?.parameters ?? (facts.config && parametersByShape(facts.config));
  return expected ? nearer(both, ({ parameters }) => parameters, expected) : both[0];
};

const METHOD_IDS: Readonly<Record<string, string>> = { modelopt: 'modelopt', fbgemm_fp8: 'fp8' };

const isBfloat16 = ({ parameters, config }: SafetensorsFacts): boolean => {
  const said = config === null ? null : textIn(config, 'torch_dtype', 'dtype');
  return said === null ? (parameters['BF16'] ?? 0) > (parameters['F16'] ?? 0) : said === 'bfloat16';
};

/** What the model says of itself, as far as it does. */
const described = (config: Config, parameters: number) => {
  const attention = attentionOf(config);
  const method = methodOf(config)?.method ?? null;
  return {
    confidence: attention === null ? 'high' : 'exact',
    embeddingParameters: embeddingsOf(config) ?? usualEmbeddings(parameters),
    quantization: method === null ? null : (METHOD_IDS[method] ?? method),
    attention: attention ?? usualAttention(parameters),
    contextTokens: contextOf(config),
  } as const;
};

const undescribed = (parameters: number) =>
  ({
    confidence: 'high',
    embeddingParameters: usualEmbeddings(parameters),
    quantization: null,
    attention: usualAttention(parameters),
    contextTokens: null,
  }) as const;

/** How large a model is, from what the hub counted and what the model says of itself; null when nothing was counted. */
export const fromSafetensors = (facts: SafetensorsFacts): ModelSize | null => {
  const { config, named } = facts;
  const { parameters, bytes } = read(facts);
  if (!(parameters > 0)) return null;
  return {
    source: 'safetensors',
    parameters,
    activeParameters: named?.activeParameters ?? null,
    weightsBytes: bytes,
    isBfloat16: isBfloat16(facts),
    ...(config === null ? undescribed(parameters) : described(config, parameters)),
    because: `its files hold ${(parameters / 1e9).toPrecision(3)} billion weights in ${inWords(bytes)}`,
  };
};
