import { Failed, exitOfStatus } from '../exits.ts';

type Chunk = Readonly<{
  choices?: readonly Readonly<{ delta?: Readonly<{ content?: string | null }>; text?: string }>[];
  usage?: Readonly<{ prompt_tokens: number; completion_tokens: number }> | null;
  error?: Readonly<{ message?: string; code?: string }>;
}>;
export type Usage = NonNullable<Chunk['usage']>;

/** What one event of an answer that streams brings. */
export type Piece = Readonly<{ text: string; usage: Usage | null }>;

export const pieceOf = (data: string): Piece | null => {
  if (data === '[DONE]') return null;
  const { choices = [], usage = null, error } = JSON.parse(data) as Chunk;
  if (error) throw new Failed([`${error.message ?? 'It broke off'} (${error.code ?? 'error'})`]);
  return { text: choices.map(({ delta, text }) => delta?.content ?? text ?? '').join(''), usage };
};

/** The pieces of server-sent events; comments are signs of life. */
export async function* piecesOf(texts: AsyncIterable<string>): AsyncGenerator<Piece, void> {
  let rest = '';
  for await (const text of texts) {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      const piece = data === '' ? null : pieceOf(data);
      if (piece) yield piece;
    }
  }
}

/** Why an endpoint did not answer: in the words of OpenAI, or of the platform. */
export const refusalOf = async (response: Response): Promise<Failed> => {
  const text = await response.text().catch(() => '');
  const { title, detail, remedy, message, code } = wordsOf(text);
  const sentence = message ?? title ?? `It answered ${response.status}`;
  const lines = [code === undefined ? sentence : `${sentence} (${code})`, detail ?? '', remedy ?? ''];
  const retryAfter = response.headers.get('retry-after');
  if (retryAfter !== null) lines.push(`Try it again in ${retryAfter} s.`);
  const requestId = response.headers.get('x-request-id');
  if (requestId !== null) lines.push(`Request ${requestId}`);
  return new Failed(lines, { exit: exitOfStatus(response.status), isRefusal: response.status < 500 });
};

type Words = Readonly<{
  title?: string;
  detail?: string;
  remedy?: string;
  message?: string;
  code?: string;
}>;

const wordsOf = (text: string): Words => {
  try {
    const parsed = JSON.parse(text) as Words & Readonly<{ error?: Words }>;
    return parsed.error ?? parsed;
  } catch {
    return {};
  }
};
