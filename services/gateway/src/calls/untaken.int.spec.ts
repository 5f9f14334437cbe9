import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually.spec-helper.ts';
import { cutUnlessTaken } from './untaken.gateway.ts';

const IDLE_MS = 150;
/** However slow the machine is, a caller who reads takes something in this time. */
const PATIENT_MS = 2000;
/** More than lies between two ends of a connection. */
const PIECE = Buffer.alloc(64 * 1024);
const PIECES = 384;
const closing: (() => void)[] = [];
let cuts = 0;
const cutting = (end: () => unknown) => () => {
  cuts++;
  end();
};
afterEach(() => {
  for (const close of closing.splice(0)) close();
  cuts = 0;
});

const server = async (idleMs: number): Promise<number> => {
  const http = createServer((_req, res) => {
    for (let n = 0; n < PIECES; n++) res.write(PIECE);
    res.end();
    cutUnlessTaken(
      res,
      idleMs,
      cutting(() => res.destroy()),
    );
  });
  closing.push(() => http.close());
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
};

const caller = async (idleMs: number) => {
  const socket = connect(await server(idleMs), '127.0.0.1');
  socket.on('error', () => undefined);
  closing.push(() => socket.destroy());
  const state = { bytes: 0, isClosed: false };
  socket.on('data', (chunk: Buffer) => (state.bytes += chunk.length));
  socket.on('close', () => (state.isClosed = true));
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  return { socket, state };
};

describe('the end of an answer', () => {
  it('is cut when its caller takes nothing of it', async () => {
    const { socket } = await caller(IDLE_MS);
    await eventually(() => expect(cuts).toBe(1), 5000);
    socket.resume();
  });

  it('is left alone as long as it is taken, and when it was', async () => {
    const { socket, state } = await caller(PATIENT_MS);
    socket.resume();
    await eventually(() => expect(state.bytes).toBeGreaterThan(PIECES * PIECE.length), 10_000);
    await pause(1.5 * PATIENT_MS);
    expect([cuts, state.isClosed]).toEqual([0, false]);
  });

  it('is cut on a stream of HTTP/2 whose caller opens no window', async () => {
    const http2 = createHttp2Server((_req, res) => {
      for (let n = 0; n < PIECES; n++) res.stream.write(PIECE);
      res.stream.end();
      cutUnlessTaken(
        res.stream,
        IDLE_MS,
        cutting(() => {
          res.stream.close();
        }),
      );
    });
    closing.push(() => http2.close());
    await new Promise<void>((resolve) => http2.listen(0, '127.0.0.1', resolve));
    const session = connectHttp2(`http://127.0.0.1:${String((http2.address() as AddressInfo).port)}`);
    closing.push(() => {
      session.destroy();
    });
    session.on('error', () => undefined);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => undefined);
    stream.pause();
    await eventually(() => expect(cuts).toBe(1), 5000);
  });
});
