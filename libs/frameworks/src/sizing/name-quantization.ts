import { FOUR_BITS } from '../quantizations.ts';
import { GGUF_BITS, USUAL_GGUF } from './gguf-bits.ts';

export interface NamedQuantization {
  /** As a framework’s quantizations are called. */
  readonly id: string;
  readonly bits: number;
  /** Embeddings are counted in the bits. */
  readonly isGguf: boolean;
  /** The name says so; else it is what people usually take. */
  readonly isSaid: boolean;
}

/** In this order: `w4a16` says more than `int4`, and `nvfp4` more than `fp4`. */
const MARKS: readonly (readonly [RegExp, string, number])[] = [
  [/awq/, 'awq', FOUR_BITS],
  [/gptq.*(8bit|int8)|(8bit|int8).*gptq/, 'gptq', 8.2],
  [/gptq/, 'gptq', FOUR_BITS],
  [/w4a16|w4a8/, 'compressed-tensors', FOUR_BITS],
  [/w8a8|w8a16/, 'compressed-tensors', 8],
  [/nvfp4/, 'modelopt', 4.5],
  [/mxfp4/, 'mxfp4', 4.25],
  [/fp8|f8/, 'fp8', 8],
  [/bnb-4bit|nf4|4[-_]?bit|int4/, 'bitsandbytes', FOUR_BITS],
  [/bnb-8bit|8[-_]?bit|int8/, 'int8', 8],
];

const part = (mark: RegExp): RegExp => new RegExp(`(?<![a-z0-9])(?:${mark.source})(?![a-z0-9])`);

const ggufKind = (name: string): string | null => {
  const [, kind] =
    /(?<![a-z0-9])(i?q[1-8](?:[-_](?:k|0|1|xxs|xs|s|m|nl))?(?:[-_](?:s|m|l|xl))?)(?![a-z0-9])/.exec(name) ??
    [];
  if (kind === undefined) return null;
  const written = kind.replaceAll('-', '_');
  // Kinds that their makers mix anew, such as q4_k_xl, lie near the usual one of so many bits.
  const near = `${/^i?q\d/.exec(written)?.[0].replace('i', '') ?? ''}_k_m`;
  const known = [written, near, near.replace('_k_m', '_k'), near.replace('_k_m', '_0')];
  return known.find((id) => GGUF_BITS[id] !== undefined) ?? null;
};

const gguf = (name: string): NamedQuantization | null => {
  const kind = ggufKind(name);
  const isGguf = /gguf|ggml/.test(name);
  if (kind === null && !isGguf) return null;
  const plain = isGguf ? (/(?<![a-z0-9])(bf16|f16|f32)(?![a-z0-9])/.exec(name)?.[1] ?? null) : null;
  const id = kind ?? plain ?? USUAL_GGUF;
  return { id, bits: GGUF_BITS[id] ?? 16, isGguf: true, isSaid: kind !== null || plain !== null };
};

/** How a model’s name says that its weights are made; null when it says nothing: 16 bits then. */
export const quantizationFromName = (given: string): NamedQuantization | null => {
  const name = given.toLowerCase();
  const [, id, bits] = MARKS.find(([mark]) => part(mark).test(name)) ?? [];
  if (id !== undefined && bits !== undefined && !name.includes('gguf'))
    return { id, bits, isGguf: false, isSaid: true };
  return gguf(name);
};
