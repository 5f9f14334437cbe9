import { BlockList, SocketAddress, isIP } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Of an IPv6 address that holds an IPv4 one, the bits before it. */
const MAPPED_BITS = 96;

/**
 * An address in one form: IPv6 in its shortest writing and without a zone, an IPv4 address inside an IPv6 one as IPv4.
 * @returns undefined when it is none
 */
export const plainAddress = (text: string): string | undefined => {
  const address = text.replace(/%.*$/, '');
  const family = isIP(address);
  if (family !== 6) return family === 4 ? address : undefined;
  const { address: short } = new SocketAddress({ address, family: 'ipv6' });
  return MAPPED.exec(short)?.[1] ?? short;
};

type Range = Readonly<{ network: string; prefix: number; family: 'ipv4' | 'ipv6' }>;

/** `10.0.0.0/8`, `2001:db8::/32`, or one address alone; undefined for anything else. */
export const parseCidr = (text: string): Range | undefined => {
  const [, written = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const network = plainAddress(written);
  if (network === undefined) return undefined;
  const longest = isIP(written) === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (prefix > longest) return undefined;
  return longest === 32 ? { network, prefix, family: 'ipv4' } : rangeOfIPv6(network, prefix);
};

const rangeOfIPv6 = (network: string, prefix: number): Range => {
  if (isIP(network) === 6) return { network, prefix, family: 'ipv6' };
  return prefix < MAPPED_BITS
    ? { network: `::ffff:${network}`, prefix, family: 'ipv6' }
    : { network, prefix: prefix - MAPPED_BITS, family: 'ipv4' };
};

/** Ranges of addresses. Those of IPv4 and of IPv6 are apart: `::/0` is every IPv6 address and no IPv4 one. */
export class AddressList {
  readonly #lists = { ipv4: new BlockList(), ipv6: new BlockList() };

  /** What is no range holds no address. */
  add(cidr: string): void {
    const range = parseCidr(cidr);
    if (range) this.#lists[range.family].addSubnet(range.network, range.prefix, range.family);
  }

  /** `address` in the form of `plainAddress`. */
  has(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    return family === 4 ? this.#lists.ipv4.check(address, 'ipv4') : this.#lists.ipv6.check(address, 'ipv6');
  }
}

export const addressList = (cidrs: readonly string[]): AddressList => {
  const list = new AddressList();
  for (const cidr of cidrs) list.add(cidr);
  return list;
};
