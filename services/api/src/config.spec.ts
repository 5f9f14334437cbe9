import { afterEach, describe, expect, it } from '@jest/globals';
import { config, settingsOf } from './config.ts';

const given = (variables: Record<string, string>) => {
  Object.assign(process.env, {
    TIDEGATE_OPERATOR_TOKEN: 'x'.repeat(24),
    TIDEGATE_SECRET_KEY: 'x'.repeat(32),
    ...variables,
  });
  return config.check();
};
const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];

afterEach(() => {
  for (const name of Object.keys(process.env))
    if (name.startsWith('TIDEGATE_')) Reflect.deleteProperty(process.env, name);
});

describe('a setting that is a list', () => {
  it.each([
    ['TIDEGATE_SEAL_KEYS', ''],
    ['TIDEGATE_SEAL_KEYS', `${first}, ${second},`],
    ['TIDEGATE_DNS_SERVERS', '192.0.2.1,192.0.2.1:5353, 2001:db8::1 ,[2001:db8::1]:53,::1'],
  ])('%s may be “%s”', (name, value) => {
    expect(given({ [name]: value })).toEqual([]);
  });

  it.each([
    ['TIDEGATE_SEAL_KEYS', 'short'],
    ['TIDEGATE_SEAL_KEYS', `${first},short`],
    ['TIDEGATE_DNS_SERVERS', 'ns.example.com'],
    ['TIDEGATE_DNS_SERVERS', '192.0.2.1:0'],
    ['TIDEGATE_DNS_SERVERS', '192.0.2.1:99999'],
    ['TIDEGATE_DNS_SERVERS', '192.0.2.1,999.0.0.1'],
    ['TIDEGATE_DNS_SERVERS', '[2001:db8::1'],
    ['TIDEGATE_DNS_SERVERS', Array.from({ length: 17 }, () => '192.0.2.1').join()],
  ])('%s may not be “%s”, and a key is not told', (name, value) => {
    const problems = given({ [name]: value });
    expect(problems).toEqual([expect.stringContaining('must be')]);
    expect(problems.join()).not.toContain(first);
  });

  it('is taken part by part', () => {
    given({ TIDEGATE_SEAL_KEYS: `${first}, ${second}`, TIDEGATE_DNS_SERVERS: '192.0.2.1 , [::1]:53' });
    expect(settingsOf()).toMatchObject({
      sealKeys: [first, second],
      dnsServers: ['192.0.2.1', '[::1]:53'],
      endpointQuota: 20,
      gpuQuota: 64,
    });
  });
});
