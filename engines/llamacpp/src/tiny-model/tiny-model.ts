import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeGguf, type GgufValue } from './gguf.ts';
import { CONTROL, UNKNOWN, buildVocabulary, indexOfText, type Token, type Vocabulary } from './vocabulary.ts';
import { SHAPE } from './layout.ts';
import { buildTensors } from './weights.ts';

const TOKEN_TYPE: Readonly<Record<Token['kind'], number>> = { word: 1, state: 1, unknown: 2, control: 3 };
const HALF_PRECISION = 1;

const CHAT_TEMPLATE =
  "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' }}{{ message['content'] }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

const u32 = (value: number): GgufValue => ({ type: 'u32', value });
const string = (value: string): GgufValue => ({ type: 'string', value });

const architecture = (vocabularySize: number): [string, GgufValue][] => [
  ['general.architecture', string('llama')],
  ['general.name', string('Tidegate demonstration model')],
  [
    'general.description',
    string(
      'A demonstration model: weights written by a program, not trained. It recites a few answers about Tidegate.',
    ),
  ],
  ['general.license', string('apache-2.0')],
  ['general.file_type', u32(HALF_PRECISION)],
  ['llama.context_length', u32(SHAPE.contextLength)],
  ['llama.embedding_length', u32(SHAPE.width)],
  ['llama.block_count', u32(SHAPE.blocks)],
  ['llama.feed_forward_length', u32(SHAPE.feedForward)],
  ['llama.vocab_size', u32(vocabularySize)],
  ['llama.attention.head_count', u32(SHAPE.heads)],
  ['llama.attention.head_count_kv', u32(SHAPE.heads)],
  ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: 1e-6 }],
  ['llama.rope.dimension_count', u32(SHAPE.width / SHAPE.heads)],
  ['llama.rope.freq_base', { type: 'f32', value: SHAPE.ropeBase }],
];

/** Word pieces, matched whole and without regard to case: "history" is then an unknown word and not "hi" and a rest. */
const tokenizer = (vocabulary: Vocabulary): [string, GgufValue][] => {
  const { tokens } = vocabulary;
  const end = indexOfText(vocabulary, CONTROL.end);
  return [
    ['tokenizer.ggml.model', string('bert')],
    ['tokenizer.ggml.tokens', { type: 'strings', value: tokens.map(({ text }) => text) }],
    ['tokenizer.ggml.token_type', { type: 'i32s', value: tokens.map(({ kind }) => TOKEN_TYPE[kind]) }],
    ['tokenizer.ggml.scores', { type: 'f32s', value: tokens.map(() => 0) }],
    ['tokenizer.ggml.bos_token_id', u32(indexOfText(vocabulary, CONTROL.begin))],
    ['tokenizer.ggml.eos_token_id', u32(end)],
    ['tokenizer.ggml.seperator_token_id', u32(end)],
    ['tokenizer.ggml.unknown_token_id', u32(indexOfText(vocabulary, UNKNOWN))],
    ['tokenizer.ggml.padding_token_id', u32(indexOfText(vocabulary, CONTROL.padding))],
    ['tokenizer.ggml.mask_token_id', u32(indexOfText(vocabulary, CONTROL.padding))],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: false }],
    ['tokenizer.chat_template', string(CHAT_TEMPLATE)],
  ];
};

/** The demonstration model as the bytes of a GGUF file: the same on every call. */
export const encodeTinyModel = (): Uint8Array => {
  const vocabulary = buildVocabulary();
  const metadata = new Map([...architecture(vocabulary.tokens.length), ...tokenizer(vocabulary)]);
  return encodeGguf(metadata, buildTensors(vocabulary));
};

/**
 * Writes the demonstration model to `path`, whole or not at all: beside it first, then renamed into place.
 * Two writers at once leave one complete file, since both write the same bytes.
 */
export const writeTinyModel = async (path: string): Promise<{ bytes: number }> => {
  const bytes = encodeTinyModel();
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
  return { bytes: bytes.length };
};
