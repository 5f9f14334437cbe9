import type { Api } from '../api.ts';
import { Failed, Interrupted } from '../exits.ts';
import { plain, seconds } from '../table.ts';
import { type Usage, piecesOf, refusalOf } from './stream.ts';

export type Message = Readonly<{ role: 'system' | 'user' | 'assistant'; content: string }>;
export type Parameters = Readonly<Record<string, unknown>>;

/** An answer, and how fast it came. */
export type Answered = Readonly<{
  text: string;
  requestId: string | null;
  replicaId: string | null;
  firstTokenMs: number | null;
  totalMs: number;
  promptTokens: number | null;
  completionTokens: number | null;
  tokensPerSecond: number | null;
}>;

/** Asks an endpoint, and hands on each piece of the answer as it comes. */
export const chatted = async (
  api: Api,
  endpointId: string,
  { messages, parameters }: Readonly<{ messages: readonly Message[]; parameters: Parameters }>,
  onText: (text: string) => void,
): Promise<Answered> => {
  const startedAt = performance.now();
  const body = { messages, stream: true, stream_options: { include_usage: true }, ...parameters };
  const response = await api.open('POST', `/api/d/${endpointId}/chat/completions`, { body });
  if (!response.ok) throw await refusalOf(response);
  let [text, pieces, firstAt] = ['', 0, Number.NaN];
  let usage: Usage | null = null;
  try {
    for await (const piece of piecesOf(textOf(response))) {
      usage = piece.usage ?? usage;
      if (piece.text === '') continue;
      if (pieces++ === 0) firstAt = performance.now();
      text += piece.text;
      onText(piece.text);
    }
  } catch (error) {
    throw brokenOff(api, error);
  }
  return {
    text,
    requestId: response.headers.get('x-request-id'),
    replicaId: response.headers.get('x-tidegate-replica'),
    ...speedOf({ startedAt, firstAt, endedAt: performance.now(), pieces, usage }),
  };
};

type Times = Readonly<{
  startedAt: number;
  firstAt: number;
  endedAt: number;
  pieces: number;
  usage: Usage | null;
}>;

const speedOf = ({ startedAt, firstAt, endedAt, pieces, usage }: Times) => {
  const tokens = usage?.completion_tokens ?? pieces;
  const streamedMs = endedAt - firstAt;
  return {
    firstTokenMs: pieces === 0 ? null : Math.round(firstAt - startedAt),
    totalMs: Math.round(endedAt - startedAt),
    promptTokens: usage?.prompt_tokens ?? null,
    completionTokens: tokens,
    tokensPerSecond: tokens > 1 && streamedMs > 0 ? ((tokens - 1) * 1000) / streamedMs : null,
  };
};

const brokenOff = (api: Api, error: unknown): Error => {
  if (api.signal?.aborted) return new Interrupted();
  if (error instanceof Failed) return error;
  return new Failed([`The answer broke off (${(error as Error).message}).`, 'Try it again.']);
};

const textOf = (response: Response): AsyncIterable<string> =>
  (response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).pipeThrough(new TextDecoderStream());

export const speedText = ({ firstTokenMs, totalMs, completionTokens, tokensPerSecond }: Answered): string =>
  [
    firstTokenMs === null ? 'nothing came' : `first token after ${seconds(firstTokenMs / 1000)}`,
    `${completionTokens ?? 0} tokens`,
    ...(tokensPerSecond === null ? [] : [`${plain(tokensPerSecond)} tokens/s`]),
    `${seconds(totalMs / 1000)} in all`,
  ].join(', ');
