import { describe, expect, it } from '@jest/globals';
import { acquireServers } from './acquire-servers.ts';

const quietly = (): void => undefined;
const urls = { DATABASE_URL: 'postgres://one/db', NATS_URL: 'nats://two:4222', NATS_TOKEN: 'three' };

describe("a test run's servers", () => {
  it('are those of the environment when it names both', async () => {
    const source = await acquireServers(quietly, urls);
    expect(source.way).toBe('env');
    await expect(source.postgres()).resolves.toMatchObject({ url: 'postgres://one/db' });
    await expect(source.nats()).resolves.toMatchObject({ url: 'nats://two:4222', token: 'three' });
  });

  it('are never another kind than the one that is forced', async () => {
    await expect(
      acquireServers(quietly, { TIDEGATE_TEST_SERVERS: 'env', NATS_URL: 'nats://two' }),
    ).rejects.toThrow('TIDEGATE_TEST_SERVERS=env is not available (env: DATABASE_URL not set)');
    await expect(acquireServers(quietly, { ...urls, TIDEGATE_TEST_SERVERS: 'local' })).resolves.toMatchObject(
      {
        way: 'local',
      },
    );
  });

  it('cannot be forced to an unknown kind', async () => {
    await expect(acquireServers(quietly, { TIDEGATE_TEST_SERVERS: 'cloud' })).rejects.toThrow(
      'must be one of env, local, containers',
    );
  });
});
