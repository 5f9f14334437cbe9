import { type Attention, usualAttention } from './attention.ts';
import { GGUF_BITS } from './gguf-bits.ts';
import { type KnownModel, KNOWN_MODELS, SEPARATE_HEADS } from './known-models.ts';
import { type Confidence, type ModelSize, bytesOfWeights, leastSure, usualEmbeddings } from './model-size.ts';
import { type NamedQuantization, quantizationFromName } from './name-quantization.ts';

const LONGEST_NAME = 200;

interface Count {
  readonly billions: number;
  readonly activeBillions: number | null;
  readonly confidence: Confidence;
  readonly because: string;
  readonly made?: KnownModel['quantization'];
}

/** `bloom-7b1` and `stablelm-1_6b` are 7.1b and 1.6b to everybody else. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/(?<![a-z0-9.])(\d{1,3})b(\d)(?![a-z0-9])/g, '$1.$2b')
    .replaceAll(/(?<![a-z0-9._])(\d{1,2})_(\d)b(?![a-z0-9])/g, '$1.$2b');

const SIZE = /(?<![a-z0-9.])(\d{1,5}(?:\.\d{1,3})?)([bmt])(?![a-z0-9])/g;
const IN_BILLIONS: Readonly<Record<string, number>> = { t: 1000, b: 1, m: 0.001 };

/** The largest that is named: of `1B-7B` the first are those in use. Millions count only alone: `7B-1M` is 7B with a long context. */
const stated = (name: string): number | null => {
  const sizes = [...name.matchAll(SIZE)].map(([, digits, unit = '']) => ({
    billions: Number(digits) * (IN_BILLIONS[unit] ?? 0),
    unit,
  }));
  const large = sizes.filter(({ unit }) => unit !== 'm');
  const found = (large.length > 0 ? large : sizes).map(({ billions }) => billions);
  const largest = Math.max(0, ...found);
  return largest > 0 ? largest : null;
};

/** Experts are in the layers; attention is that of one model of their size. */
const attentionIn = (name: string, parameters: number): Attention => {
  const [, each] = /(?<![a-z0-9.])\d{1,3}x(\d{1,4}(?:\.\d{1,2})?)b(?![a-z0-9])/.exec(name) ?? [];
  if (each !== undefined) return usualAttention(Number(each) * 1e9);
  return usualAttention(parameters, SEPARATE_HEADS.test(name) ? 'separate' : 'grouped');
};

const active = (name: string): number | null => {
  const [, digits, unit = ''] = /(?<![a-z0-9])a(\d{1,4}(?:\.\d{1,3})?)([bm])(?![a-z0-9])/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits) * (IN_BILLIONS[unit] ?? 0);
};

const known = (name: string): Count | null => {
  const found = KNOWN_MODELS.find((model) => model.name.test(name));
  if (found === undefined) return null;
  const { billions, activeBillions = null, quantization: made } = found;
  return {
    billions,
    activeBillions,
    confidence: 'high',
    because: 'it is a known model',
    ...(made && { made }),
  };
};

/** Experts share everything but their own layers: 8 x 7B are 46.7B and 8 x 22B are 140.6B, 80 to 83 % of the product. */
const experts = (name: string): Count | null => {
  const [, count, each] = /(?<![a-z0-9.])(\d{1,3})x(\d{1,4}(?:\.\d{1,2})?)b(?![a-z0-9])/.exec(name) ?? [];
  if (count === undefined || each === undefined) return null;
  const billions = Number(count) * Number(each) * 0.83;
  return {
    billions,
    activeBillions: active(name),
    confidence: 'medium',
    because: `its name says ${count} experts of ${each}B`,
  };
};

/** `E4B` says how large it seems: published ones are 2.0 to 2.7 times as large. */
const effective = (name: string): Count | null => {
  const [, digits] = /(?<![a-z0-9])e(\d{1,3}(?:\.\d{1,2})?)b(?![a-z0-9])/.exec(name) ?? [];
  if (digits === undefined) return null;
  return {
    billions: Number(digits) * 2.75,
    activeBillions: Number(digits),
    confidence: 'low',
    because: `its name says that it seems like ${digits}B`,
  };
};

/** Whole numbers leave a fraction out: 1B are 1.24, 7B up to 7.6, 14B 14.8, 32B 32.8, 72B 72.7 in truth. */
const unrounded = (billions: number): number =>
  Number.isInteger(billions) ? billions + Math.min(0.8, Math.max(0.25, billions * 0.05)) : billions;

const byStatement = (name: string): Count | null => {
  const billions = stated(name);
  if (billions === null) return null;
  const because = `its name says ${billions >= 1 ? `${billions}B` : `${Math.round(billions * 1000)}M`}`;
  return { billions: unrounded(billions), activeBillions: active(name), confidence: 'high', because };
};

const NATIVE_BITS = { fp8: 8, mxfp4: 4.25 } as const;

const nativeOf = ({ made }: Count): NamedQuantization | null =>
  made === undefined ? null : { id: made, bits: NATIVE_BITS[made], isGguf: false, isSaid: true };

/** A repository of GGUF files has many kinds: which one is meant is the user's to say. */
const wantedKind = (made: NamedQuantization | null, asked: string | null): NamedQuantization | null => {
  const bits = asked === null ? undefined : GGUF_BITS[asked];
  if (made === null || asked === null || bits === undefined || !made.isGguf || made.isSaid) return made;
  return { id: asked, bits, isGguf: true, isSaid: true };
};

const bytesOf = (parameters: number, made: NamedQuantization | null): number =>
  made?.isGguf
    ? (parameters * made.bits) / 8
    : bytesOfWeights(parameters, usualEmbeddings(parameters), made?.bits ?? 16);

const countIn = (name: string): Count | null =>
  known(name) ?? experts(name) ?? byStatement(name) ?? effective(name);

const sizeOf = (name: string, count: Count, made: NamedQuantization | null): ModelSize => {
  const parameters = count.billions * 1e9;
  const isUsual = made !== null && !made.isSaid;
  return {
    source: 'name',
    confidence: isUsual ? leastSure(count.confidence, 'medium') : count.confidence,
    parameters,
    activeParameters: count.activeBillions === null ? null : count.activeBillions * 1e9,
    weightsBytes: bytesOf(parameters, made),
    embeddingParameters: usualEmbeddings(parameters),
    quantization: made?.id ?? null,
    isBfloat16: null,
    attention: attentionIn(name, parameters),
    contextTokens: null,
    because: `${count.because}, in ${made?.bits ?? 16} bits each${isUsual ? ' as is usual' : ''}`,
  };
};

/**
 * How large a model is, from nothing but its name: `70b`, `8x7b`, `30B-A3B`, `135M`, `awq`, `q4_k_m` … Null when the name
 * does not say. The cache is that of usual models of this size.
 * @param asked the kind of GGUF file, where the name leaves it open
 */
export const parametersFromName = (model: string, asked: string | null = null): ModelSize | null => {
  const name = plain((model.split('/').at(-1) ?? model).slice(0, LONGEST_NAME));
  const count = countIn(name);
  return count && sizeOf(name, count, wantedKind(quantizationFromName(name) ?? nativeOf(count), asked));
};
