import {
  CHANNEL,
  FLAG_READ,
  MAX_TOPICS,
  NORMALISED,
  SHAPE,
  WORD_CODE_WIDTH,
  matrix,
  type Matrix,
} from './layout.ts';

export interface Attention {
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly output: Matrix;
}

const HEAD_WIDTH = SHAPE.width / SHAPE.heads;

/**
 * The slowest rotated pairs of a head, one per term of a score: keys are kept in 16 bits, and a term of thousands of
 * nats in the same place would round a term of three away.
 */
const TERM = { speaks: HEAD_WIDTH - 2, clock: HEAD_WIDTH - 4, salience: HEAD_WIDTH - 6 } as const;

/** In nats, the unit of a softmax score. */
const SCORE = {
  /** Block 0 looks at turn markers only: e^-40 of the rest gets through. */
  turnMarker: 40,
  /** Block 1 prefers the latest turn: turn n beats n - 1 by 4000 / (n (n - 1)), 10 nats at the twentieth, ... */
  clock: -4000,
  /** ... but never looks at the markers or at the answer being given, ... */
  notSpoken: -5000,
  /** ... and within a turn prefers words that say something: e^3 = 20 times a filler's share at weight 1. */
  salience: 3,
} as const;

const attention = (): Attention => {
  const square = (): Matrix => matrix(SHAPE.width, SHAPE.width);
  return { query: square(), key: square(), value: square(), output: square() };
};

/** A query of sqrt(head width) against a key of k scores k: the key carries the nats. */
const asks = ({ query }: Attention, firstRow: number): void => {
  for (const term of Object.values(TERM))
    query.row(firstRow + term)[CHANNEL.constant] = Math.sqrt(HEAD_WIDTH) / FLAG_READ;
};

/** Block 0 counts the turns: all markers share the attention, only the first carries a value, so it reads 1 / count. */
export const turnClock = (): Attention => {
  const block = attention();
  asks(block, 0);
  block.key.row(TERM.speaks)[CHANNEL.turn] = SCORE.turnMarker / FLAG_READ;
  block.value.row(0)[CHANNEL.begin] = 1 / FLAG_READ;
  block.output.row(CHANNEL.clock)[0] = 1;
  return block;
};

const attendToLastMessage = (block: Attention, firstRow: number): void => {
  asks(block, firstRow);
  const { key } = block;
  key.row(firstRow + TERM.clock)[CHANNEL.clock] = SCORE.clock / NORMALISED;
  key.row(firstRow + TERM.speaks)[CHANNEL.turn] = SCORE.notSpoken / FLAG_READ;
  key.row(firstRow + TERM.speaks)[CHANNEL.state] = SCORE.notSpoken / FLAG_READ;
  key.row(firstRow + TERM.salience)[CHANNEL.salience] = SCORE.salience / NORMALISED;
};

const copies = (
  block: Attention,
  firstRow: number,
  copy: { from: number; to: number; count: number },
): void => {
  for (let step = 0; step < copy.count; step++) {
    block.value.row(firstRow + step)[copy.from + step] = 1 / NORMALISED;
    block.output.row(copy.to + step)[firstRow + step] = 1;
  }
};

/** Block 1 hears the last message: a mean of its topics (head 0) and of its words (head 1). */
export const lastMessage = (): Attention => {
  const block = attention();
  attendToLastMessage(block, 0);
  copies(block, 0, { from: CHANNEL.topics, to: CHANNEL.heard, count: MAX_TOPICS });
  attendToLastMessage(block, HEAD_WIDTH);
  copies(block, HEAD_WIDTH, { from: CHANNEL.word, to: CHANNEL.heardWords, count: WORD_CODE_WIDTH });
  return block;
};
