import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Answer, type TestApi, operator, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let project: { id: string; token: string };

beforeAll(async () => {
  api = await testApi();
  project = await api.newProject();
});
afterAll(async () => {
  await api.close();
});

const RUNS = 200;

const NEWER_FIELDS = [
  'tags',
  'modelSource',
  'image',
  'secrets',
  'quantization',
  'task',
  'healthPath',
  'mountPath',
  'diskMib',
  'customDomains',
  'securityGroups',
  'requestTimeouts',
  'limits',
  'balancing',
  'async',
  'commitment',
  'placement',
  'sleepMode',
] as const;

describe('whatever a body is', () => {
  it.each([
    [
      'POST',
      '/v1/endpoints',
      [
        'name',
        'model',
        'framework',
        'engineArguments',
        'environment',
        'scaling',
        'hardware',
        'cluster',
        'visibility',
        'startupTimeoutSeconds',
        'notifyWebhookUrl',
        'description',
        ...NEWER_FIELDS,
      ],
    ],
    ['PATCH', '/v1/endpoints/ENDPOINT', ['description', 'environment', 'scaling', ...NEWER_FIELDS]],
    ['POST', '/v1/endpoints/ENDPOINT/rollback', ['revision']],
    ['PATCH', '/v1/endpoints/ENDPOINT/rollout', ['percent']],
    ['POST', '/v1/apply', ['apiVersion', 'kind', 'metadata', 'spec']],
    ['POST', '/v1/projects', ['name']],
    ['PATCH', '/v1/projects/PROJECT', ['name']],
    ['PUT', '/v1/projects/PROJECT/quotas', ['endpoints', 'replicasPerEndpoint', 'gpus', 'priority']],
    ['POST', '/v1/projects/PROJECT/tokens', ['name', 'scopes', 'role', 'expiresAt', 'limits']],
    ['POST', '/v1/security-groups', ['name', 'rules']],
    ['DELETE', '/v1/endpoints/ENDPOINT', ['confirm']],
  ] as const)(
    '%s %s answers, and says what is wrong with which field',
    async (method, route, fields) => {
      const token = /projects$|quotas$/.test(route) ? operator : project.token;
      const { body: endpoint } = await api.call('POST', '/v1/endpoints', {
        token: project.token,
        body: {
          name: `for-${method}-${String(fields.length)}-${String(route.length)}`,
          model: 'tidegate/tiny',
        },
      });
      const path = route.replace('PROJECT', project.id).replace('ENDPOINT', endpoint.id);
      await fc.assert(
        fc.asyncProperty(bodies(fields), async (raw) => {
          expectGood(await api.call(method, path, { token, raw }), raw);
        }),
        { numRuns: RUNS },
      );
    },
    120_000,
  );
});

describe('whatever a path, a query or a header is', () => {
  it('is answered without an error of ours', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('..', '%00', '%', 'endpt-0123456789ab', "'--", 'null'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
        fc.array(part, { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('limit', 'cursor', 'lines', 'after', 'x'), part, { maxKeys: 3 }),
        fc.constantFrom('/v1/endpoints/', '/v1/projects/', '/v1/', '/docs/', '/'),
        async (method, parts, search, root) => {
          const path = root + parts.map((text) => encodeURIComponent(text.toWellFormed())).join('/');
          const answer = await api.call(method, `${path}?${new URLSearchParams(search).toString()}`, {
            token: project.token,
          });
          expect(answer.status).toBeLessThan(500);
          if (answer.status >= 400) expect(answer.body.code).toEqual(expect.any(String));
        },
      ),
      { numRuns: RUNS },
    );
    for (const path of [
      '/v1/endpoints/%',
      '/v1/endpoints/%ff',
      '/v1/endpoints?limit=%',
      '/v1/endpoints?cursor=%00',
      '//',
      '/v1//endpoints',
    ])
      expect((await api.call('GET', path, { token: project.token })).status).toBeLessThan(500);
  }, 60_000);
});

/** Objects with the route's own fields and others, holding anything; and now and then no object at all. */
const bodies = (fields: readonly string[]): fc.Arbitrary<string> => {
  const odd = fc.constantFrom(
    String.raw`"\u0000"`,
    String.raw`"\ud800"`,
    '1e400',
    '-0',
    '9007199254740993',
    '""',
    '[[[[]]]]',
    '{"__proto__":1}',
    '{"constructor":{"prototype":1}}',
    '{"constructor":1}',
    '"tidegate/tiny"',
    '"chat-a"',
    '{"minReplicas":null,"rules":[null]}',
    '{"rules":[[]]}',
    '{"rules":[{"metric":"concurrency","target":"4"}]}',
    '{"schedules":[null,[],{"cron":"* * * * *","timeZone":{},"durationSeconds":-1}],"panic":"no"}',
    '{"schedules":[{"cron":"0 0 30 2 *","timeZone":"\\u0000","durationSeconds":60,"minReplicas":9}]}',
    '["read"]',
    '{"nodeLabels":{"__proto__":"x"},"zones":[null],"priority":1e9}',
    '[{"cidr":"10.0.0.0/8"}]',
    '[{"cidr":{}},{"cidr":"::/0","ports":[null]},null,[]]',
    `"${'x'.repeat(5000)}"`,
  );
  const value = fc.oneof(fc.json({ maxDepth: 3 }), odd);
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...fields) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a/b~c', 'length') },
  );
  const object = fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 6 })
    .map((members) => `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`);
  return fc.oneof(
    { weight: 8, arbitrary: object },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );
};

const expectGood = ({ status, body, text }: Answer, raw: string): void => {
  const seen = `${raw.slice(0, 300)} → ${text.slice(0, 300)}`;
  if (status >= 500) throw new Error(seen);
  if (status < 400) return;
  expect(body.code).toEqual(expect.any(String));
  if (body.code !== 'request.invalid') return;
  const named = body.errors.filter(({ pointer, message }) => typeof pointer === 'string' && message !== '');
  if (named.length === 0 || named.length < body.errors.length) throw new Error(seen);
};
