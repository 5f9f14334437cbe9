import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import {
  asynchronous,
  GROUP,
  domainReleased,
  domainVerified,
  endpointRequested,
  groupDeleted,
  groupSaved,
  replicaReady,
  token,
  updated,
} from '../events.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';

const [mine, forged] = [token(), token()];
const AUTH = { authorization: `Bearer ${mine.text}` };
const DOMAIN = 'models.example.com';

let gateway: TestGateway;
let replica: Upstream;
let api: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  [replica, api] = await Promise.all([upstream(), upstream((_req, res) => res.writeHead(404).end('api'))]);
  gateway = await testGateway({
    apiUrl: `http://127.0.0.1:${String(api.port)}`,
    internalPort: 0,
    trustedProxies: ['127.0.0.0/8'],
  });
  chat = endpointRequested({ name: 'chat' });
  id = chat.data.endpointId;
  gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([replica.close(), api.close()]);
});

type Answer = { status: number; body: string };
type Ask = { method?: string; headers?: Record<string, string>; body?: string; internal?: boolean };

/** fetch does not let a host be named, so the request is made below it. */
const ask = (path: string, { method = 'POST', headers = AUTH, body = '{}', internal = false }: Ask = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const url = new URL(path, internal ? gateway.internalUrl : gateway.url);
    const sent = httpRequest(url, { method, headers, agent: false }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, body: text });
      });
    });
    sent.on('upgrade', (res, socket) => {
      socket.destroy();
      resolve({ status: res.statusCode ?? 0, body: '' });
    });
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
const from = (address: string, headers: Record<string, string> = AUTH) => ({
  headers: { ...headers, 'x-forwarded-for': address },
});
const codeOf = ({ body }: Answer) => (JSON.parse(body) as { error: { code: string } }).error.code;
const path = (rest = 'chat/completions') => `/api/d/${id}/${rest}`;

describe('an endpoint with a security group', () => {
  const guarded = (visibility: 'private' | 'public' = 'private') => {
    gateway.feed(
      groupSaved([{ cidr: '10.0.0.0/8', ports: [] }]),
      updated(chat.data, { name: 'chat', visibility, securityGroups: [GROUP] }),
    );
  };

  it('is open to the addresses allowed, and refuses others wherever they knock', async () => {
    guarded();
    expect((await ask(path(), from('10.1.2.3'))).status).toBe(200);
    expect(
      (await ask('/v1/chat/completions', { ...from('10.1.2.3'), body: '{"model":"chat"}' })).status,
    ).toBe(200);
    for (const answer of [
      await ask(path(), from('203.0.113.9')),
      await ask(path('any'), from('2001:db8::1')),
      await ask('/v1/chat/completions', { ...from('203.0.113.9'), body: '{"model":"chat"}' }),
      await ask('/v1/models/chat', { ...from('203.0.113.9'), method: 'GET' }),
      await ask(path('requests/inv-000000000001'), { ...from('203.0.113.9'), method: 'GET' }),
      await ask(path(), { headers: { ...from('203.0.113.9').headers, prefer: 'respond-async' } }),
      await ask(path('live'), {
        method: 'GET',
        headers: { ...from('203.0.113.9').headers, connection: 'Upgrade', upgrade: 'websocket' },
      }),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([403, 'endpoint.address_not_allowed']);
    expect(replica.received).toHaveLength(2);
    expect(gateway.records.map(({ clientAddress }) => clientAddress).slice(0, 3)).toEqual([
      '10.1.2.3',
      '10.1.2.3',
      '203.0.113.9',
    ]);
    expect(gateway.records.at(-1)).toMatchObject({ status: 403, outcome: 'refused', endpointId: id });
  });

  it('lists itself only to who may call it', async () => {
    guarded();
    const listed = async (address: string) =>
      (JSON.parse((await ask('/v1/models', { ...from(address), method: 'GET' })).body) as { data: unknown[] })
        .data.length;
    expect([await listed('10.0.0.1'), await listed('203.0.113.9')]).toEqual([1, 0]);
  });

  it('says nothing of its addresses to who may not even know of it', async () => {
    const outcomes = async (endpointId: string) => {
      const wrong = { authorization: `Bearer ${forged.text}` };
      const answers = [];
      for (const headers of [{}, wrong])
        for (const address of ['10.0.0.1', '203.0.113.9']) {
          const { status, body } = await ask(`/api/d/${endpointId}/x`, from(address, headers));
          answers.push(status, body.replaceAll(endpointId, '<id>'));
        }
      return answers;
    };
    guarded();
    expect(await outcomes(id)).toEqual(await outcomes('endpt-ffffffffffff'));
    guarded('public');
    expect((await ask(path(), from('203.0.113.9', {}))).status).toBe(403);
    expect((await ask(path(), from('10.0.0.1', {}))).status).toBe(200);
  });

  it('follows its group: saved anew, it counts for the next request', async () => {
    guarded();
    gateway.feed(groupSaved([{ cidr: '203.0.113.0/24', ports: [] }]));
    expect((await ask(path(), from('203.0.113.9'))).status).toBe(200);
    expect((await ask(path(), from('10.1.2.3'))).status).toBe(403);
    gateway.feed(groupSaved([{ cidr: '0.0.0.0/0', ports: [gateway.port] }]));
    expect((await ask(path(), from('10.1.2.3'))).status).toBe(200);
    expect(
      (await ask(path(), { headers: { ...from('10.1.2.3').headers, 'x-forwarded-port': '1' } })).status,
    ).toBe(403);
    gateway.feed(groupDeleted());
    expect((await ask(path(), from('10.1.2.3'))).status).toBe(403);
    gateway.feed(updated(chat.data, { name: 'chat' }));
    expect((await ask(path(), from('10.1.2.3'))).status).toBe(200);
  });
});

describe('what replicas are told of a caller', () => {
  const SAID = {
    'x-forwarded-for': '6.6.6.6, 198.51.100.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'front.example',
  };
  const told = async () => {
    await ask(path('x'), { headers: { ...AUTH, ...SAID, host: 'me' } });
    const { headers } = replica.received.at(-1)!;
    return ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'].map((name) => headers[name]);
  };

  it('is what a trusted proxy says', async () => {
    expect(await told()).toEqual(['198.51.100.7', 'https', 'front.example']);
  });

  it('is what the gateway sees itself where no proxy is trusted', async () => {
    await gateway.close();
    gateway = await testGateway();
    gateway.feed(mine.issued, chat, replicaReady(chat.data, { port: replica.port }));
    expect(await told()).toEqual(['127.0.0.1', 'http', 'me']);
  });
});

describe('an endpoint that is internal only', () => {
  beforeEach(() => {
    gateway.feed(updated(chat.data, { name: 'chat', internalOnly: true }));
  });

  it('is unknown outside, and served inside by the same code', async () => {
    const calls: [string, Ask][] = [
      [path(), {}],
      ['/v1/chat/completions', { body: '{"model":"chat"}' }],
      ['/v1/models/chat', { method: 'GET' }],
    ];
    for (const [where, how] of calls) {
      const outside = await ask(where, how);
      expect([outside.status, codeOf(outside)]).toEqual([404, 'model_not_found']);
      expect((await ask(where, { ...how, internal: true })).status).toBe(200);
    }
    const models = async (internal: boolean) =>
      JSON.parse((await ask('/v1/models', { method: 'GET', internal })).body) as unknown;
    expect(await models(false)).toMatchObject({ data: [] });
    expect(await models(true)).toMatchObject({ data: [{ id: 'chat' }] });
  });

  it('is open outside again as soon as it is not', async () => {
    gateway.feed(updated(chat.data, { name: 'chat' }));
    expect((await ask(path())).status).toBe(200);
  });

  it('is not reached by its domain outside', async () => {
    gateway.feed(
      updated(chat.data, { name: 'chat', internalOnly: true, customDomains: [DOMAIN] }),
      domainVerified(chat.data, DOMAIN),
    );
    const headers = { ...AUTH, host: DOMAIN };
    expect((await ask('/predict', { headers })).body).toBe('api');
    expect((await ask('/predict', { headers, internal: true })).body).toBe('{"ok":true}');
  });

  it('leaves the rest of the internal listener as it is outside', async () => {
    expect((await ask('/docs', { method: 'GET', internal: true })).body).toBe('api');
    expect((await ask(path(), { headers: {}, internal: true })).status).toBe(401);
  });
});

describe('a custom domain', () => {
  const AT_DOMAIN = { ...AUTH, host: `${DOMAIN}:8443` };
  const taken = endpointRequested({ name: 'other', customDomains: [DOMAIN] });

  beforeEach(() => {
    gateway.feed(
      updated(chat.data, { name: 'chat', customDomains: [DOMAIN] }),
      domainVerified(chat.data, DOMAIN),
    );
  });

  it('leads to its endpoint whatever the path and the model in the body', async () => {
    for (const [where, body] of [
      ['/v1/chat/completions', '{"model":"anything"}'],
      ['/embeddings', '{"model":"chat"}'],
      ['/predict?x=1', 'bytes'],
      ['/v1/endpoints', ''],
      ['/', ''],
    ] as const)
      expect((await ask(where, { headers: AT_DOMAIN, body })).status).toBe(200);
    expect(replica.received.map(({ url, body }) => [url, body])).toEqual([
      ['/v1/chat/completions', '{"model":"owner/tiny"}'],
      ['/v1/embeddings', '{"model":"owner/tiny"}'],
      ['/predict?x=1', 'bytes'],
      ['/v1/endpoints', ''],
      ['/', ''],
    ]);
    expect(api.received).toEqual([]);
  });

  it('needs the same token, and refuses in OpenAI’s shape', async () => {
    const refused = await ask('/predict', { headers: { host: DOMAIN } });
    expect([refused.status, codeOf(refused)]).toEqual([401, 'invalid_api_key']);
  });

  it('takes WebSockets anywhere below it', async () => {
    replica.server.on('upgrade', (_req, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
    });
    const headers = { ...AT_DOMAIN, connection: 'Upgrade', upgrade: 'websocket' };
    expect((await ask('/live', { method: 'GET', headers })).status).toBe(101);
  });

  it('answers later below itself', async () => {
    gateway.feed(updated(chat.data, { name: 'chat', customDomains: [DOMAIN], async: asynchronous('/work') }));
    const answer = await ask('/work', { headers: { ...AT_DOMAIN, prefer: 'respond-async' } });
    expect(answer.status).toBe(202);
    const { status_url } = JSON.parse(answer.body) as { status_url: string };
    expect(status_url).toMatch(/^\/requests\/inv-/);
    const state = await ask(status_url, { method: 'GET', headers: AT_DOMAIN });
    expect(JSON.parse(state.body)).toMatchObject({ endpointId: id, state: 'queued' });
  });

  it('is of the endpoint that proved it last, and of none once that released it', async () => {
    const other = await upstream((_req, res) => res.end('other'));
    gateway.feed(taken, replicaReady(taken.data, { port: other.port }), domainVerified(taken.data, DOMAIN));
    expect((await ask('/x', { headers: AT_DOMAIN })).body).toBe('other');
    gateway.feed(domainReleased(taken.data, DOMAIN));
    expect((await ask('/x', { headers: AT_DOMAIN })).body).toBe('api');
    await other.close();
  });

  it('leaves all other hosts as they are', async () => {
    for (const host of ['example.com', `x.${DOMAIN}`, '127.0.0.1'])
      expect((await ask('/predict', { headers: { ...AUTH, host } })).body).toBe('api');
  });
});
