import { decodeWire } from '@tidegate/bootstrap/log-wire';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import snappy from 'snappyjs';
import { lokiJsonLinesOf, lokiWireLinesOf } from './loki-lines.ts';
import { otlpLinesOf } from './otlp-lines.ts';
import type { Said } from './pushed-text.ts';

/** What cannot be taken, and what to do about it. */
export class NotTaken extends Error {
  constructor(
    readonly status: 400 | 404 | 405 | 413 | 415 | 503,
    message: string,
  ) {
    super(message);
  }
}

export type Protocol = 'otlp' | 'loki';
export type Form = 'json' | 'protobuf';

const MIB = 1024 ** 2;
/** As it comes, and unpacked. */
const [MOST_BYTES, MOST_UNPACKED] = [4 * MIB, 16 * MIB];
const unzipped = promisify(gunzip);
const TOO_MUCH = new NotTaken(413, `send at most ${MOST_BYTES} bytes at once, ${MOST_UNPACKED} unpacked`);

/** @throws NotTaken */
export const formOf = ({ headers }: IncomingMessage): Form => {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return 'json';
  if (type === 'application/x-protobuf') return 'protobuf';
  throw new NotTaken(415, 'content-type must be application/json or application/x-protobuf');
};

/** What a request pushes. @throws NotTaken */
export const readPush = async (request: IncomingMessage, protocol: Protocol, form: Form): Promise<Said[]> => {
  const bytes = await unpacked(request, await bodyOf(request), protocol === 'loki' && form === 'protobuf');
  try {
    return saidIn(bytes, protocol, form);
  } catch {
    throw new NotTaken(
      400,
      `the body is not what ${protocol === 'otlp' ? 'OTLP' : 'Loki’s push API'} has as ${form}`,
    );
  }
};

const saidIn = (bytes: Uint8Array, protocol: Protocol, form: Form): Said[] => {
  const json = (): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
  if (protocol === 'loki')
    return form === 'json' ? lokiJsonLinesOf(json()) : lokiWireLinesOf(decodeWire('Push', bytes));
  return form === 'json'
    ? otlpLinesOf(json(), (hex) => hex)
    : otlpLinesOf(decodeWire('ExportLogs', bytes), (base64) => Buffer.from(base64, 'base64').toString('hex'));
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw TOO_MUCH;
  }
  return Buffer.concat(chunks);
};

const unpacked = async (
  { headers }: IncomingMessage,
  bytes: Buffer,
  isSnappy: boolean,
): Promise<Uint8Array> => {
  const encoding = headers['content-encoding'] ?? 'identity';
  try {
    // Loki's protobuf is snappy whether it says so or not.
    if (isSnappy && encoding !== 'gzip') return snappy.uncompress(bytes, MOST_UNPACKED);
    if (encoding === 'gzip') return await unzipped(bytes, { maxOutputLength: MOST_UNPACKED });
    if (encoding === 'identity') return bytes;
  } catch (error) {
    const isTooMuch = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooMuch ? TOO_MUCH : new NotTaken(400, 'the body cannot be unpacked');
  }
  throw new NotTaken(415, 'content-encoding must be gzip, or left out');
};
