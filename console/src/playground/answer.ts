type Json = Readonly<Record<string, unknown>>;
export type Usage = Readonly<{ promptTokens: number | null; completionTokens: number | null }>;
export type Failure = Readonly<{ message: string; code: string | null }>;
/** What an answer has said so far. */
export type Answer = Readonly<{
  text: string;
  finish: string | null;
  usage: Usage | null;
  failure: Failure | null;
  /** Of a line that has not ended. */
  rest: string;
}>;
export const NOTHING_YET: Answer = { text: '', finish: null, usage: null, failure: null, rest: '' };

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const firstOf = (value: unknown): Json =>
  objectOf(Array.isArray(value) ? (value as unknown[])[0] : undefined);

export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const usageOf = (value: unknown): Usage | null => {
  const usage = objectOf(value);
  const promptTokens = numberOf(usage['prompt_tokens']);
  const completionTokens = numberOf(usage['completion_tokens']);
  return promptTokens === null && completionTokens === null ? null : { promptTokens, completionTokens };
};

/** What a failure says, in OpenAI’s shape or as a problem document. */
export const failureOf = (body: unknown): Failure | null => {
  const problem = objectOf(body);
  const error = objectOf(problem['error']);
  const message =
    textOf(error['message']) ||
    textOf(problem['error']) ||
    textOf(problem['detail']) ||
    textOf(problem['title']);
  if (message === '') return null;
  return { message, code: textOf(error['code']) || textOf(problem['code']) || null };
};

const said = (answer: Answer, body: unknown): Answer => {
  const piece = objectOf(body);
  if ('error' in piece) return { ...answer, failure: failureOf(piece) };
  const choice = firstOf(piece['choices']);
  const more =
    textOf(objectOf(choice['delta'])['content']) ||
    textOf(objectOf(choice['message'])['content']) ||
    textOf(choice['text']);
  return {
    ...answer,
    text: answer.text + more,
    finish: textOf(choice['finish_reason']) || answer.finish,
    usage: usageOf(piece['usage']) ?? answer.usage,
  };
};

/** Takes what came of a stream of events: whole lines count, the rest waits. */
export const takeStream = (answer: Answer, text: string): Answer => {
  const lines = (answer.rest + text).split(/\r?\n/);
  let next: Answer = { ...answer, rest: lines.pop() ?? '' };
  for (const line of lines) {
    if (!line.startsWith('data:')) continue;
    const data = line.slice(5).trim();
    if (data !== '' && data !== '[DONE]') next = said(next, parsed(data));
  }
  return next;
};

/** Takes an answer that came whole. */
export const takeWhole = (text: string): Answer => said(NOTHING_YET, parsed(text));

/** The vectors of an embedding. */
export const vectorsOf = (body: unknown): readonly (readonly number[])[] => {
  const data = objectOf(body)['data'];
  if (!Array.isArray(data)) return [];
  return (data as unknown[]).flatMap((each) => {
    const vector = objectOf(each)['embedding'];
    return Array.isArray(vector) ? [vector as number[]] : [];
  });
};

/** How alike two vectors are, from −1 to 1; 0 when one of them says nothing. */
export const likeness = (a: readonly number[], b: readonly number[]): number => {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  const size = Math.sqrt(dot(a, a) * dot(b, b));
  return size === 0 ? 0 : dot(a, b) / size;
};

const BASE64 = /^[A-Za-z0-9+/=\s]+$/;
/** The images of an answer that are in it: an address elsewhere is text, since this page loads nothing from other hosts. */
export const imagesOf = (body: unknown): readonly string[] => {
  const data = objectOf(body)['data'];
  if (!Array.isArray(data)) return [];
  return (data as unknown[]).flatMap((each) => {
    const bytes = textOf(objectOf(each)['b64_json']);
    return bytes !== '' && BASE64.test(bytes) ? [`data:image/png;base64,${bytes}`] : [];
  });
};
