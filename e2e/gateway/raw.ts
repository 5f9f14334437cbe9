import { type Socket, connect } from 'node:net';

/** Bytes to the front door, on a connection of their own. */
export const openTo = (url: string): Socket => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  // A connection that is reset is told from others by its end.
  socket.on('error', () => undefined);
  return socket;
};

export type Said = Readonly<{
  text: string;
  /** Of all answers that came, in order. */
  statuses: readonly number[];
  closed: boolean;
}>;

const WITHIN_MS = 10_000;

/** What is answered to these bytes until the other side closes, or has been silent for so long after it spoke. */
export const say = (url: string, bytes: string | Buffer, silenceMs = 500): Promise<Said> =>
  new Promise((resolve) => {
    const socket = openTo(url);
    let text = '';
    let silence: NodeJS.Timeout | undefined;
    const done = (closed: boolean): void => {
      clearTimeout(limit);
      clearTimeout(silence);
      socket.destroy();
      const statuses = [...text.matchAll(/(?:^|\n|\})HTTP\/1\.1 (\d{3})/g)].map(([, status]) =>
        Number(status),
      );
      resolve({ text, statuses, closed });
    };
    const limit = setTimeout(done, WITHIN_MS, false);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      clearTimeout(silence);
      silence = setTimeout(done, silenceMs, false);
    });
    socket.once('end', () => {
      done(true);
    });
    socket.once('close', () => {
      done(true);
    });
    socket.write(bytes);
  });
