/** A range in the one form that means it, or what is wrong with the text, in words that follow the field’s name. */
export type CidrOrProblem = Readonly<{ cidr: string } | { problem: string }>;

const NO_RANGE = 'must be a range of addresses like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7';
/** `::ffff:a.b.c.d` is the IPv4 address a.b.c.d: its first 96 bits say no more than that. */
const MAPPED_BITS = 96;

/** `10.0.0.0/8`, `2001:db8::/32`, or one address alone. A range of IPv4 addresses written as IPv6 ones becomes IPv4. */
export const cidrOf = (text: string): CidrOrProblem => {
  const [, written = '', bits] = /^([^/\s%]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = bytesOf(written);
  if (!address) return { problem: NO_RANGE };
  const most = address.length * 8;
  const prefix = bits === undefined ? most : Number(bits);
  if (prefix > most)
    return { problem: `has a prefix of ${String(prefix)} bits; this address has ${String(most)}` };
  const network = masked(address, prefix);
  const cidr = written4(network, prefix) ?? `${ipv6Text(network)}/${String(prefix)}`;
  return network.every((byte, i) => byte === address[i])
    ? { cidr }
    : { problem: `has bits set beyond its prefix: the network is ${cidr}` };
};

const written4 = (network: readonly number[], prefix: number): string | undefined => {
  if (network.length === 4) return `${network.join('.')}/${String(prefix)}`;
  return prefix >= MAPPED_BITS && isMapped(network)
    ? `${network.slice(12).join('.')}/${String(prefix - MAPPED_BITS)}`
    : undefined;
};

const isMapped = (bytes: readonly number[]): boolean =>
  bytes.slice(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 255));

const masked = (bytes: readonly number[], prefix: number): number[] =>
  bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - i * 8))) & 0xff);

const bytesOf = (text: string): number[] | undefined =>
  text.includes(':') ? ipv6Bytes(text) : ipv4Bytes(text);

const ipv4Bytes = (text: string): number[] | undefined => {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part));
  const bytes = parts.map(Number);
  return isAddress && bytes.every((byte) => byte < 256) ? bytes : undefined;
};

/** Eight groups of 16 bits; one run of zeros may be `::`, and the last two groups may be written as an IPv4 address. */
const ipv6Bytes = (text: string): number[] | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 2 : missing !== 0) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
};

const groupsOf = (text: string, isLast: boolean): number[] | undefined => {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    const part =
      isLast && i === groups.length - 1 && group.includes('.') ? ipv4Bytes(group) : hexBytes(group);
    if (!part) return undefined;
    bytes.push(...part);
  }
  return bytes;
};

const hexBytes = (group: string): number[] | undefined => {
  if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
  const value = parseInt(group, 16);
  return [value >> 8, value & 0xff];
};

/** The form of RFC 5952: lower case, no leading zeros, the first of the longest runs of zero groups left out. */
const ipv6Text = (bytes: readonly number[]): string => {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0));
  const { start, length } = longestZeros(groups);
  const hex = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(':');
  return length < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
};

const longestZeros = (groups: readonly number[]): Readonly<{ start: number; length: number }> => {
  let longest = { start: 0, length: 0 };
  let run = 0;
  for (const [i, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0;
    if (run > longest.length) longest = { start: i - run + 1, length: run };
  }
  return longest;
};
