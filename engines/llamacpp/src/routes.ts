import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  base64OfVector,
  chatSurface,
  completionSurface,
  embeddingsAnswer,
  usageOf,
  type FinishReason,
  type Header,
  type Surface,
  type Usage,
} from './answers.ts';
import type { Engine, Reader } from './engine.ts';
import { parseObject } from './fields.ts';
import { EventStream, readBody, sendJson, signalOf } from './http.ts';
import type { Prompt } from './language-model.ts';
import {
  readChat,
  readCompletion,
  readEmbeddings,
  type CompletionRequest,
  type Sampling,
} from './requests.ts';

export interface Exchange {
  readonly engine: Engine;
  readonly alias: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface TextJob {
  readonly surface: Surface;
  readonly prompts: readonly Prompt[];
  readonly options: { readonly sampling: Sampling; readonly stream: boolean; readonly includeUsage: boolean };
}

const headerOf = (surface: Surface, model: string): Header => ({
  id: `${surface.idPrefix}${randomBytes(12).toString('hex')}`,
  created: Math.floor(Date.now() / 1000),
  model,
});

const totals = (prompts: readonly Prompt[], completionTokens: number): Usage =>
  usageOf(
    prompts.reduce((sum, { tokens }) => sum + tokens.length, 0),
    completionTokens,
  );

const answerWhole = async ({ engine, alias, response }: Exchange, job: TextJob): Promise<void> => {
  const { surface, prompts, options } = job;
  const answers: { text: string; reason: FinishReason }[] = prompts.map(() => ({ text: '', reason: 'stop' }));
  let tokens = 0;
  const reader: Reader = {
    signal: signalOf(response),
    begun: () => undefined,
    text: (index, text) => {
      const answer = answers[index];
      if (answer !== undefined) answer.text += text;
    },
    ended: (index, { reason, completionTokens }) => {
      const answer = answers[index];
      if (answer !== undefined) answer.reason = reason;
      tokens += completionTokens;
    },
  };
  await engine.answer(prompts, options.sampling, reader);
  sendJson(response, 200, surface.whole(headerOf(surface, alias), answers, totals(prompts, tokens)));
};

const answerStream = async ({ engine, alias, response }: Exchange, job: TextJob): Promise<void> => {
  const { surface, prompts, options } = job;
  const header = headerOf(surface, alias);
  const signal = signalOf(response);
  const stream = new EventStream(response, signal);
  // Asked for the usage, OpenAI's API says null in every piece but the last.
  const send = (piece: object): void | Promise<void> =>
    stream.send(options.includeUsage ? { ...piece, usage: null } : piece);
  let tokens = 0;
  await engine.answer(prompts, options.sampling, {
    signal,
    begun: () => {
      stream.open();
      const opening = surface.opening(header);
      return opening === null ? undefined : send(opening);
    },
    text: (index, text) => send(surface.piece(header, index, text)),
    ended: (index, { reason, completionTokens }) => {
      tokens += completionTokens;
      return send(surface.closing(header, index, reason));
    },
  });
  if (options.includeUsage) await stream.send(surface.usage(header, totals(prompts, tokens)));
  stream.close();
};

const answerText = (exchange: Exchange, job: TextJob): Promise<void> =>
  job.options.stream ? answerStream(exchange, job) : answerWhole(exchange, job);

export const chatCompletions = async (exchange: Exchange): Promise<void> => {
  const request = readChat(parseObject(await readBody(exchange.request)));
  const prompts = [exchange.engine.chatPrompt(request.messages)];
  await answerText(exchange, { surface: chatSurface, prompts, options: request });
};

export const completions = async (exchange: Exchange): Promise<void> => {
  const request: CompletionRequest = readCompletion(parseObject(await readBody(exchange.request)));
  const prompts = request.prompts.map((prompt) => exchange.engine.textPrompt(prompt));
  await answerText(exchange, { surface: completionSurface, prompts, options: request });
};

export const embeddings = async ({ engine, alias, request, response }: Exchange): Promise<void> => {
  const { inputs, encoding } = readEmbeddings(parseObject(await readBody(request)));
  const { vectors, tokens } = await engine.embed(inputs, signalOf(response));
  const encoded = encoding === 'base64' ? vectors.map(base64OfVector) : vectors;
  sendJson(response, 200, embeddingsAnswer(alias, encoded, tokens));
};

/** Says what the model is: a demonstration model must not pass for a real one. */
export const models = ({ engine, alias, response }: Exchange): void => {
  const { name, description, slotTokens } = engine.model;
  sendJson(response, 200, {
    object: 'list',
    data: [
      {
        id: alias,
        object: 'model',
        created: 0,
        owned_by: 'llama.cpp',
        meta: { name, description, context_length: slotTokens },
      },
    ],
  });
};
