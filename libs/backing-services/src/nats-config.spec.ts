import { describe, expect, it } from '@jest/globals';
import { natsConfig } from './nats-config.ts';

const settings = {
  name: 'tidegate-1',
  storeDir: '/data/nats',
  port: 4222,
  token: 'a-token_of-16-chars',
  pidFile: '/data/nats/nats.pid',
};

describe("nats-server's configuration", () => {
  it('listens on loopback alone, with the token', () => {
    const text = natsConfig(settings);
    expect(text).toContain('listen: "127.0.0.1:4222"');
    expect(text).toContain('authorization { token: "a-token_of-16-chars" }');
  });

  it('refuses a token that is short or could break out of its quotes', () => {
    for (const token of ['', 'short', 'sixteen-chars-and"}'])
      expect(() => natsConfig({ ...settings, token })).toThrow('16 or more');
  });

  it('refuses a folder that could break out of its quotes', () => {
    expect(() => natsConfig({ ...settings, storeDir: '/data/"nats' })).toThrow('cannot hold');
  });
});
