/** The bare name of a host: lower case, without port and final dot. An IPv6 literal keeps its brackets. */
export const hostName = (host: string): string =>
  host.trim().toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');

/** The host that a request is for: the authority of an absolute target stands above the header (RFC 9112, 3.2.2). */
export const hostOf = (url: string, header: string | undefined): string | undefined =>
  url.startsWith('/') ? header : (/^https?:\/\/([^/?#]+)/i.exec(url)?.[1] ?? header);
