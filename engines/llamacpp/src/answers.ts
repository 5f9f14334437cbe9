export type FinishReason = 'stop' | 'length';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What all pieces of one answer share. `created` is in seconds. */
export interface Header {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export const usageOf = (prompt: number, completion: number): Usage => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
});

/** The two text surfaces differ only in where the text stands. */
export interface Surface {
  readonly idPrefix: string;
  /** Sent before the first text of a stream; null where the surface has no such piece. */
  opening(header: Header): object | null;
  piece(header: Header, index: number, text: string): object;
  closing(header: Header, index: number, reason: FinishReason): object;
  whole(header: Header, answers: readonly { text: string; reason: FinishReason }[], usage: Usage): object;
  usage(header: Header, usage: Usage): object;
}

const chatPiece = (header: Header, delta: object, reason: FinishReason | null): object => ({
  ...header,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
});

export const chatSurface: Surface = {
  idPrefix: 'chatcmpl-',
  opening: (header) => chatPiece(header, { role: 'assistant', content: '' }, null),
  piece: (header, _index, text) => chatPiece(header, { content: text }, null),
  closing: (header, _index, reason) => chatPiece(header, {}, reason),
  whole: (header, answers, usage) => ({
    ...header,
    object: 'chat.completion',
    choices: answers.map(({ text, reason }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: null,
      finish_reason: reason,
    })),
    usage,
  }),
  usage: (header, usage) => ({ ...header, object: 'chat.completion.chunk', choices: [], usage }),
};

const textPiece = (
  header: Header,
  choice: { index: number; text: string; reason: FinishReason | null },
): object => ({
  ...header,
  object: 'text_completion',
  choices: [{ index: choice.index, text: choice.text, logprobs: null, finish_reason: choice.reason }],
});

export const completionSurface: Surface = {
  idPrefix: 'cmpl-',
  opening: () => null,
  piece: (header, index, text) => textPiece(header, { index, text, reason: null }),
  closing: (header, index, reason) => textPiece(header, { index, text: '', reason }),
  whole: (header, answers, usage) => ({
    ...header,
    object: 'text_completion',
    choices: answers.map(({ text, reason }, index) => ({
      index,
      text,
      logprobs: null,
      finish_reason: reason,
    })),
    usage,
  }),
  usage: (header, usage) => ({ ...header, object: 'text_completion', choices: [], usage }),
};

/** Little-endian 32-bit floats, which is what the official clients decode. */
export const base64OfVector = (vector: readonly number[]): string => {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
};

export const embeddingsAnswer = (
  model: string,
  embeddings: readonly (string | readonly number[])[],
  promptTokens: number,
): object => ({
  object: 'list',
  model,
  data: embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding })),
  usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
});
