import { type ServerSource, serversOf, type ServersWay } from '@tidegate/backing-services';

/** How the set-up of a run tells its workers what it has started. */
const POSTGRES_URL = 'TIDEGATE_TEST_RUN_POSTGRES_URL';
const WAY = 'TIDEGATE_TEST_RUN_WAY';

export type RunServers = Readonly<{ postgresUrl: string; source: ServerSource }>;

export const publish = (way: ServersWay, postgresUrl: string): void => {
  process.env[WAY] = way;
  process.env[POSTGRES_URL] = postgresUrl;
};

/** What the run's set-up has started; throws in a run without it. */
export const runServers = (): RunServers => {
  const { [WAY]: way, [POSTGRES_URL]: postgresUrl } = process.env;
  if (!way || !postgresUrl)
    throw new Error('no servers for this run: it needs libs/testing/src/global-setup.ts as globalSetup');
  return { postgresUrl, source: serversOf(way as ServersWay) };
};
