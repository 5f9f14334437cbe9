/** What this engine understands of OpenAI's API, and how vLLM words its refusals. */
export class Refused extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;

  constructor(status: number, type: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
  }

  body(): object {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.status } };
  }
}

export type Json = Readonly<Record<string, unknown>>;

export interface TextRequest {
  readonly prompt: string;
  /** Null: the engine's own length. */
  readonly maxTokens: number | null;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

const bad = (param: string, message: string): Refused => new Refused(400, 'BadRequestError', message, param);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const parseBody = (text: string, servedModelNames: readonly string[]): Json => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, 'BadRequestError', 'The request body is not valid JSON.');
  }
  if (!isObject(body)) throw new Refused(400, 'BadRequestError', 'The request body must be a JSON object.');
  const { model } = body;
  if (typeof model === 'string' && !servedModelNames.includes(model))
    throw new Refused(404, 'NotFoundError', `The model \`${model}\` does not exist.`, 'model');
  return body;
};

const partText = (part: unknown): string =>
  isObject(part) && typeof part['text'] === 'string' ? part['text'] : '';

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(partText).join(' ') : '';
};

const chatPrompt = ({ messages }: Json): string => {
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isObject))
    throw bad('messages', "'messages' must be a non-empty list of messages.");
  return messages.map((message) => textOf(message['content'])).join('\n');
};

const plainPrompt = ({ prompt }: Json): string => {
  if (typeof prompt === 'string') return prompt;
  if (Array.isArray(prompt) && prompt.length > 0) return prompt.map(String).join(' ');
  throw bad('prompt', "'prompt' must be a string or a list.");
};

const limitOf = (body: Json): number | null => {
  const limit = body['max_completion_tokens'] ?? body['max_tokens'] ?? null;
  if (
    limit === null ||
    (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= 100_000)
  )
    return limit;
  throw bad('max_tokens', "'max_tokens' must be a whole number from 1 to 100000.");
};

export const readText = (surface: 'chat' | 'completion', body: Json): TextRequest => {
  const options = body['stream_options'];
  return {
    prompt: surface === 'chat' ? chatPrompt(body) : plainPrompt(body),
    maxTokens: limitOf(body),
    stream: body['stream'] === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
  };
};

/** The official clients ask for base64 by themselves. */
export const readEmbeddings = (body: Json): { inputs: readonly string[]; base64: boolean } => {
  const { input } = body;
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (inputs.length === 0 || inputs.length > 2048 || !inputs.every((item) => typeof item === 'string'))
    throw bad('input', "'input' must be a string or a list of at most 2048 strings.");
  return { inputs, base64: body['encoding_format'] === 'base64' };
};

export interface Header {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export const usageOf = (promptTokens: number, completionTokens: number): object => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});

/** One event of a stream; `usage` alone makes the last one. */
export const chunkOf = (
  surface: 'chat' | 'completion',
  header: Header,
  piece: { text?: string; role?: 'assistant'; reason?: string; usage?: object },
): string => {
  const { text, role, reason = null, usage } = piece;
  const object = surface === 'chat' ? 'chat.completion.chunk' : 'text_completion';
  const said =
    surface === 'chat'
      ? { delta: { ...(role !== undefined && { role }), ...(text !== undefined && { content: text }) } }
      : { text: text ?? '' };
  const choices = usage === undefined ? [{ index: 0, ...said, logprobs: null, finish_reason: reason }] : [];
  return `data: ${JSON.stringify({ ...header, object, choices, ...(usage !== undefined && { usage }) })}\n\n`;
};

export const wholeOf = (
  surface: 'chat' | 'completion',
  header: Header,
  answer: { text: string; reason: string; usage: object },
): object => ({
  ...header,
  object: surface === 'chat' ? 'chat.completion' : 'text_completion',
  choices: [
    {
      index: 0,
      ...(surface === 'chat'
        ? { message: { role: 'assistant', content: answer.text } }
        : { text: answer.text }),
      logprobs: null,
      finish_reason: answer.reason,
    },
  ],
  usage: answer.usage,
});
