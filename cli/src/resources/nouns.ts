import { ENDPOINT_NOUNS } from './nouns-endpoints.ts';
import { MONEY_NOUNS } from './nouns-money.ts';
import { PEOPLE_NOUNS } from './nouns-people.ts';
import { POOL_NOUNS } from './nouns-pool.ts';
import { TELLING_NOUNS } from './nouns-telling.ts';
import type { Resource } from './resource.ts';

/** Everything that is created, listed, changed and removed. */
export const NOUNS: readonly Resource[] = [
  ...ENDPOINT_NOUNS,
  ...POOL_NOUNS,
  ...PEOPLE_NOUNS,
  ...MONEY_NOUNS,
  ...TELLING_NOUNS,
];
