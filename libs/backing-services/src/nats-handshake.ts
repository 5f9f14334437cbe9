import { connect, type Socket } from 'node:net';
import { HandshakeRefused } from './wait-until-ready.ts';

const TIMEOUT_MS = 2_000;
const LONGEST_GREETING = 65_536;

export type Greeting = Readonly<{
  host: string;
  port: number;
  token: string;
  /** The server's own name, when it is known. */
  name?: string;
}>;

/** Checks the greeting, and answers what a client says to log in. */
const answerTo = (greeting: string, { token, name, port }: Greeting): string => {
  const info = JSON.parse(greeting.slice('INFO '.length)) as { server_name?: string; jetstream?: boolean };
  if (name !== undefined && info.server_name !== name) throw new Error(`another server has port ${port}`);
  if (info.jetstream !== true) throw new HandshakeRefused('runs without JetStream');
  const login = {
    auth_token: token,
    verbose: false,
    pedantic: false,
    lang: 'node',
    version: '1',
    protocol: 1,
  };
  return `CONNECT ${JSON.stringify(login)}\r\nPING\r\n`;
};

type Talk = { text: string; greeted: boolean };

/** Takes a step in the talk with the server; true when it is over and well. */
const step = (socket: Socket, talk: Talk, greeting: Greeting): boolean => {
  for (;;) {
    const end = talk.text.indexOf('\r\n');
    if (end < 0) return false;
    const line = talk.text.slice(0, end);
    talk.text = talk.text.slice(end + 2);
    if (line.startsWith('-ERR')) throw new HandshakeRefused(`answers ${line}`);
    if (line.startsWith('INFO ') && !talk.greeted) {
      talk.greeted = true;
      socket.write(answerTo(line, greeting));
    }
    if (line === 'PONG') return true;
  }
};

/** Resolves when the NATS server on that port greets with JetStream on, takes the token and answers a ping. */
export const greetNats = (greeting: Greeting): Promise<void> =>
  new Promise((resolve, reject) => {
    const talk: Talk = { text: '', greeted: false };
    const socket = connect({ host: greeting.host, port: greeting.port });
    const finish = (error?: Error): void => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setEncoding('utf8');
    socket.setTimeout(TIMEOUT_MS, () => {
      finish(new Error('no answer'));
    });
    socket.once('error', finish);
    socket.once('close', () => {
      finish(new Error('connection closed'));
    });
    socket.on('data', (chunk: string) => {
      talk.text += chunk;
      try {
        if (talk.text.length > LONGEST_GREETING) throw new HandshakeRefused('sends no greeting of NATS');
        if (step(socket, talk, greeting)) finish();
      } catch (error) {
        finish(error as Error);
      }
    });
  });
