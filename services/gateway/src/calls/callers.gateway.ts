import type { Socket } from 'node:net';
import { type AddressList, addressList, plainAddress } from '../routing/address-list.guard.ts';
import { type Belief, trueAddress } from '../wire/forwarded.ts';
import { hostOf } from '../wire/host.ts';
import type { RequestHead } from '../wire/request-head.ts';

/** Whom a request is from and how it was made, as far as what says so can be believed. */
export type Caller = Readonly<{
  /** `unknown` when the connection is gone already. */
  address: string;
  /** The port that was called. */
  port: number;
  proto: 'http' | 'https';
  /** As it was written, port included. */
  host: string | undefined;
  /** It came by the internal listener. */
  isInternal: boolean;
}>;

/** Tells callers by their connection, and behind proxies that are trusted by what those say of it. */
export class Callers {
  readonly #trusted: AddressList;
  readonly #belief: Belief;

  constructor(trustedProxies: readonly string[]) {
    const trusted = (this.#trusted = addressList(trustedProxies));
    this.#belief = { plain: plainAddress, isTrusted: (address) => trusted.has(address) };
  }

  of(
    { remoteAddress, localPort = 0 }: Pick<Socket, 'remoteAddress' | 'localPort'>,
    head: RequestHead,
    url: string,
    isInternal: boolean,
  ): Caller {
    const peer = plainAddress(remoteAddress ?? '') ?? 'unknown';
    const host = hostOf(url, head.host);
    if (!this.#trusted.has(peer)) return { address: peer, port: localPort, proto: 'http', host, isInternal };
    const { forwarded } = head;
    return {
      address: trueAddress(peer, forwarded.for, this.#belief),
      port: portIn(forwarded.port) ?? localPort,
      proto: forwarded.proto?.split(',').at(-1)?.trim().toLowerCase() === 'https' ? 'https' : 'http',
      host: forwarded.host ?? host,
      isInternal,
    };
  }
}

const portIn = (text: string | undefined): number | undefined => {
  const port = /^\d{1,5}$/.test(text?.trim() ?? '') ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
};
