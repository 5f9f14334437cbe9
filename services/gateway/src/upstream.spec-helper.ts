import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, type Socket, createServer as createTcpServer } from 'node:net';

export type Received = Readonly<{
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  trailers: IncomingMessage['trailers'];
}>;
export type Handler = (req: IncomingMessage, res: ServerResponse, body: string) => void;

/** What runs behind a replica's port: says what it got, and answers as the test wants. */
export const upstream = async (handler: Handler = answerOk) => {
  const received: Received[] = [];
  const open = new Set<ServerResponse>();
  const state = { handler, aborted: 0, finished: 0 };
  const server = createServer((req, res) => {
    open.add(res);
    res.on('close', () => {
      open.delete(res);
      if (res.writableFinished) state.finished++;
      else state.aborted++;
    });
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('error', () => undefined);
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body,
        trailers: req.trailers,
      });
      state.handler(req, res, body);
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received,
    state,
    server,
    /** Requests that it is answering. */
    open,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
export type Upstream = Awaited<ReturnType<typeof upstream>>;

export const answerOk: Handler = (_req, res) => {
  res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
};

/** Pieces of a stream until the caller is gone. */
export const streamForEver: Handler = (_req, res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const timer = setInterval(() => res.write('data: {"n":1}\n\n'), 5);
  res.on('close', () => {
    clearInterval(timer);
  });
};

/** A server below HTTP: it answers each connection as the test wants. */
export const rawUpstream = async (take: (socket: Socket) => void) => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A port where nobody listens. */
export const closedPort = async (): Promise<number> => {
  const server = await rawUpstream(() => undefined);
  await server.close();
  return server.port;
};
