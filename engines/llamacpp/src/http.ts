import type { IncomingMessage, ServerResponse } from 'node:http';
import { tooLarge } from './api-error.ts';

export const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** The whole body as text; refuses as soon as it is known to be too large, and lets the rest run out unread. */
export const readBody = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (): void => {
      request.off('data', take).resume();
      reject(tooLarge(BODY_LIMIT_BYTES));
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      if ((length += chunk.length) > BODY_LIMIT_BYTES) refuse();
    };
    request.once('error', reject);
    request.once('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) refuse();
    else request.on('data', take);
  });

export const sendJson = (response: ServerResponse, status: number, body: object): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

export const sendText = (response: ServerResponse, type: string, text: string): void => {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
};

/** Aborts when the caller hangs up before the answer is complete. */
export const signalOf = (response: ServerResponse): AbortSignal => {
  const controller = new AbortController();
  const closed = (): void => {
    if (!response.writableFinished) controller.abort(new Error('the caller has gone'));
  };
  if (response.destroyed) closed();
  else response.once('close', closed);
  return controller.signal;
};

/** Server-sent events. A slow reader holds the writer back; one that has gone rejects through the signal. */
export class EventStream {
  private readonly response: ServerResponse;
  private readonly signal: AbortSignal;

  constructor(response: ServerResponse, signal: AbortSignal) {
    this.response = response;
    this.signal = signal;
  }

  open(): void {
    this.response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
  }

  send(event: object): void | Promise<void> {
    if (this.response.write(`data: ${JSON.stringify(event)}\n\n`)) return;
    return this.drained();
  }

  close(): void {
    this.response.end('data: [DONE]\n\n');
  }

  private drained(): Promise<void> {
    const { response, signal } = this;
    return new Promise((resolve, reject) => {
      const gone = (): void => {
        response.off('drain', flowing);
        reject(signal.reason as Error);
      };
      const flowing = (): void => {
        signal.removeEventListener('abort', gone);
        resolve();
      };
      if (signal.aborted) {
        gone();
        return;
      }
      response.once('drain', flowing);
      signal.addEventListener('abort', gone, { once: true });
    });
  }
}
