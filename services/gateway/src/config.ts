import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import { DEFAULTS, type GatewaySettings } from './settings.ts';

const whole = (min: number, max: number, standard: number, what: string) =>
  z.coerce.number().int().min(min).max(max).default(standard).describe(what);

const seconds = (max: number, standardMs: number, what: string) =>
  z.coerce
    .number()
    .min(0.001)
    .max(max)
    .default(standardMs / 1000)
    .describe(what);

const GIB = 1024 ** 3;

export const config = defineConfig('gateway', {
  TIDEGATE_HOST: z.string().min(1).default(DEFAULTS.host).describe('the address callers reach'),
  TIDEGATE_PORT: whole(0, 65_535, DEFAULTS.port, 'the port callers reach; 0 = any free one'),
  TIDEGATE_API_URL: z
    .url({ protocol: /^http$/ })
    .default(DEFAULTS.apiUrl)
    .describe('where the api listens'),
  TIDEGATE_MAX_BODY_BYTES: whole(1024, GIB, DEFAULTS.maxBodyBytes, 'the largest body of a request'),
  TIDEGATE_MAX_HEADER_BYTES: whole(1024, 1024 ** 2, DEFAULTS.maxHeaderBytes, 'the largest head of a request'),
  TIDEGATE_MAX_CONNECTIONS: whole(1, 1_000_000, DEFAULTS.maxConnections, 'connections at once'),
  TIDEGATE_BODY_MEMORY_BYTES: whole(
    1024 ** 2,
    64 * GIB,
    DEFAULTS.bodyMemoryBytes,
    'all bodies held in memory',
  ),
  TIDEGATE_QUEUE_LIMIT: whole(1, 100_000, DEFAULTS.queueLimit, 'requests of one endpoint that may wait'),
  TIDEGATE_QUEUE_BYTES: whole(1024, 64 * GIB, DEFAULTS.queueBytes, 'bodies of all waiting requests'),
  TIDEGATE_HOLD_SECONDS: seconds(600, DEFAULTS.holdMs, 'how long a plain request waits for a replica'),
  TIDEGATE_CONNECT_TIMEOUT_SECONDS: seconds(
    60,
    DEFAULTS.connectTimeoutMs,
    'how long connecting to a replica may take',
  ),
  TIDEGATE_FIRST_BYTE_TIMEOUT_SECONDS: seconds(
    86_400,
    DEFAULTS.firstByteTimeoutMs,
    'how long a replica may take to begin its answer',
  ),
  TIDEGATE_IDLE_TIMEOUT_SECONDS: seconds(
    86_400,
    DEFAULTS.idleTimeoutMs,
    'the longest silence within an answer',
  ),
  TIDEGATE_REQUEST_TIMEOUT_SECONDS: seconds(
    86_400,
    DEFAULTS.requestTimeoutMs,
    'a whole request arrives within',
  ),
  TIDEGATE_RESULT_KEEP_SECONDS: seconds(
    31_536_000,
    DEFAULTS.resultKeepMs,
    'how long results of asynchronous requests are kept',
  ),
});

export const settingsOf = (): GatewaySettings => ({
  ...DEFAULTS,
  host: config.TIDEGATE_HOST,
  port: config.TIDEGATE_PORT,
  apiUrl: config.TIDEGATE_API_URL,
  maxBodyBytes: config.TIDEGATE_MAX_BODY_BYTES,
  maxHeaderBytes: config.TIDEGATE_MAX_HEADER_BYTES,
  maxConnections: config.TIDEGATE_MAX_CONNECTIONS,
  bodyMemoryBytes: config.TIDEGATE_BODY_MEMORY_BYTES,
  queueLimit: config.TIDEGATE_QUEUE_LIMIT,
  queueBytes: config.TIDEGATE_QUEUE_BYTES,
  holdMs: config.TIDEGATE_HOLD_SECONDS * 1000,
  connectTimeoutMs: config.TIDEGATE_CONNECT_TIMEOUT_SECONDS * 1000,
  firstByteTimeoutMs: config.TIDEGATE_FIRST_BYTE_TIMEOUT_SECONDS * 1000,
  idleTimeoutMs: config.TIDEGATE_IDLE_TIMEOUT_SECONDS * 1000,
  requestTimeoutMs: config.TIDEGATE_REQUEST_TIMEOUT_SECONDS * 1000,
  resultKeepMs: config.TIDEGATE_RESULT_KEEP_SECONDS * 1000,
});
