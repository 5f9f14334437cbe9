import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

/** One connection each, none used twice. */
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });

export type Call = Readonly<{
  url: string;
  token: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body: Readonly<Record<string, unknown>>;
  /** The whole request has been written. */
  sent?: () => void;
  /** The answer has begun. */
  begun?: () => void;
}>;
export type Answer = Readonly<{ status: number; headers: IncomingMessage['headers']; text: string }>;

const WITHIN_MS = 120_000;

/** Asked on a connection of its own, without the ballast of a client. Rejects when the answer is not whole. */
export const call = ({
  url,
  token,
  path = '/v1/chat/completions',
  headers,
  body,
  sent,
  begun,
}: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const asked = request(`${url}${path}`, {
      method: 'POST',
      agent,
      timeout: WITHIN_MS,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        ...headers,
      },
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', reject);
    asked.once('response', (response) => {
      begun?.();
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (answer += chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer });
      });
      response.once('close', () => {
        if (!response.complete) reject(new Error(`cut after ${String(answer.length)} characters`));
      });
    });
    asked.end(text, sent);
  });

/** What the engine double says in an answer: its process, the how manieth request there it was, and its words. */
export type Said = Readonly<{ id: string; number: number; text: string; reason: string | null }>;

type Piece = Readonly<{
  id: string;
  choices: readonly Readonly<{
    delta?: { content?: string };
    message?: { content: string };
    finish_reason: string | null;
  }>[];
}>;

const numberOf = (id: string): number => Number(/-(\d+)$/.exec(id)?.[1]);

export const saidIn = (text: string): Said => {
  const { id, choices } = JSON.parse(text) as Piece;
  const [choice] = choices;
  return {
    id,
    number: numberOf(id),
    text: choice?.message?.content ?? '',
    reason: choice?.finish_reason ?? null,
  };
};

/** A stream, whose pieces must all be of one answer and end as streams do. Throws otherwise. */
export const saidInStream = (text: string): Said => {
  const events = text.split('\n\n');
  if (events.at(-1) !== '' || events.at(-2) !== 'data: [DONE]')
    throw new Error(`ends with ${text.slice(-100)}`);
  const pieces = events.slice(0, -2).map((event) => JSON.parse(event.slice('data: '.length)) as Piece);
  const ids = new Set(pieces.map(({ id }) => id));
  if (ids.size !== 1) throw new Error(`pieces of ${[...ids].join(' and ')} in one stream`);
  const [id = ''] = ids;
  return {
    id,
    number: numberOf(id),
    text: pieces.map(({ choices: [choice] }) => choice?.delta?.content ?? '').join(''),
    reason: pieces.at(-1)?.choices[0]?.finish_reason ?? null,
  };
};
