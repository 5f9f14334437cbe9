import { afterEach, describe, expect, it } from '@jest/globals';
import { config, settingsOf } from './config.ts';

const problemsWith = (environment: Record<string, string>): readonly string[] => {
  Object.assign(process.env, environment);
  return config.check();
};

// An empty variable counts as none.
afterEach(() => {
  Object.assign(process.env, { TIDEGATE_TRUSTED_PROXIES: '', TIDEGATE_INTERNAL_PORT: '' });
});

describe('the configuration', () => {
  it.each(['10.0.0.0/8', '10.0.0.1, ::1/128,', ''])('takes trusted proxies: %j', (text) => {
    expect(problemsWith({ TIDEGATE_TRUSTED_PROXIES: text })).toEqual([]);
  });

  it.each(['10.0.0.0/33', 'proxy.example', '10.0.0.0/8 ::1'])('says which variable is wrong: %j', (text) => {
    expect(problemsWith({ TIDEGATE_TRUSTED_PROXIES: text })).toEqual([
      expect.stringMatching(/^TIDEGATE_TRUSTED_PROXIES: must be ranges of addresses/),
    ]);
    expect(problemsWith({ TIDEGATE_TRUSTED_PROXIES: '', TIDEGATE_INTERNAL_PORT: '-1' })).toEqual([
      expect.stringContaining('TIDEGATE_INTERNAL_PORT'),
    ]);
  });

  it('trusts nobody, has no internal listener and no limit in all unless it says so', () => {
    expect(settingsOf()).toMatchObject({ trustedProxies: [], internalPort: undefined, totalTimeoutMs: 0 });
  });
});
