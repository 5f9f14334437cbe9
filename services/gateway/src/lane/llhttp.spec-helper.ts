import { createRequire } from 'node:module';

type Parser = {
  initialize: (kind: number, resource: object) => void;
  execute: (bytes: Buffer) => number | Error;
  finish: () => Error | undefined;
  [callback: number]: unknown;
};
type ParserClass = {
  new (): Parser;
  REQUEST: number;
  RESPONSE: number;
  kOnHeaders: number;
  kOnHeadersComplete: number;
  kOnBody: number;
  kOnMessageComplete: number;
};

const common = createRequire(import.meta.url)('node:_http_common') as {
  HTTPParser: ParserClass;
  methods: readonly string[];
};
const { HTTPParser, methods } = common;

export type Message = {
  method: string;
  url: string;
  status: number;
  /** Names and values by turns. */
  headers: string[];
  body: Buffer;
  /** Names and values by turns. */
  trailers: string[];
  keepAlive: boolean;
};

export type Reading = Readonly<{ messages: readonly Message[]; isOpen: boolean; error: boolean }>;

/** What Node's own parser makes of some bytes: the whole messages in them, and whether another one has begun. */
export const readByNode = (kind: 'request' | 'response', bytes: Buffer): Reading => {
  const parser = new HTTPParser();
  parser.initialize(kind === 'request' ? HTTPParser.REQUEST : HTTPParser.RESPONSE, {});
  const messages: Message[] = [];
  let early: string[] = [];
  let open: Message | undefined;
  let bodies: Buffer[] = [];
  parser[HTTPParser.kOnHeaders] = (headers: string[]): void => {
    early.push(...headers);
  };
  parser[HTTPParser.kOnHeadersComplete] = (
    _major: number,
    _minor: number,
    headers: string[] | undefined,
    method: number | undefined,
    url: string | undefined,
    status: number | undefined,
    _words: unknown,
    _upgrade: boolean,
    keepAlive: boolean,
  ): number => {
    open = {
      method: methods[method ?? -1] ?? '',
      url: url ?? '',
      status: status ?? 0,
      headers: headers ?? early,
      body: Buffer.alloc(0),
      trailers: [],
      keepAlive,
    };
    early = [];
    bodies = [];
    return 0;
  };
  parser[HTTPParser.kOnBody] = (chunk: Buffer): void => {
    bodies.push(Buffer.from(chunk));
  };
  parser[HTTPParser.kOnMessageComplete] = (): void => {
    if (open) messages.push({ ...open, body: Buffer.concat(bodies), trailers: early });
    open = undefined;
    early = [];
  };
  const error = typeof parser.execute(bytes) !== 'number';
  return { messages, isOpen: open !== undefined, error };
};
