import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Where a URL that a user named leads, looked up once and judged. */
export type OutboundTarget = Readonly<{ url: URL; address: LookupAddress }>;

type How = Readonly<{
  /** Whether it may lead to this machine and its neighbours. */
  allowPrivate: boolean;
  /** When it is enough. */
  signal: AbortSignal;
}>;

/**
 * @returns why it may not be used, if so
 * @throws when its name cannot be looked up, or not until the signal
 */
export const targetOf = (
  url: string,
  { allowPrivate, signal }: How,
): Promise<OutboundTarget | Readonly<{ refused: string }>> => {
  const enough = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  return Promise.race([find(url, allowPrivate), enough]);
};

const find = async (
  url: string,
  allowPrivate: boolean,
): Promise<OutboundTarget | Readonly<{ refused: string }>> => {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return { refused: 'the URL is not http or https' };
  if (parsed.username || parsed.password) return { refused: 'the URL carries a user name or password' };
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family
    ? [{ address: host, family }]
    : await lookup(host, { all: true, order: 'verbatim' });
  const [address] = addresses;
  if (!address) return { refused: `${host} has no address` };
  // One private address among public ones is enough: which one is used would be up to the resolver.
  const isAllowed = allowPrivate || addresses.every((one) => isPublicAddress(one.address));
  return isAllowed ? { url: parsed, address } : { refused: `${host} is not a public address` };
};

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** A lookup for connections that knows this address alone: undici asks once for all or for one, as the connection wants. */
export const pinnedTo =
  ({ address, family }: LookupAddress) =>
  (_host: string, { all }: LookupOptions, answer: LookupCallback): void => {
    if (all) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
