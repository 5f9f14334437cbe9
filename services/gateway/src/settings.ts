/** What of the gateway can be set. Bytes, milliseconds and counts. */
export type GatewaySettings = Readonly<{
  host: string;
  /** 0 = any free one. */
  port: number;
  /** The internal listener; without a port there is none. */
  internalHost: string;
  internalPort: number | undefined;
  /** Ranges of addresses whose word about a caller is believed. */
  trustedProxies: readonly string[];
  /** Where everything goes that is no inference path. */
  apiUrl: string;
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
  /** Asynchronous invocations: largest body, largest stored result, how long results are kept, longest try. */
  invocationBodyBytes: number;
  resultBytes: number;
  resultKeepMs: number;
  invocationTryMs: number;
  invocationLifeMs: number;
}>;

export const SETTINGS = 'gateway settings';

const KIB = 1024;
const MIB = 1024 * KIB;
const [SECOND, HOUR] = [1000, 3_600_000];

export const DEFAULTS: GatewaySettings = {
  host: '127.0.0.1',
  port: 8080,
  internalHost: '127.0.0.1',
  internalPort: undefined,
  trustedProxies: [],
  apiUrl: 'http://127.0.0.1:8081',
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
  resultBytes: MIB,
  resultKeepMs: 24 * HOUR,
  invocationTryMs: 600 * SECOND,
  invocationLifeMs: 24 * HOUR,
};
