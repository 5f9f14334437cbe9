import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { ApiSettings } from './http/settings.ts';

const partsOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);
const MOST_PARTS = 16;

/** Texts between commas; none by default. */
const listOf = (isOne: (text: string) => boolean, message: string) =>
  z
    .string()
    .default('')
    .refine((text) => partsOf(text).every(isOne) && partsOf(text).length <= MOST_PARTS, message)
    .transform(partsOf);

/** `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53`. */
const isServer = (text: string): boolean => {
  const [, address = text, port = '53'] =
    /^\[?([^[\]]+?)\]?:(\d{1,5})$/.exec(isIP(text) === 0 ? text : '') ?? [];
  const family = isIP(address);
  const isWritten = family === 6 && address !== text ? text.startsWith('[') : true;
  return family !== 0 && isWritten && Number(port) >= 1 && Number(port) <= 65_535;
};

/** Without a user name or password: those would be told in errors. */
const isWebUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};

export const config = defineConfig('api', {
  TIDEGATE_OPERATOR_TOKEN: z.string().min(24).describe('the token that may do everything, in every project'),
  TIDEGATE_SECRET_KEY: z
    .string()
    .min(32)
    .describe(
      'what webhook secrets and the proofs of domains are derived from, and what secrets are sealed with',
    ),
  TIDEGATE_MAX_REPLICAS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('the most replicas that one endpoint may ask for'),
  TIDEGATE_QUOTA_ENDPOINTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(20)
    .describe('how many endpoints a project may have, unless the operator sets another number for it'),
  TIDEGATE_QUOTA_GPUS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(64)
    .describe('how many GPUs the endpoints of a project may ask for together, likewise'),
  TIDEGATE_SEAL_KEYS: listOf(
    ({ length }) => length >= 32,
    'must be at most 16 keys of at least 32 characters, between commas',
  ).describe(
    'what secrets are sealed with, the newest first; without any a key is derived from TIDEGATE_SECRET_KEY',
  ),
  TIDEGATE_DNS_SERVERS: listOf(
    isServer,
    'must be at most 16 addresses like 192.0.2.1 or [2001:db8::1]:53, between commas',
  ).describe('the name servers that proofs of domains are looked up at; without any those of this machine'),
  TIDEGATE_LOG_FOLLOWERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .describe('how many logs may be followed at once'),
  TIDEGATE_LOG_FOLLOWERS_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('how many of them one project may follow'),
  TIDEGATE_WATCHES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .describe('how many streams of changes may be open at once'),
  TIDEGATE_WATCHES_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('how many of them one project may have open'),
  TIDEGATE_WATCH_MEMORY: z.coerce
    .number()
    .int()
    .min(100)
    .max(1_000_000)
    .default(10_000)
    .describe('how many changes are kept in memory for streams that are resumed'),
  TIDEGATE_HUB_URL: z
    .string()
    .refine(isWebUrl, 'must look like https://hub.example.com')
    .default('https://huggingface.co')
    .describe('the model hub that sizes and reachability of models are asked of'),
  TIDEGATE_HUB_TOKEN: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^[\x21-\x7e]+$/, 'must be a token without spaces')
    .optional()
    .describe('a token of that hub, for models that not everybody may see'),
  TIDEGATE_CONSOLE_DIR: z
    .string()
    .default(fileURLToPath(new URL('../../../console/dist', import.meta.url)))
    .describe('the folder of the built console'),
  TIDEGATE_GRPC_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('the loopback port of the gRPC API; 0: it is off'),
});

export const settingsOf = (): ApiSettings => ({
  operatorToken: config.TIDEGATE_OPERATOR_TOKEN,
  secretKey: config.TIDEGATE_SECRET_KEY,
  maxReplicas: config.TIDEGATE_MAX_REPLICAS,
  endpointQuota: config.TIDEGATE_QUOTA_ENDPOINTS,
  gpuQuota: config.TIDEGATE_QUOTA_GPUS,
  sealKeys: config.TIDEGATE_SEAL_KEYS,
  dnsServers: config.TIDEGATE_DNS_SERVERS,
  logFollowers: config.TIDEGATE_LOG_FOLLOWERS,
  logFollowersPerProject: config.TIDEGATE_LOG_FOLLOWERS_PER_PROJECT,
  watches: config.TIDEGATE_WATCHES,
  watchesPerProject: config.TIDEGATE_WATCHES_PER_PROJECT,
  watchMemory: config.TIDEGATE_WATCH_MEMORY,
  hub: { url: config.TIDEGATE_HUB_URL, token: config.TIDEGATE_HUB_TOKEN ?? null },
  consoleFolder: config.TIDEGATE_CONSOLE_DIR,
  grpcPort: config.TIDEGATE_GRPC_PORT === 0 ? null : config.TIDEGATE_GRPC_PORT,
});
