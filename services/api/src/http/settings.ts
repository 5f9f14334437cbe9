/** What the HTTP edge must know, as values, so that nothing but config.ts reads the environment. */
export type ApiSettings = Readonly<{
  operatorToken: string;
  secretKey: string;
  maxReplicas: number;
  /** What a project may have that the operator has set no quotas for: endpoints, and the sum of maxReplicas x GPUs. */
  endpointQuota: number;
  gpuQuota: number;
  /** What secrets are sealed with, the newest first; none: with a key derived from `secretKey`. */
  sealKeys: readonly string[];
  /** Name servers, `address` or `address:port`; none: those of this machine. */
  dnsServers: readonly string[];
  logFollowers: number;
  logFollowersPerProject: number;
  /** Streams of changes that may be open at once, in all and of one project. */
  watches: number;
  watchesPerProject: number;
  /** Changes that are kept in memory for those who come back. */
  watchMemory: number;
  /** Where models are described: its base URL, and a token for what not everybody may see. */
  hub: Readonly<{ url: string; token: string | null }>;
  /** Where the built console lies; it need not. */
  consoleFolder: string;
  /** Where gRPC is served on loopback: 0 finds a free port, null serves it nowhere. */
  grpcPort: number | null;
}>;

export const API_SETTINGS = Symbol('api settings');
