import { lastMessage, turnClock, type Attention } from './attention.ts';
import type { Tensor } from './gguf.ts';
import { CHANNEL, FLAG, LENGTH, MAX_TOPICS, SHAPE, WORD_CODE_WIDTH, matrix } from './layout.ts';
import { CONTROL, type Token, type Vocabulary, type Walk } from './vocabulary.ts';

/** In nats times |x|: the final norm divides by |x|, a common factor that only sets the temperature. */
const LOGIT = {
  successor: 40,
  heard: 600,
  /** Below 15 % of the attention a topic was not the point: the fallback, at 0, wins. */
  threshold: 90,
  /** Per variant: about 0.7 nats, so temperature 1 picks the second one time in three. */
  variant: 1.5,
  never: 400,
  /** More than `heard` can ever add. */
  neverAgain: 2000,
} as const;

/**
 * The final norm dims the flags that all texts share, and the output matrix reads them that much louder; what it does
 * not read is dropped. A text's embedding is the final norm's output: so it is mostly what was heard.
 */
const DIMMED = 0.1;
const flagWeight = (logit: number): number => logit / (FLAG * DIMMED);
const WORD_LENGTH_SQUARED = 0.25;

/** A repeatable stream of +1 and -1 (xorshift32): exact on every machine, unlike logarithms and cosines. */
const signs = (seed: number): (() => 1 | -1) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 0x10000) === 0 ? 1 : -1;
  };
};

const isTurn = ({ kind, text }: Token): boolean =>
  kind === 'control' && text !== CONTROL.end && text !== CONTROL.padding;

const scatter = (cells: Float32Array, lengthSquared: number, sign: () => 1 | -1): void => {
  const share = Math.sqrt(lengthSquared / cells.length);
  cells.forEach((_, index) => (cells[index] = share * sign()));
};

const embed = (token: Token, row: Float32Array, sign: () => 1 | -1): void => {
  row[CHANNEL.constant] = FLAG;
  row[token.kind === 'state' ? CHANNEL.state : CHANNEL.prompt] = FLAG;
  for (const [topic, weight] of token.topics) row[CHANNEL.topics + topic] = weight;
  row[CHANNEL.salience] = Math.max(0, ...token.topics.values());
  if (isTurn(token)) row[CHANNEL.turn] = FLAG;
  if (token.text === CONTROL.begin) row[CHANNEL.begin] = FLAG;
  if (token.kind === 'word')
    scatter(row.subarray(CHANNEL.word, CHANNEL.word + WORD_CODE_WIDTH), WORD_LENGTH_SQUARED, sign);
};

/** Makes |x| the same for every token: a state's code, or a prompt token's ballast, takes up what is left. */
const level = (token: Token, row: Float32Array, sign: () => 1 | -1): void => {
  const rest = LENGTH ** 2 - row.reduce((sum, value) => sum + value ** 2, 0);
  const [from, to] = token.kind === 'state' ? [CHANNEL.code, SHAPE.width] : [CHANNEL.ballast, CHANNEL.code];
  scatter(row.subarray(from, to), rest, sign);
};

const embeddings = ({ tokens, walks }: Vocabulary): Float32Array => {
  const table = matrix(tokens.length, SHAPE.width);
  const tails = new Set(walks.map(({ states }) => states.at(-1)));
  const sign = signs(0x7e1de);
  tokens.forEach((token, index) => {
    const row = table.row(index);
    embed(token, row, sign);
    if (tails.has(index)) row[CHANNEL.tail] = 1;
    level(token, row, sign);
  });
  return table.values;
};

/** Mid-answer only a successor may speak, before an answer only a first state, and a prompt's words never. */
const restrain = (token: Token, row: Float32Array): void => {
  if (token.kind === 'state') row[CHANNEL.prompt] = flagWeight(-LOGIT.never);
  else row[CHANNEL.constant] = flagWeight(token.text === CONTROL.end ? -1 : -LOGIT.never);
  if (token.text === CONTROL.end) row[CHANNEL.tail] = LOGIT.successor * LENGTH;
};

const begins = ({ topic, variant }: Walk, row: Float32Array): void => {
  row[CHANNEL.prompt] = flagWeight(-LOGIT.variant * variant - (topic === null ? 0 : LOGIT.threshold));
  row[CHANNEL.state] = flagWeight(-LOGIT.neverAgain);
  if (topic !== null) row[CHANNEL.heard + topic] = LOGIT.heard;
};

const outputs = ({ tokens, walks }: Vocabulary, embedded: Float32Array): Float32Array => {
  const table = matrix(tokens.length, SHAPE.width);
  tokens.forEach((token, index) => {
    restrain(token, table.row(index));
  });
  for (const walk of walks) {
    const [first = 0, ...later] = walk.states;
    begins(walk, table.row(first));
    later.forEach((state, step) => {
      const before = (walk.states[step] ?? 0) * SHAPE.width;
      const code = embedded.subarray(before + CHANNEL.code, before + SHAPE.width);
      table.row(state).set(
        code.map((value) => LOGIT.successor * value),
        CHANNEL.code,
      );
    });
  }
  return table.values;
};

const finalNorm = (): Float32Array => {
  const kept = 1 / Math.sqrt(SHAPE.width);
  const weight = new Float32Array(SHAPE.width);
  weight.fill(kept, CHANNEL.heard, CHANNEL.heard + MAX_TOPICS);
  weight.fill(kept, CHANNEL.code);
  weight[CHANNEL.tail] = kept;
  for (const flag of [CHANNEL.constant, CHANNEL.state, CHANNEL.prompt]) weight[flag] = DIMMED * kept;
  return weight;
};

const matrixOf = (name: string, shape: readonly number[], values: Float32Array): Tensor => ({
  name,
  shape,
  half: true,
  values,
});
const vectorOf = (name: string, values: Float32Array): Tensor => ({
  name,
  shape: [values.length],
  half: false,
  values,
});

const block = (index: number, { query, key, value, output }: Attention): Tensor[] => {
  const { width, feedForward } = SHAPE;
  const prefix = `blk.${index}`;
  const ones = (): Float32Array => new Float32Array(width).fill(1);
  // Nothing is left for the feed-forward part to do: it runs at full size and adds nothing.
  const idle = (): Float32Array => new Float32Array(width * feedForward);
  return [
    vectorOf(`${prefix}.attn_norm.weight`, ones()),
    matrixOf(`${prefix}.attn_q.weight`, [width, width], query.values),
    matrixOf(`${prefix}.attn_k.weight`, [width, width], key.values),
    matrixOf(`${prefix}.attn_v.weight`, [width, width], value.values),
    matrixOf(`${prefix}.attn_output.weight`, [width, width], output.values),
    vectorOf(`${prefix}.ffn_norm.weight`, ones()),
    matrixOf(`${prefix}.ffn_gate.weight`, [width, feedForward], idle()),
    matrixOf(`${prefix}.ffn_up.weight`, [width, feedForward], idle()),
    matrixOf(`${prefix}.ffn_down.weight`, [feedForward, width], idle()),
  ];
};

/** All tensors of the model, in the order of the file. */
export const buildTensors = (vocabulary: Vocabulary): Tensor[] => {
  const shape = [SHAPE.width, vocabulary.tokens.length];
  const embedded = embeddings(vocabulary);
  return [
    matrixOf('token_embd.weight', shape, embedded),
    ...[turnClock(), lastMessage()].flatMap((attention, index) => block(index, attention)),
    vectorOf('output_norm.weight', finalNorm()),
    matrixOf('output.weight', shape, outputs(vocabulary, embedded)),
  ];
};
