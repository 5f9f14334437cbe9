import { acquireServers } from '@tidegate/backing-services';
import { publish } from './infra-run.ts';
import { toStopAtTheEnd } from './infra-end.ts';

/** Jest's globalSetup: one Postgres for the run; each test file makes a database of its own on it. */
export default async (): Promise<void> => {
  const source = await acquireServers((line) => process.stderr.write(`${line}\n`));
  const postgres = await source.postgres();
  toStopAtTheEnd(postgres.stop);
  publish(source.way, postgres.url);
};
