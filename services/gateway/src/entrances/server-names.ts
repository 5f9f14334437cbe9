const HOST =
  /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** The hosts of a certificate, from its subject alternative names as `DNS:a.example, IP Address:10.0.0.1`. */
export const hostsIn = (subjectAltName: string | undefined): string[] =>
  (subjectAltName ?? '')
    .split(', ')
    .filter((entry) => entry.startsWith('DNS:'))
    .map((entry) => entry.slice('DNS:'.length).toLowerCase())
    .filter((name) => HOST.test(name));

/** What is held for a host: for its own name, or else for all names beside it (RFC 6125, 6.4.3: one label alone). */
export const heldFor = <Held>(byHost: ReadonlyMap<string, Held>, serverName: string): Held | undefined => {
  const name = serverName.toLowerCase().replace(/\.$/, '');
  const dot = name.indexOf('.');
  return byHost.get(name) ?? (dot > 0 ? byHost.get(`*${name.slice(dot)}`) : undefined);
};
