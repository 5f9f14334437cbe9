import { Agent, request as begin, type IncomingMessage } from 'node:http';

/** Requests that are under way at once. */
export const AT_ONCE = 8;
export const ANSWER_WITHIN_MS = 20_000;
const LONGEST_ANSWER = 4_000_000;
/** A stream is closed after its head. */
const STREAM = 'text/event-stream';

export type Hostile = Readonly<{
  method: string;
  /** As it goes over the wire, query and all. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
}>;
export type Heard = Readonly<{ status: number; type: string; text: string; tookMs: number }>;

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Sends bytes as they are, which fetch would not. */
export const send = (url: string, { method, path, headers, body }: Hostile): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const { hostname, port } = new URL(url);
    const length = body === null ? {} : { 'content-length': String(body.length) };
    const sent = begin({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
    const limit = setTimeout(() => {
      sent.destroy(new Error(`no answer within ${String(ANSWER_WITHIN_MS)} ms`));
    }, ANSWER_WITHIN_MS);
    const over = (answer: IncomingMessage, text: string): void => {
      clearTimeout(limit);
      const type = answer.headers['content-type'] ?? '';
      resolve({ status: answer.statusCode ?? 0, type, text, tookMs: performance.now() - startedAt });
    };
    sent.once('response', (answer) => {
      if (answer.headers['content-type']?.startsWith(STREAM)) {
        over(answer, '');
        sent.destroy();
        return;
      }
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size > LONGEST_ANSWER) sent.destroy(new Error('an answer without end'));
      });
      answer.once('end', () => {
        over(answer, Buffer.concat(parts).toString('utf8'));
      });
      answer.once('error', reject);
    });
    sent.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    sent.end(body ?? undefined);
  });

/** Works through a list, so many at once. */
export const each = async <One>(list: readonly One[], work: (one: One) => Promise<void>): Promise<void> => {
  const rest = list.values();
  const worker = async (): Promise<void> => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
