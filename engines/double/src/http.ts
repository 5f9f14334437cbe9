import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from './openai.ts';

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

export const sendJson = (response: ServerResponse, status: number, body: object): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};

/** Answers a refusal as one, and anything else that is thrown as a failure of the engine. */
export const answering = (response: ServerResponse, work: () => void): void => {
  try {
    work();
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, 'InternalServerError', String(error));
    sendJson(response, refused.status, refused.body());
  }
};

/** Hands over the body when it is whole. */
export const withBody = (
  request: IncomingMessage,
  response: ServerResponse,
  use: (body: Buffer) => void,
): void => {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.once('end', () => {
    answering(response, () => {
      if (length > BODY_LIMIT_BYTES)
        throw new Refused(413, 'BadRequestError', 'The request body is too large.');
      use(Buffer.concat(chunks));
    });
  });
  // The caller has gone before its request was whole: there is nobody to answer.
  request.once('error', () => undefined);
};
