import { describe, expect, it } from '@jest/globals';
import { natsLoginOf } from './nats-login.ts';

describe('the way into the bus', () => {
  it('is a token, a user of the URL, or open', () => {
    expect(natsLoginOf({ natsUrl: 'nats://h:4222', natsToken: 't' })).toEqual({
      servers: 'nats://h:4222',
      token: 't',
    });
    expect(natsLoginOf({ natsUrl: 'nats://me:p%40ss@h:4222', natsToken: undefined })).toEqual({
      servers: 'nats://h:4222',
      user: 'me',
      pass: 'p@ss',
    });
    expect(natsLoginOf({ natsUrl: '127.0.0.1:4222', natsToken: undefined })).toEqual({
      servers: '127.0.0.1:4222',
    });
  });
});
