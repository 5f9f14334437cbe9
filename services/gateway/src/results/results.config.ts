import { join } from 'node:path';
import { z } from 'zod';
import type { BucketSettings } from './bucket-settings.ts';

const MIB = 1024 ** 2;

/** Variables about the results of asynchronous requests. */
export const RESULT_VARIABLES = {
  TIDEGATE_RESULT_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .max(16 * MIB)
    .default(4 * MIB)
    .describe('the largest result of an asynchronous request'),
  TIDEGATE_INVOCATION_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(2)
    .max(10_000)
    .default(256)
    .describe('asynchronous requests that one process runs at once, over all endpoints'),
  TIDEGATE_RESULTS_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('below it lie the folders that results may go to; by default “results” in TIDEGATE_HOME'),
  TIDEGATE_HOME: z.string().min(1).optional().describe('where the platform keeps its files'),
  TIDEGATE_S3_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the S3-compatible storage that results may go to; none: there is none'),
  TIDEGATE_S3_REGION: z.string().min(1).default('us-east-1').describe('its region'),
  TIDEGATE_S3_ACCESS_KEY_ID: z.string().min(1).optional().describe('the key that it knows the gateway by'),
  TIDEGATE_S3_SECRET_ACCESS_KEY: z.string().min(1).optional().describe('the secret of that key'),
  TIDEGATE_S3_BUCKETS: z
    .string()
    .default('')
    .describe('the buckets that results may go to, separated by commas; none: any that the key opens'),
} as const;

type Variables = Readonly<{
  [Name in keyof typeof RESULT_VARIABLES]: z.infer<(typeof RESULT_VARIABLES)[Name]>;
}>;

const KEYS = ['TIDEGATE_S3_ACCESS_KEY_ID', 'TIDEGATE_S3_SECRET_ACCESS_KEY'] as const;

/** What is wrong with them: each sentence begins with the variable to mend. */
export const resultProblems = (config: Variables): string[] =>
  KEYS.filter((name) => config.TIDEGATE_S3_URL !== undefined && config[name] === undefined).map(
    (name) => `${name}: is not set; the storage at TIDEGATE_S3_URL asks for it`,
  );

export const resultSettings = (
  config: Variables,
): Readonly<{
  resultBytes: number;
  invocationConcurrency: number;
  resultsFolder: string | undefined;
  bucket: BucketSettings | undefined;
}> => ({
  resultBytes: config.TIDEGATE_RESULT_MAX_BYTES,
  invocationConcurrency: config.TIDEGATE_INVOCATION_CONCURRENCY,
  resultsFolder:
    config.TIDEGATE_RESULTS_FOLDER ??
    (config.TIDEGATE_HOME === undefined ? undefined : join(config.TIDEGATE_HOME, 'results')),
  bucket: config.TIDEGATE_S3_URL === undefined ? undefined : bucketOf(config, config.TIDEGATE_S3_URL),
});

const bucketOf = (config: Variables, url: string): BucketSettings => ({
  url,
  region: config.TIDEGATE_S3_REGION,
  accessKeyId: config.TIDEGATE_S3_ACCESS_KEY_ID ?? '',
  secretAccessKey: config.TIDEGATE_S3_SECRET_ACCESS_KEY ?? '',
  buckets: config.TIDEGATE_S3_BUCKETS.split(',')
    .map((name) => name.trim())
    .filter(Boolean),
});
