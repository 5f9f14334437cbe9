import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import { ENTRANCE_VARIABLES, entranceProblems, entranceSettings } from './entrances/entrances.config.ts';
import { parseCidr } from './routing/address-list.guard.ts';
import { LINES } from './reports/which-lines.ts';
import { RESULT_VARIABLES, resultProblems, resultSettings } from './results/results.config.ts';
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

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const VARIABLES = {
  TIDEGATE_HOST: z.string().min(1).default(DEFAULTS.host).describe('the address callers reach'),
  TIDEGATE_PORT: whole(0, 65_535, DEFAULTS.port, 'the port callers reach; 0 = any free one'),
  TIDEGATE_INTERNAL_HOST: z
    .string()
    .min(1)
    .default(DEFAULTS.internalHost)
    .describe('the address that internal callers reach'),
  TIDEGATE_INTERNAL_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'the port that internal callers reach, endpoints that are internal only among the rest; none: no such port',
    ),
  ...ENTRANCE_VARIABLES,
  TIDEGATE_GATEWAY_PROCESSES: whole(
    1,
    64,
    1,
    'processes that share the ports, each a whole gateway; limits in bytes and counts are for each of them',
  ),
  TIDEGATE_TRUSTED_PROXIES: z
    .string()
    .default('')
    .refine(
      (text) => listed(text).every((range) => parseCidr(range)),
      'must be ranges of addresses, separated by commas, such as 10.0.0.0/8,::1/128',
    )
    .describe('proxies whose X-Forwarded headers are believed'),
  TIDEGATE_API_URL: z
    .url({ protocol: /^http$/ })
    .default(DEFAULTS.apiUrl)
    .describe('where the api listens'),
  TIDEGATE_FAST_LANE: z
    .stringbool()
    .default(DEFAULTS.fastLane)
    .describe(
      'whether canonical requests take the short way; false: everything is read by Node’s own parsers',
    ),
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
  TIDEGATE_TOTAL_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0)
    .max(86_400)
    .default(DEFAULTS.totalTimeoutMs / 1000)
    .describe('how long a request may last, waiting included; 0 = as long as it likes'),
  TIDEGATE_REQUEST_TIMEOUT_SECONDS: seconds(
    86_400,
    DEFAULTS.requestTimeoutMs,
    'a whole request arrives within',
  ),
  TIDEGATE_ACCESS_LINES: z
    .enum(LINES)
    .default(DEFAULTS.accessLines)
    .describe(
      'which requests leave a line in this process’s own log; all have a record with the logs service',
    ),
  ...RESULT_VARIABLES,
};

export const config = defineConfig('gateway', VARIABLES, (values) => [
  ...entranceProblems(values),
  ...resultProblems(values),
]);

export const settingsOf = (): GatewaySettings => ({
  ...DEFAULTS,
  host: config.TIDEGATE_HOST,
  port: config.TIDEGATE_PORT,
  internalHost: config.TIDEGATE_INTERNAL_HOST,
  internalPort: config.TIDEGATE_INTERNAL_PORT,
  ...entranceSettings(config),
  trustedProxies: listed(config.TIDEGATE_TRUSTED_PROXIES),
  apiUrl: config.TIDEGATE_API_URL,
  fastLane: config.TIDEGATE_FAST_LANE,
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
  totalTimeoutMs: config.TIDEGATE_TOTAL_TIMEOUT_SECONDS * 1000,
  requestTimeoutMs: config.TIDEGATE_REQUEST_TIMEOUT_SECONDS * 1000,
  accessLines: config.TIDEGATE_ACCESS_LINES,
  ...resultSettings(config),
});
