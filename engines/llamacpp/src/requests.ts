import { invalid } from './api-error.ts';
import { flag, isObject, numberIn, present, required, strings, type Json } from './fields.ts';

export interface Sampling {
  /** Null: until the model ends or the context is full. */
  readonly maxTokens: number | null;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  /** Null: another on every request. */
  readonly seed: number | null;
  /** 1 is none. */
  readonly repetitionPenalty: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  readonly stop: readonly string[];
}

interface Answering {
  readonly sampling: Sampling;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}
export interface ChatRequest extends Answering {
  readonly messages: readonly Message[];
}
export interface CompletionRequest extends Answering {
  readonly prompts: readonly string[];
}
export interface EmbeddingsRequest {
  readonly inputs: readonly string[];
  readonly encoding: 'base64' | 'float';
}

const MAX_STOPS = 16;
const MAX_PROMPTS = 16;
const MAX_INPUTS = 256;
const MAX_MESSAGES = 1024;
/** llama.cpp's own defaults. */
const DEFAULTS = { temperature: 0.8, topP: 0.95, topK: 40 } as const;
const ROLES: ReadonlyMap<unknown, Message['role']> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);

/** Ignoring these would give an answer that looks right and is not. */
const refuseUnsupported = (body: Json): void => {
  if (numberIn(body, 'n', { min: 1, max: 128, whole: true }, 1) !== 1)
    throw invalid('n', 'This engine gives one choice: n must be 1.', 'unsupported_value');
  for (const name of ['tools', 'functions', 'logprobs', 'top_logprobs', 'logit_bias', 'suffix'])
    if (present(body, name) !== undefined && present(body, name) !== false)
      throw invalid(name, `This engine does not support '${name}'.`, 'unsupported_parameter');
  const format = present(body, 'response_format');
  if (format !== undefined && !(isObject(format) && format['type'] === 'text'))
    throw invalid('response_format', 'This engine answers in plain text only.', 'unsupported_value');
};

const readSampling = (body: Json): Sampling => {
  const positive = { min: 1, max: 1_048_576, whole: true };
  const penalty = { min: -2, max: 2 };
  const repetition = { min: 0.01, max: 10 };
  const stop = present(body, 'stop');
  return {
    maxTokens: numberIn(
      body,
      'max_completion_tokens',
      positive,
      numberIn(body, 'max_tokens', positive, null),
    ),
    temperature: numberIn(body, 'temperature', { min: 0, max: 2 }, DEFAULTS.temperature),
    topP: numberIn(body, 'top_p', { min: 0, max: 1 }, DEFAULTS.topP),
    topK: Math.max(0, numberIn(body, 'top_k', { min: -1, max: 100_000, whole: true }, DEFAULTS.topK)),
    seed: numberIn(body, 'seed', { min: -(2 ** 53), max: 2 ** 53, whole: true }, null),
    // vLLM's name and llama.cpp's name of the same thing.
    repetitionPenalty: numberIn(
      body,
      'repetition_penalty',
      repetition,
      numberIn(body, 'repeat_penalty', repetition, 1),
    ),
    frequencyPenalty: numberIn(body, 'frequency_penalty', penalty, 0),
    presencePenalty: numberIn(body, 'presence_penalty', penalty, 0),
    stop: stop === undefined ? [] : strings(stop, 'stop', MAX_STOPS),
  };
};

const readAnswering = (body: Json): Answering => {
  refuseUnsupported(body);
  const stream = flag(body, 'stream');
  const options = present(body, 'stream_options') ?? {};
  if (!isObject(options)) throw invalid('stream_options', "'stream_options' must be an object.");
  return { sampling: readSampling(body), stream, includeUsage: flag(options, 'include_usage') };
};

const textOf = (content: unknown, param: string): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw invalid(param, `'${param}' must be a string or a list of text parts.`);
  return content
    .map((part: unknown) => {
      if (isObject(part) && part['type'] === 'text' && typeof part['text'] === 'string') return part['text'];
      throw invalid(param, `This engine takes parts of type 'text' only.`, 'unsupported_value');
    })
    .join('');
};

const readMessage = (message: unknown, index: number): Message => {
  const param = `messages[${index}]`;
  if (!isObject(message)) throw invalid(param, `'${param}' must be an object.`);
  const role = ROLES.get(message['role']);
  if (role === undefined)
    throw invalid(`${param}.role`, `'${param}.role' must be one of ${[...ROLES.keys()].join(', ')}.`);
  return { role, text: textOf(message['content'], `${param}.content`) };
};

export const readChat = (body: Json): ChatRequest => {
  const messages = required(body, 'messages');
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MAX_MESSAGES)
    throw invalid('messages', `'messages' must be a list of 1 to ${MAX_MESSAGES} messages.`);
  return { messages: messages.map(readMessage), ...readAnswering(body) };
};

export const readCompletion = (body: Json): CompletionRequest => ({
  prompts: strings(required(body, 'prompt'), 'prompt', MAX_PROMPTS),
  ...readAnswering(body),
});

/** The official clients ask for base64 unless told otherwise; whoever names no encoding gets plain numbers. */
export const readEmbeddings = (body: Json): EmbeddingsRequest => {
  const inputs = strings(required(body, 'input'), 'input', MAX_INPUTS);
  if (inputs.length === 0) throw invalid('input', "'input' must not be empty.");
  if (present(body, 'dimensions') !== undefined)
    throw invalid('dimensions', "This engine does not support 'dimensions'.", 'unsupported_parameter');
  const encoding = present(body, 'encoding_format') ?? 'float';
  if (encoding !== 'base64' && encoding !== 'float')
    throw invalid('encoding_format', "'encoding_format' must be 'float' or 'base64'.");
  return { inputs, encoding };
};
