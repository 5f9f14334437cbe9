import type { Call } from '../endpoint/snippets.ts';
import { type Mode, ROUTES } from './modes.ts';

/** A number that somebody may leave to the runtime. */
export type Left = number | '';
export type Turn = Readonly<{ role: 'user' | 'assistant'; content: string }>;
export type Form = Readonly<{
  system: string;
  message: string;
  prompt: string;
  input: string;
  image: string;
  size: string;
  maxTokens: Left;
  temperature: Left;
  topP: Left;
  topK: Left;
  repetitionPenalty: Left;
  stream: boolean;
  rawMethod: Call['method'];
  rawPath: string;
  rawBody: string;
}>;

export const FIRST_FORM: Form = {
  system: '',
  message: '',
  prompt: '',
  input: '',
  image: '',
  size: '512x512',
  maxTokens: 256,
  temperature: '',
  topP: '',
  topK: '',
  repetitionPenalty: '',
  stream: true,
  rawMethod: 'POST',
  rawPath: '',
  rawBody: '{}',
};

const given = (name: string, value: Left): Readonly<Record<string, number>> =>
  value === '' ? {} : { [name]: value };

const sampling = (form: Form): Readonly<Record<string, unknown>> => ({
  ...given('max_tokens', form.maxTokens),
  ...given('temperature', form.temperature),
  ...given('top_p', form.topP),
  ...given('top_k', form.topK),
  ...given('repetition_penalty', form.repetitionPenalty),
  ...(form.stream ? { stream: true, stream_options: { include_usage: true } } : { stream: false }),
});

/** Several inputs, one a line. */
const inputsOf = (text: string): string | string[] => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 ? lines : (lines[0] ?? '');
};

const bodyOf = (mode: Exclude<Mode, 'raw' | 'websocket'>, form: Form, turns: readonly Turn[]): unknown => {
  const bodies = {
    chat: () => ({
      messages: [
        ...(form.system.trim() === '' ? [] : [{ role: 'system', content: form.system }]),
        ...turns,
        { role: 'user', content: form.message },
      ],
      ...sampling(form),
    }),
    completion: () => ({ prompt: form.prompt, ...sampling(form) }),
    embedding: () => ({ input: inputsOf(form.input) }),
    image: () => ({ prompt: form.image, size: form.size, n: 1, response_format: 'b64_json' }),
  };
  return bodies[mode]();
};

export type Wish = Readonly<{ call: Call } | { wrong: Readonly<{ field: keyof Form; sentence: string }> }>;

const EMPTY: Readonly<Record<Exclude<Mode, 'raw' | 'websocket'>, keyof Form>> = {
  chat: 'message',
  completion: 'prompt',
  embedding: 'input',
  image: 'image',
};

const rawOf = ({ rawMethod, rawPath, rawBody }: Form, url: string): Wish => {
  const call = { url, path: rawPath.trim().replace(/^\/+/, ''), method: rawMethod };
  if (rawMethod === 'GET' || rawBody.trim() === '') return { call: { ...call, body: null } };
  try {
    return { call: { ...call, body: JSON.parse(rawBody) as unknown } };
  } catch (error) {
    return { wrong: { field: 'rawBody', sentence: `This is no JSON: ${(error as Error).message}` } };
  }
};

/** What the form asks for; or which of its fields must be filled in first. */
export const wishOf = (
  mode: Exclude<Mode, 'websocket'>,
  form: Form,
  url: string,
  turns: readonly Turn[] = [],
): Wish => {
  if (mode === 'raw') return rawOf(form, url);
  const field = EMPTY[mode];
  return String(form[field]).trim() === ''
    ? { wrong: { field, sentence: 'Write something first.' } }
    : { call: callOf(mode, form, url, turns) };
};

/** The call as the form has it now, complete or not: for snippets. */
export const callOf = (
  mode: Exclude<Mode, 'raw' | 'websocket'>,
  form: Form,
  url: string,
  turns: readonly Turn[] = [],
): Call => ({ url, path: ROUTES[mode], method: 'POST', body: bodyOf(mode, form, turns) });
