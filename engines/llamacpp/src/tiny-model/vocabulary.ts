import { FALLBACKS, TOPICS, type Topic } from './corpus.ts';
import { PLAIN_WORDS } from './plain-words.ts';

/**
 * One token. A `word` is what a prompt is made of. A `state` is a step of an answer: it is only ever generated, and
 * its text is unique because llama.cpp wants every token text once.
 */
export interface Token {
  readonly text: string;
  readonly kind: 'control' | 'unknown' | 'word' | 'state';
  /** Weight by topic index; empty for a word that says nothing. */
  readonly topics: ReadonlyMap<number, number>;
}

/** An answer as a walk over states. `topic` is null for an answer given when nothing was recognised. */
export interface Walk {
  readonly topic: number | null;
  /** 0 is the likeliest of its topic. */
  readonly variant: number;
  readonly states: readonly number[];
}

export interface Vocabulary {
  readonly tokens: readonly Token[];
  readonly walks: readonly Walk[];
}

export const CONTROL = {
  padding: '<pad>',
  begin: '<s>',
  end: '</s>',
  system: '<|system|>',
  user: '<|user|>',
  assistant: '<|assistant|>',
} as const;
export const UNKNOWN = '<unk>';

const HINT_WEIGHT = 0.3;
/** A space, or the start of a word, in llama.cpp's vocabularies. */
const SPACE = '\u2581';
const split = (words: string): string[] => words.split(' ').filter((word) => word !== '');
const PUNCTUATION = split('. , ! ? : ; \' " ( ) - /');
const NO_TOPICS: ReadonlyMap<number, number> = new Map();

const topicWeights = (topics: readonly Topic[]): Map<string, Map<number, number>> => {
  const weights = new Map<string, Map<number, number>>();
  const note = (word: string, topic: number, weight: number): void => {
    weights.set(word, (weights.get(word) ?? new Map<number, number>()).set(topic, weight));
  };
  topics.forEach(({ words, hints, weight }, index) => {
    for (const hint of split(hints)) note(hint, index, HINT_WEIGHT);
    for (const word of split(words)) note(word, index, weight);
  });
  return weights;
};

/**
 * Cuts an answer into pieces no text of which is taken: a piece that is grows by the next word until it is new.
 * A piece ends with its space where a prompt's word starts with it, so the two never meet.
 */
export const piecesOf = (answer: string, taken: ReadonlySet<string>): string[] => {
  const used = new Set(taken);
  const pieces: string[] = [];
  let piece = '';
  for (const part of answer.split(/(?<= )/)) {
    piece += part.replace(' ', SPACE);
    if (used.has(piece)) continue;
    used.add(piece);
    pieces.push(piece);
    piece = '';
  }
  // The end of an answer has nothing left to grow with: it joins the piece before it.
  if (piece !== '') pieces.push((pieces.pop() ?? '') + piece);
  return pieces;
};

const promptTokens = (): Token[] => {
  const tokens: Token[] = [{ text: UNKNOWN, kind: 'unknown', topics: NO_TOPICS }];
  for (const text of Object.values(CONTROL)) tokens.push({ text, kind: 'control', topics: NO_TOPICS });
  const weights = topicWeights(TOPICS);
  for (const word of new Set([...weights.keys(), ...PLAIN_WORDS, ...PUNCTUATION]))
    tokens.push({ text: SPACE + word, kind: 'word', topics: weights.get(word) ?? NO_TOPICS });
  return tokens;
};

/** Control tokens first, then the words of prompts, then the states of answers. */
export const buildVocabulary = (): Vocabulary => {
  const tokens = promptTokens();
  const taken = new Set(tokens.map(({ text }) => text));
  const walk = (answer: string, topic: number | null, variant: number): Walk => ({
    topic,
    variant,
    states: piecesOf(answer, taken).map((text) => {
      taken.add(text);
      return tokens.push({ text, kind: 'state', topics: NO_TOPICS }) - 1;
    }),
  });
  const walks = TOPICS.flatMap(({ answers }, topic) =>
    answers.map((answer, variant) => walk(answer, topic, variant)),
  );
  const fallbacks = FALLBACKS.map((answer, variant) => walk(answer, null, variant));
  return { tokens, walks: [...walks, ...fallbacks] };
};

export const indexOfText = ({ tokens }: Vocabulary, text: string): number => {
  const index = tokens.findIndex((token) => token.text === text);
  if (index < 0) throw new Error(`the vocabulary lacks ${text}`);
  return index;
};
