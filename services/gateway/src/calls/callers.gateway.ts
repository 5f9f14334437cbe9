import { type AddressList, addressList, plainAddress } from '../routing/address-list.guard.ts';
import { type Belief, trueAddress } from '../wire/forwarded.ts';
import { hostOf } from '../wire/host.ts';
import { type HeaderLines, line } from '../wire/header-lines.ts';
import type { RequestHead } from '../wire/request-head.ts';
import type { Peer } from './exchange.gateway.ts';

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
  /** What the next hop is told of it. */
  onward: HeaderLines;
}>;

/** Tells callers by their connection, and behind proxies that are trusted by what those say of it. */
export class Callers {
  readonly #trusted: AddressList;
  readonly #belief: Belief;
  /** By what is the same for heads that say the same on one connection. */
  readonly #known = new WeakMap<object, Caller>();

  constructor(trustedProxies: readonly string[]) {
    const trusted = (this.#trusted = addressList(trustedProxies));
    this.#belief = { plain: plainAddress, isTrusted: (address) => trusted.has(address) };
  }

  of(peer: Peer, head: RequestHead, url: string, isInternal: boolean): Caller {
    const { sameAs } = head;
    if (!sameAs) return this.#tell(peer, head, url, isInternal);
    const known = this.#known.get(sameAs);
    if (known) return known;
    const caller = this.#tell(peer, head, url, isInternal);
    this.#known.set(sameAs, caller);
    return caller;
  }

  #tell(peer: Peer, head: RequestHead, url: string, isInternal: boolean): Caller {
    const { forwarded } = head;
    const caller = plainly(peer, hostOf(url, head.host), isInternal);
    if (!forwarded || !this.#trusted.has(caller.address)) return withOnward(caller);
    return withOnward({
      address: trueAddress(caller.address, forwarded.for, this.#belief),
      port: portIn(forwarded.port) ?? caller.port,
      proto: forwarded.proto === undefined ? caller.proto : protoIn(forwarded.proto),
      host: forwarded.host ?? caller.host,
      isInternal,
    });
  }
}

type Told = Omit<Caller, 'onward'>;

const withOnward = (told: Told): Caller => {
  const { address, proto, host } = told;
  const lines = line('x-forwarded-proto', proto) + line('x-forwarded-for', address);
  return { ...told, onward: host === undefined ? lines : lines + line('x-forwarded-host', host) };
};

/** As its connection says, and nobody else. */
const plainly = (
  { remoteAddress = '', localPort = 0, isSecure = false }: Peer,
  host: string | undefined,
  isInternal: boolean,
): Told => ({
  address: plainAddress(remoteAddress) ?? 'unknown',
  port: localPort,
  proto: isSecure ? 'https' : 'http',
  host,
  isInternal,
});

const protoIn = (text: string): Caller['proto'] =>
  text.split(',').at(-1)?.trim().toLowerCase() === 'https' ? 'https' : 'http';

const portIn = (text: string | undefined): number | undefined => {
  const port = /^\d{1,5}$/.test(text?.trim() ?? '') ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
};
