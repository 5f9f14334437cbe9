/** What is known of addresses: the plain form of one that somebody wrote, and whether a proxy there is believed. */
export type Belief = Readonly<{
  plain: (text: string) => string | undefined;
  isTrusted: (address: string) => boolean;
}>;

/** An address as proxies write it: some add the port. */
const withoutPort = (entry: string): string => {
  const text = entry.trim();
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[\d.]+:\d+$/.test(text) ? text.slice(0, text.indexOf(':')) : text;
};

/**
 * Who a request is from. Each proxy writes at the right end of X-Forwarded-For whom it got the request from, so the list
 * is read from there as long as whoever wrote it is believed. What a believed proxy wrote but is no address ends the
 * walk at that proxy.
 */
export const trueAddress = (peer: string, forwardedFor: readonly string[], belief: Belief): string => {
  let address = peer;
  if (forwardedFor.length === 0) return address;
  const entries = forwardedFor.join(',').split(',');
  while (belief.isTrusted(address)) {
    const entry = entries.pop();
    const next = entry === undefined ? undefined : belief.plain(withoutPort(entry));
    if (next === undefined) return address;
    address = next;
  }
  return address;
};
