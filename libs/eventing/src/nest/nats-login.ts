import type { ConnectionOptions } from '@nats-io/transport-node';
import type { Connections } from './connections.ts';

/**
 * Where the bus is and who comes: with a token, or as the user that the URL names (`nats://user:password@host`), as servers want it
 * that have more than one user. The client does not read names from a URL.
 */
export const natsLoginOf = ({
  natsUrl,
  natsToken: token,
}: Pick<Connections, 'natsUrl' | 'natsToken'>): Pick<
  ConnectionOptions,
  'servers' | 'token' | 'user' | 'pass'
> => {
  const url = URL.parse(natsUrl);
  if (!url?.username) return { servers: natsUrl, ...(token && { token }) };
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  url.username = url.password = '';
  return { servers: url.href.replace(/\/$/, ''), ...(user && { user }), ...(pass && { pass }) };
};
