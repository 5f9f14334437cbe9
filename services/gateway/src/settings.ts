import type { PairFiles } from './entrances/pem.ts';
import type { Lines } from './reports/which-lines.ts';
import type { BucketSettings } from './results/bucket-settings.ts';

/** What of the gateway can be set. Bytes, milliseconds and counts. */
export type GatewaySettings = Readonly<{
  host: string;
  /** 0 = any free one. */
  port: number;
  /** The internal listener; without a port there is none. */
  internalHost: string;
  internalPort: number | undefined;
  /** The public listener for TLS, on the same address; without a port there is none. */
  tlsPort: number | undefined;
  tlsPair: PairFiles | undefined;
  /** One subfolder for each host, with `fullchain.pem` and `privkey.pem`. */
  tlsFolder: string | undefined;
  /** How often the files of certificates are looked at. */
  certificatesEveryMs: number;
  /** Where an ACME client puts its challenges; without it there are none. */
  acmeWebroot: string | undefined;
  /** Ranges of addresses whose word about a caller is believed. */
  trustedProxies: readonly string[];
  /** Where everything goes that is no inference path. */
  apiUrl: string;
  /** Whether canonical requests and answers take the lane; without it Node's parsers read everything. */
  fastLane: boolean;
  maxBodyBytes: number;
  maxHeaderBytes: number;
  maxConnections: number;
  /** All bodies that are held as a whole, over the process. */
  bodyMemoryBytes: number;
  /** The largest body of a request that waits for a replica. */
  waitingBodyBytes: number;
  /** Requests that may wait, by endpoint. */
  queueLimit: number;
  /** Bodies of waiting requests, over the process. */
  queueBytes: number;
  /** How long a plain request waits for a replica. */
  holdMs: number;
  /** How long a request waits that asks for a stream or says itself how long. */
  longestHoldMs: number;
  /** A stream that waits begins to be kept alive after so long, and then again each `keepAliveMs`. */
  silenceMs: number;
  keepAliveMs: number;
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  /** A request that is not over by then is ended; 0: none is. */
  totalTimeoutMs: number;
  /** A caller's headers, and its whole request, must arrive within. */
  headersTimeoutMs: number;
  requestTimeoutMs: number;
  /** Running requests may finish for so long when the process ends. */
  drainMs: number;
  /** Asynchronous invocations: the largest body, the largest result, and the longest try. */
  invocationBodyBytes: number;
  resultBytes: number;
  invocationTryMs: number;
  /** Tries under way at once, and the bodies and results that they hold, over the process. */
  invocationConcurrency: number;
  invocationBytes: number;
  /** Invocations of one endpoint that may wait, and their bodies. */
  invocationQueueLimit: number;
  invocationQueueBytes: number;
  /** A try whose process says nothing for so long is somebody else's. */
  invocationLeaseMs: number;
  /** Below it lie the folders that results may go to; none: there are no such folders. */
  resultsFolder: string | undefined;
  /** The object storage that results may go to. */
  bucket: BucketSettings | undefined;
  /** Which requests leave a line in the process’s own log, beside their record. */
  accessLines: Lines;
}>;

export const SETTINGS = 'gateway settings';

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;

export const DEFAULTS: GatewaySettings = {
  host: '127.0.0.1',
  port: 8080,
  internalHost: '127.0.0.1',
  internalPort: undefined,
  tlsPort: undefined,
  tlsPair: undefined,
  tlsFolder: undefined,
  certificatesEveryMs: 5 * SECOND,
  acmeWebroot: undefined,
  trustedProxies: [],
  apiUrl: 'http://127.0.0.1:8081',
  fastLane: true,
  maxBodyBytes: 32 * MIB,
  maxHeaderBytes: 32 * KIB,
  maxConnections: 10_000,
  bodyMemoryBytes: 256 * MIB,
  waitingBodyBytes: 8 * MIB,
  queueLimit: 1000,
  queueBytes: 64 * MIB,
  holdMs: 55 * SECOND,
  longestHoldMs: 600 * SECOND,
  silenceMs: 10 * SECOND,
  keepAliveMs: 5 * SECOND,
  connectTimeoutMs: 3 * SECOND,
  firstByteTimeoutMs: 600 * SECOND,
  idleTimeoutMs: 300 * SECOND,
  totalTimeoutMs: 0,
  headersTimeoutMs: 20 * SECOND,
  requestTimeoutMs: 300 * SECOND,
  drainMs: 8 * SECOND,
  invocationBodyBytes: MIB,
  resultBytes: 4 * MIB,
  invocationTryMs: 600 * SECOND,
  invocationConcurrency: 256,
  invocationBytes: 256 * MIB,
  invocationQueueLimit: 10_000,
  invocationQueueBytes: 1024 * MIB,
  invocationLeaseMs: 15 * SECOND,
  resultsFolder: undefined,
  bucket: undefined,
  accessLines: 'failed',
};
