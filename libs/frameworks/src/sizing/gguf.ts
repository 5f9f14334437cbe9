import { usualAttention } from './attention.ts';
import { GGUF_BITS, USUAL_GGUF } from './gguf-bits.ts';
import { type ModelSize, inWords, usualEmbeddings } from './model-size.ts';
import { quantizationFromName } from './name-quantization.ts';

/** What the hub says of a repository of GGUF files. */
export interface GgufFacts {
  readonly parameters: number;
  /** What the model was made for; null: not said. */
  readonly contextTokens: number | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** Which kind of file is wanted; null: the usual one. */
  readonly quantization: string | null;
  readonly named: ModelSize | null;
}

const kindOf = (file: string): string | null => {
  const found = quantizationFromName(file.split('/').at(-1) ?? file);
  return found?.isGguf && found.isSaid ? found.id : null;
};

/** Large files come in parts, `-00001-of-00003.gguf`; the picture part of a model is another file, and small. */
const bytesOfKind = ({ files }: GgufFacts, kind: string): number | null => {
  const wanted = files.filter(
    ({ name }) => /\.gguf$/i.test(name) && !/mmproj/i.test(name) && kindOf(name) === kind,
  );
  const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  return total > 0 ? total : null;
};

/** How large the wanted file is: as published, else by the bits of its kind. */
export const fromGguf = (facts: GgufFacts): ModelSize | null => {
  const { parameters, named } = facts;
  if (!(parameters > 0)) return null;
  const wanted = facts.quantization ?? USUAL_GGUF;
  const published = bytesOfKind(facts, wanted);
  const weightsBytes = published ?? (parameters * (GGUF_BITS[wanted] ?? 16)) / 8;
  return {
    source: 'gguf',
    confidence: published === null ? 'medium' : 'high',
    parameters,
    activeParameters: named?.activeParameters ?? null,
    weightsBytes,
    embeddingParameters: usualEmbeddings(parameters),
    quantization: wanted,
    isBfloat16: false,
    attention: usualAttention(parameters),
    contextTokens: facts.contextTokens,
    because: `its ${wanted.toUpperCase()} file holds ${(parameters / 1e9).toPrecision(3)} billion weights in ${inWords(weightsBytes)}`,
  };
};
