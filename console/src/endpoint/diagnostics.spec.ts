import { describe, expect, it } from '@jest/globals';
import { withoutValues } from './diagnostics.ts';

describe('what is given to who helps', () => {
  it('names variables, headers and secrets without what is in them, however deep', () => {
    const bundle = {
      endpoint: {
        ...{ name: 'chat', env: { API_KEY: 'abc', DEPTH: 3 }, secrets: { HF_TOKEN: 'hub-token' } },
        ...{ notifyWebhookUrl: 'https://hooks.example/abc', async: { webhookUrl: null } },
      },
      events: {
        items: [{ data: { template: { env: { API_KEY: 'abc' } } } }, { data: { headers: ['abc'] } }],
      },
    };
    const given = withoutValues(bundle);
    expect(JSON.stringify(given)).not.toMatch(/abc|hub-token|3/);
    expect(given).toMatchObject({
      endpoint: {
        name: 'chat',
        env: { API_KEY: '(hidden)', DEPTH: '(hidden)' },
        async: { webhookUrl: null },
      },
      events: { items: [{ data: { template: { env: { API_KEY: '(hidden)' } } } }, {}] },
    });
  });

  it('leaves everything else as it is', () => {
    const plain = { a: [1, null, 'x', { b: true }], environments: 2 };
    expect(withoutValues(plain)).toEqual(plain);
  });
});
