/**
 * The layout of the demonstration model: a llama whose weights are written down instead of learned.
 *
 * Every token enters with |x| = 2, so RMSNorm multiplies all of them by the same 8 (sqrt(256) / 2), and each product
 * in the other files can be worked out by hand.
 */
export const SHAPE = {
  width: 256,
  heads: 4,
  blocks: 2,
  feedForward: 256,
  contextLength: 4096,
  /** High, so that a head's slowest dimensions do not turn within the context: they carry plain products. */
  ropeBase: 1e6,
} as const;

/** The residual stream's channels. */
export const CHANNEL = {
  /** 0-31: the topics of this token. */
  topics: 0,
  /** 32-63: the topics of the last message, written by block 1. */
  heard: 32,
  constant: 64,
  state: 65,
  prompt: 66,
  /** A role marker or the begin token: what starts a new turn. */
  turn: 67,
  begin: 68,
  /** 1 / (turns so far), written by block 0. */
  clock: 69,
  /** The last state of an answer. */
  tail: 70,
  /** The weight of this token's weightiest topic. */
  salience: 71,
  ballast: 72,
  /** 73-255: a random code per state, by which the output finds its successor. */
  code: 73,
  /** 73-120: a random code per word of a prompt. */
  word: 73,
  /** 121-168: the mean code of the last message's words, written by block 1; it only tells embeddings apart. */
  heardWords: 121,
} as const;

export const MAX_TOPICS = 32;
export const WORD_CODE_WIDTH = 48;

/** |x| of every embedding. */
export const LENGTH = 2;
/** What RMSNorm multiplies an embedding by. */
export const NORMALISED = Math.sqrt(SHAPE.width) / LENGTH;
/** The value of a set flag, and what it reads as behind the norm. */
export const FLAG = Math.SQRT1_2;
export const FLAG_READ = FLAG * NORMALISED;

export interface Matrix {
  readonly values: Float32Array;
  readonly row: (index: number) => Float32Array;
}

export const matrix = (rows: number, columns: number): Matrix => {
  const values = new Float32Array(rows * columns);
  return { values, row: (index) => values.subarray(index * columns, (index + 1) * columns) };
};
