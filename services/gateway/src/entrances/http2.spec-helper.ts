import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
  connect,
} from 'node:http2';

import { type Socket, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';

export type Told = Readonly<{
  status: number;
  headers: Record<string, unknown>;
  trailers: Record<string, unknown>;
  body: string;
  /** The code that the stream was reset with; 0 when it ended well. */
  code: number;
}>;

/** A client of HTTP/2 that trusts whatever certificate it gets. */
export const http2Client = async (origin: string): Promise<ClientHttp2Session> => {
  const session = connect(origin, { rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) =>
    session.once('connect', () => resolve()).once('error', reject),
  );
  session.on('error', () => undefined);
  return session;
};

/** Everything that is answered on a stream. */
export const toldOn = (stream: ClientHttp2Stream): Promise<Told> =>
  new Promise((resolve) => {
    let [headers, trailers]: Record<string, unknown>[] = [{}, {}];
    const parts: Buffer[] = [];
    stream.on('response', (given: Record<string, unknown>) => (headers = given));
    stream.on('trailers', (given: Record<string, unknown>) => (trailers = given));
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('error', () => undefined);
    stream.on('close', () => {
      const body = Buffer.concat(parts).toString();
      resolve({
        status: Number(headers?.[':status'] ?? 0),
        headers: headers ?? {},
        trailers: trailers ?? {},
        body,
        code: stream.rstCode,
      });
    });
  });

export const ask = (
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Buffer,
): Promise<Told> => {
  const stream = session.request(headers, { endStream: body === undefined });
  const told = toldOn(stream);
  if (body !== undefined) stream.end(body);
  return told;
};

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const frame = (type: number, flags: number, streamId: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
};
/** RFC 7541, 6.2.2, without a table and without Huffman. */
const literal = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
const field = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0]), literal(name), literal(value)]);

const [HEADERS, RST_STREAM, SETTINGS, GOAWAY] = [1, 3, 4, 7];
const END_STREAM_AND_HEADERS = 5;

/**
 * Begins streams and resets each at once, as fast as it can.
 * @returns the code that it was sent away with, when the connection has ended
 */
export const resetRapidly = async (
  port: number,
  headers: Readonly<Record<string, string>>,
  streams: number,
): Promise<number | undefined> => {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  const received: Buffer[] = [];
  socket.on('data', (part: Buffer) => received.push(part));
  socket.on('error', () => undefined);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write(PREFACE);
  socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
  const fields = Buffer.concat(Object.entries(headers).map(([name, value]) => field(name, value)));
  for (let id = 1; id < 2 * streams && !socket.destroyed; id += 2) {
    socket.write(frame(HEADERS, END_STREAM_AND_HEADERS, id, fields));
    socket.write(frame(RST_STREAM, 0, id, Buffer.from([0, 0, 0, 8])));
    if (id % 101 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await ended;
  return goAwayIn(Buffer.concat(received));
};

/** A connection without TLS that begins one stream, byte for byte. */
export const beginRaw = (port: number, headers: Readonly<Record<string, string>>): Socket => {
  const socket = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.resume();
  const fields = Buffer.concat(Object.entries(headers).map(([name, value]) => field(name, value)));
  socket.write(PREFACE);
  socket.write(frame(SETTINGS, 0, 0, Buffer.alloc(0)));
  socket.write(frame(HEADERS, END_STREAM_AND_HEADERS, 1, fields));
  return socket;
};

const goAwayIn = (bytes: Buffer): number | undefined => {
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3))
    if (bytes[at + 3] === GOAWAY) return bytes.readUInt32BE(at + 9 + 4);
  return undefined;
};
