/** An S3-compatible storage, and what it knows the gateway by. */
export type BucketSettings = Readonly<{
  /** `https://host`, buckets below it as paths. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Those that results may go to; empty: any that the keys open. */
  buckets: readonly string[];
}>;
