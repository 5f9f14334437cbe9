import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ByteBudget } from '../waiting/byte-budget.ts';
import type { Answer } from '../wire/answer.ts';
import { type RequestHead, readHead } from '../wire/request-head.ts';
import type { Exchange, IncomingBody, Peer, Reply } from './exchange.gateway.ts';
import { HttpReply } from './reply.gateway.ts';
import { RequestBody } from './request-body.gateway.ts';

/** What is left of a refused caller's body is read for so long, so that the answer reaches it before the connection breaks. */
const LINGER_MS = 5000;

/** A request that Node's own server took in. */
export class NodeExchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly head: RequestHead;
  readonly reply: Reply;
  #gone: () => void = () => undefined;

  constructor(
    private readonly req: IncomingMessage,
    private readonly res: ServerResponse,
    /** Whether the caller waits to be told that its body is wanted (RFC 9110, 10.1.1). */
    private readonly expectsContinue = false,
  ) {
    this.method = req.method ?? 'GET';
    this.url = req.url ?? '/';
    this.head = readHead(req.rawHeaders);
    this.reply = new HttpReply(res);
  }

  get peer(): Peer {
    const { remoteAddress, localPort } = this.req.socket;
    return { remoteAddress, localPort, isSecure: this.req.socket instanceof TLSSocket };
  }

  get connection(): object {
    return this.req.socket;
  }

  body(limitBytes: number, budget: ByteBudget): IncomingBody {
    return new RequestBody(this.req, this.head, { limitBytes, budget }, () => {
      if (this.expectsContinue && !this.res.headersSent) this.res.writeContinue();
    });
  }

  isBegun(): boolean {
    return this.res.headersSent;
  }

  answer({ status, headers, body }: Answer): void {
    this.res.writeHead(status, [...headers]);
    this.res.end(body);
    if (!this.req.complete) this.#linger();
  }

  onGone(then: () => void): void {
    this.#gone = then;
    this.req.socket.once('close', then);
  }

  over(): void {
    this.req.socket.off('close', this.#gone);
  }

  destroy(): void {
    this.req.socket.destroy();
  }

  #linger(): void {
    const { req, res } = this;
    const timer = setTimeout(() => req.socket.destroy(), LINGER_MS);
    const stop = (): void => {
      clearTimeout(timer);
    };
    req.once('end', stop);
    res.once('close', stop);
    req.resume();
  }
}
