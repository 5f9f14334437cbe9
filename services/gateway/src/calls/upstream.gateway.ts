import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { HeaderLines } from '../wire/header-lines.ts';
import type { Latin1 } from '../wire/json-body.ts';
import type { ResponseHead } from '../wire/response-head.ts';

/** One try at an upstream. */
export type Outgoing = Readonly<{
  method: string;
  /** Path and query. */
  path: string;
  headers: HeaderLines;
  body: Buffer | Latin1 | Readable | null;
  /** Ask it to switch protocols. */
  upgrade: string | undefined;
  /** Only of a body that is read from its caller. */
  trailers?: Trailers | undefined;
  firstByteMs: number;
  idleMs: number;
}>;

/** Fields that follow a body. */
export type Trailers = Readonly<{
  /** In lower case. */
  names: ReadonlySet<string>;
  /** Names and values by turns; known once the body is over. */
  fields: () => readonly string[];
}>;

/** What can be done with a try that is under way. */
export type Hold = Readonly<{ pause: () => void; resume: () => void; abort: () => void }>;

/** Whoever takes the answer. Either `ended` or `failed` or `upgraded` is the last call. */
export type Taker = {
  /** Whether bytes may be overwritten after the call, and frames given as they are. */
  readonly isImmediate: boolean;
  /** The gateway's own headers of the answer. */
  ownHeaders: () => HeaderLines;
  /** It is being written: from here on it cannot be tried elsewhere. */
  sent: (hold: Hold) => void;
  began: (status: number, head: ResponseHead) => void;
  /** `dataBytes`: how much of it is data, where it has frames. */
  took: (chunk: Buffer, dataBytes?: number) => void;
  /** `trailers` are names and values by turns. */
  ended: (trailers: readonly string[]) => void;
  /** `unsent`: connecting failed. */
  failed: (why: 'unsent' | 'failed' | 'first_byte_timeout') => void;
  upgraded: (status: number, head: ResponseHead, socket: Socket) => void;
};
