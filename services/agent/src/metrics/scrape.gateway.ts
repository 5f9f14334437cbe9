import { type IncomingMessage, get } from 'node:http';

export type Page = Readonly<{ host: string; port: number; path: string }>;
type Limits = Readonly<{ timeoutMs: number; mostBytes: number }>;

const LIMITS: Limits = { timeoutMs: 1000, mostBytes: 4 * 1024 * 1024 };

/**
 * An engine's metrics page.
 * @throws Error when it does not answer in time, not with 200, or with more than fits the limit
 */
export const scrape = async (page: Page, { timeoutMs, mostBytes } = LIMITS): Promise<string> => {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await pageText(page, signal, mostBytes);
  } catch (error) {
    throw signal.aborted ? new Error(`no whole metrics page within ${String(timeoutMs)} ms`) : error;
  }
};

const pageText = async (
  { host, port, path }: Page,
  signal: AbortSignal,
  mostBytes: number,
): Promise<string> => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { accept: 'text/plain;version=0.0.4', 'accept-encoding': 'identity' };
    get({ host, port, path, headers, signal, agent: false }, resolve).on('error', reject);
  });
  try {
    if (answer.statusCode !== 200) throw new Error(`the metrics page answers ${String(answer.statusCode)}`);
    return await bodyOf(answer, mostBytes);
  } finally {
    answer.destroy();
  }
};

const bodyOf = async (answer: IncomingMessage, mostBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`the metrics page has more than ${String(mostBytes)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
