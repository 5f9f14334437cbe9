import { Inject, Injectable } from '@nestjs/common';
import { type ResultPlace, type ResultTarget, readTarget } from '@tidegate/contracts';
import { type GatewaySettings, SETTINGS } from '../settings.ts';
import { BucketResults } from './bucket-results.store.ts';
import { FolderResults } from './folder-results.store.ts';
import { PlatformResults } from './platform-results.store.ts';
import type { ResultStore } from './result.store.ts';

/** Every place that results may go to, each with its store. */
@Injectable()
export class Results implements ResultStore {
  readonly #stores: Readonly<Record<ResultTarget['kind'], ResultStore>>;

  constructor(@Inject(SETTINGS) { resultsFolder, bucket }: GatewaySettings, platform: PlatformResults) {
    this.#stores = { platform, folder: new FolderResults(resultsFolder), bucket: new BucketResults(bucket) };
  }

  put(place: ResultPlace, json: Buffer): Promise<void> {
    return this.#stores[place.target.kind].put(place, json);
  }

  problem(target: ResultTarget): Promise<string | undefined> {
    return this.#stores[target.kind].problem(target);
  }

  /** The same of a target as an endpoint's owner wrote it. */
  async problemOf(text: string | null): Promise<string | undefined> {
    const target = readTarget(text);
    return typeof target === 'string' ? `it ${target}` : this.problem(target);
  }
}
