import type { Refusal } from '@tidegate/contracts';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ByteBudget, Share } from '../waiting/byte-budget.ts';
import type { Answer } from '../wire/answer.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import type { Trailers } from './upstream.gateway.ts';

/** The two ends of a connection, as far as they say who calls. */
export type Peer = Readonly<{
  remoteAddress?: string | undefined;
  localPort?: number | undefined;
  /** It came by TLS that ended here. */
  isSecure?: boolean;
}>;

/**
 * One request as its connection brought it, and the way its answer goes back. Each kind of connection has its own; what
 * is done with a request knows no other.
 */
export type Exchange = Readonly<{
  method: string;
  /** The target as it was written. */
  url: string;
  head: RequestHead;
  peer: Peer;
  /** Tells connections apart. */
  connection: object;
  reply: Reply;
  /** To be called once at most, and only when there is one. `limitBytes` is what of it is taken in all. */
  body: (limitBytes: number, budget: ByteBudget) => IncomingBody;
  /** Whether something of an answer was written. */
  isBegun: () => boolean;
  /** A whole answer of the gateway's own. What still comes of the request's body is read for a while, so that it arrives. */
  answer: (answer: Answer) => void;
  /** Called when the caller's connection is gone before `over` was called. */
  onGone: (then: () => void) => void;
  /** Nothing more is done with it. */
  over: () => void;
  /** Ends its connection at once. */
  destroy: () => void;
}>;

/**
 * A caller's body. It is read only when somebody wants it: as a whole, ahead of time while the request waits, or as a
 * stream in step with the replica. Whatever is held is part of the process's budget.
 */
export type IncomingBody = {
  /** What came of it until now. */
  readonly bytes: number;
  /** What the caller announced; undefined when it did not. */
  readonly announcedBytes: number | undefined;
  readonly heldBytes: number;
  /** All of it, where it came at once. */
  readonly atHand: Buffer | undefined;
  /** Undefined when its caller announced none that may be handed on. */
  readonly trailers: Trailers | undefined;
  /** What to do when it becomes too large. */
  refused: (refusal: Refusal) => void;
  /** The whole body, once it is there. */
  whole: (then: (body: Buffer) => void) => void;
  /** While the request waits: a caller whose bytes nobody reads could hang up unnoticed. What is held counts in the queue's share too. */
  readAhead: (limitBytes: number, share: Share) => void;
  /** For one try at a replica. Nothing is taken out of the body before the stream is read. */
  stream: () => Readable;
  /** Nobody will read the rest; what still comes is thrown away. */
  abandon: () => void;
  /** Gives back what is held, e.g. once the replica has it. */
  release: () => void;
};

/** Where the answer to a request goes. */
export type Reply = {
  /**
   * Takes bytes at once, so that they may be overwritten after the call, and takes chunked frames as they are when the
   * head says so. Others are given bytes of their own, without frames.
   */
  readonly isImmediate: boolean;
  /** Before the first byte of the answer's body. */
  start: (status: number, head: ResponseHead) => void;
  /** False: wait for `onDrain` before the next. */
  write: (chunk: Buffer) => boolean;
  /** Whether a `write` said false and nothing has drained yet. */
  isFull: () => boolean;
  onDrain: (then: () => void) => void;
  /** `trailers` are names and values by turns. A caller that takes nothing of what is left for `idleMs` is cut off. */
  end: (trailers?: readonly string[], idleMs?: number) => void;
  /** The answer cannot be completed, and whoever reads it must notice. */
  cut: () => void;
  /**
   * The replica speaks another protocol from here on (WebSocket), until neither side says anything for `idleTimeoutMs`;
   * false when this caller did not ask for one.
   */
  upgrade: (status: number, head: ResponseHead, socket: Socket, idleTimeoutMs: number) => boolean;
};
