import { type ResultPlace, type ResultTarget, resultPath } from '@tidegate/contracts';
import { AwsClient } from 'aws4fetch';
import type { BucketSettings } from './bucket-settings.ts';
import type { ResultStore } from './result.store.ts';

const PUT_LIMIT_MS = 20_000;
const LONGEST_ERROR = 200;

/** Results as objects of an S3-compatible storage. An object appears when it is whole. */
export class BucketResults implements ResultStore {
  readonly #client: AwsClient | undefined;

  /** @param settings undefined: there is no such storage */
  constructor(private readonly settings: BucketSettings | undefined) {
    this.#client =
      settings &&
      new AwsClient({
        accessKeyId: settings.accessKeyId,
        secretAccessKey: settings.secretAccessKey,
        region: settings.region,
        service: 's3',
        retries: 0,
      });
  }

  async put(place: ResultPlace, json: Buffer): Promise<void> {
    const { target } = place;
    const obstacle = this.#obstacle(target);
    if (obstacle !== undefined || target.kind !== 'bucket' || !this.#client || !this.settings)
      throw new Error(obstacle);
    const path = [target.bucket, ...target.segments, ...resultPath(place)].map(encodeURIComponent).join('/');
    const answer = await this.#client.fetch(`${this.settings.url.replace(/\/+$/, '')}/${path}`, {
      method: 'PUT',
      body: new Uint8Array(json),
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(PUT_LIMIT_MS),
      redirect: 'manual',
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the storage answered ${String(answer.status)}${codeIn(text)}`);
  }

  problem(target: ResultTarget): Promise<string | undefined> {
    return Promise.resolve(this.#obstacle(target));
  }

  #obstacle(target: ResultTarget): string | undefined {
    if (target.kind !== 'bucket') return 'it is no bucket';
    if (!this.settings) return 'this platform has no object storage';
    const { buckets } = this.settings;
    return buckets.length === 0 || buckets.includes(target.bucket)
      ? undefined
      : `results may not go to the bucket ${target.bucket}`;
  }
}

/** Only the code: the rest of an answer may have what was signed in it. */
const codeIn = (xml: string): string => {
  const code = /<Code>([\w.-]+)<\/Code>/.exec(xml)?.[1];
  return code === undefined ? '' : ` ${code.slice(0, LONGEST_ERROR)}`;
};
