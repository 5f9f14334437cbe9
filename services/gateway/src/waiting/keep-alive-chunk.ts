import { z } from 'zod';

/** Streams that can be kept open before the first token without the client noticing more than an empty piece of text. */
export type KeptAlive = 'chat' | 'completions';

export const keptAliveBy = (path: string): KeptAlive | undefined => {
  if (path.startsWith('/v1/chat/completions')) return 'chat';
  return path.startsWith('/v1/completions') ? 'completions' : undefined;
};

export type ChunkFacts = Readonly<{ requestId: string; model: string; createdAtSeconds: number }>;

/**
 * An event that stock clients accept and that adds nothing to the answer. Comments of the event stream would be
 * shorter, but several clients fail on them.
 */
export const keepAliveChunk = (
  kind: KeptAlive,
  { requestId, model, createdAtSeconds }: ChunkFacts,
): string => {
  const common = { created: createdAtSeconds, model };
  const chunk =
    kind === 'chat'
      ? {
          id: `chatcmpl-${requestId}`,
          object: 'chat.completion.chunk',
          ...common,
          choices: [{ index: 0, delta: {}, finish_reason: null }],
        }
      : {
          id: `cmpl-${requestId}`,
          object: 'text_completion',
          ...common,
          choices: [{ index: 0, text: '', logprobs: null, finish_reason: null }],
        };
  return eventOf(chunk);
};

export const eventOf = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

/** What a replica said instead of a stream, as the error event that ends one. */
export const errorEvent = (status: number, body: string): string => {
  const error = errorIn(body) ?? {
    message: `The replica answered ${String(status)}.`,
    type: status < 500 ? 'invalid_request_error' : 'server_error',
    param: null,
    code: 'replica_error',
  };
  return eventOf({ error });
};

const WithError = z.object({ error: z.unknown() });

const errorIn = (body: string): unknown => {
  try {
    return WithError.parse(JSON.parse(body)).error;
  } catch {
    return undefined;
  }
};
