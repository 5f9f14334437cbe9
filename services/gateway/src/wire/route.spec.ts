import { describe, expect, it } from '@jest/globals';
import { namesModel, originForm, routeOf, routeOfDomain } from './route.ts';

const ID = 'endpt-0123456789ab';
const target = (method: string, url: string) => {
  const route = routeOf(method, url);
  return 'target' in route ? route.target : route.kind;
};

describe('a path below an endpoint', () => {
  it.each([
    ['chat/completions', '/v1/chat/completions'],
    ['completions', '/v1/completions'],
    ['embeddings', '/v1/embeddings'],
    ['responses', '/v1/responses'],
    ['responses/resp_1', '/v1/responses/resp_1'],
    ['rerank', '/v1/rerank'],
    ['moderations', '/v1/moderations'],
    ['audio/transcriptions', '/v1/audio/transcriptions'],
    ['images/generations', '/v1/images/generations'],
    ['models', '/v1/models'],
    ['models/owner/tiny', '/v1/models/owner/tiny'],
  ])('of the OpenAI API gets the prefix: %s', (rest, wanted) => {
    expect(target('POST', `/api/d/${ID}/${rest}`)).toBe(wanted);
    expect(target('POST', `/api/d/${ID}/v1/${rest}`)).toBe(wanted);
  });

  it.each([
    ['', '/'],
    ['/', '/'],
    ['/predict', '/predict'],
    ['/predict?x=1&y=/v1/', '/predict?x=1&y=/v1/'],
    ['/chat/completions?stream=1', '/v1/chat/completions?stream=1'],
    ['/chat/completionsX', '/chat/completionsX'],
    ['/my/chat/completions', '/my/chat/completions'],
    ['/audio/other', '/audio/other'],
    ['/a%2Fb/../c', '/a%2Fb/../c'],
    ['/v1/models', '/v1/models'],
  ])('passes through as it is otherwise: %s', (rest, wanted) => {
    expect(routeOf('GET', `/api/d/${ID}${rest}`)).toMatchObject({ endpointId: ID, target: wanted });
  });

  it('names a model in its body only as a POST of a route that has one', () => {
    const namesModel = (method: string, rest: string) => {
      const route = routeOf(method, `/api/d/${ID}/${rest}`);
      return route.kind === 'endpoint' && route.namesModel;
    };
    expect(namesModel('POST', 'chat/completions')).toBe(true);
    expect(namesModel('POST', 'v1/chat/completions')).toBe(true);
    expect(namesModel('GET', 'chat/completions')).toBe(false);
    expect(namesModel('POST', 'models')).toBe(false);
    expect(namesModel('POST', 'predict')).toBe(false);
  });

  it('is an invocation’s only when it has the form of one', () => {
    expect(routeOf('GET', `/api/d/${ID}/requests/inv-0123456789ab`)).toEqual({
      kind: 'invocation',
      action: 'read',
      endpointId: ID,
      base: `/api/d/${ID}`,
      invocationId: 'inv-0123456789ab',
    });
    for (const action of ['cancel', 'replay'])
      expect(routeOf('POST', `/api/d/${ID}/requests/inv-0123456789ab/${action}`)).toMatchObject({
        kind: 'invocation',
        action,
      });
    expect(target('POST', `/api/d/${ID}/requests/inv-0123456789ab/other`)).toBe(
      '/requests/inv-0123456789ab/other',
    );
    expect(routeOf('GET', `/api/d/${ID}/requests?state=queued`)).toMatchObject({
      kind: 'list_invocations',
      query: '?state=queued',
      otherwise: { kind: 'endpoint', target: '/requests?state=queued' },
    });
    expect(target('GET', `/api/d/${ID}/requests/other`)).toBe('/requests/other');
    expect(target('POST', `/api/d/${ID}/requests/inv-0123456789ab`)).toBe('/requests/inv-0123456789ab');
  });
});

describe('a path of a host that is an endpoint’s own', () => {
  it.each([
    ['/v1/chat/completions', '/v1/chat/completions', true],
    ['/chat/completions?x=1', '/v1/chat/completions?x=1', true],
    ['/v1/models', '/v1/models', false],
    ['/', '/', false],
    ['/predict/x', '/predict/x', false],
    ['/api/d/endpt-ffffffffffff/x', '/api/d/endpt-ffffffffffff/x', false],
    ['https://models.example.com/v1/embeddings', '/v1/embeddings', true],
  ])('is below that endpoint: %s', (url, wanted, namesModel) => {
    expect(routeOfDomain('POST', url, ID)).toEqual({
      kind: 'endpoint',
      endpointId: ID,
      base: '',
      target: wanted,
      namesModel,
    });
  });

  it('may be an invocation’s', () => {
    expect(routeOfDomain('GET', '/requests/inv-0123456789ab', ID)).toMatchObject({ kind: 'invocation' });
  });
});

it.each([
  ['/v1/chat/completions?x', true],
  ['/v1/models', false],
  ['/chat/completions', false],
  ['/my/v1/embeddings', false],
])('a path at the replica names a model or not: %s', (target, wanted) => {
  expect(namesModel(target)).toBe(wanted);
});

describe('a path of the OpenAI root', () => {
  it.each(['chat/completions', 'completions', 'embeddings', 'responses', 'rerank', 'audio/speech'])(
    'finds its endpoint by the body: %s',
    (rest) => {
      expect(routeOf('POST', `/v1/${rest}`)).toEqual({ kind: 'model_in_body', target: `/v1/${rest}` });
      expect(routeOf('GET', `/v1/${rest}`)).toMatchObject({ kind: 'wrong_method', allowed: 'POST' });
    },
  );

  it('lists models, and shows one whose name may hold a slash', () => {
    expect(routeOf('GET', '/v1/models')).toEqual({ kind: 'list_models' });
    expect(routeOf('GET', '/v1/models/owner%2Ftiny')).toEqual({ kind: 'get_model', model: 'owner/tiny' });
    expect(routeOf('GET', '/v1/models/%zz')).toEqual({ kind: 'get_model', model: '%zz' });
    expect(routeOf('DELETE', '/v1/models/x')).toMatchObject({ kind: 'wrong_method', allowed: 'GET' });
  });

  it.each(['/v1/endpoints', '/v1/chat/completions/x', '/v1/files', '/', '/docs', '/api/other', '/v1'])(
    'is the api’s when it is no inference path: %s',
    (url) => {
      expect(routeOf('POST', url)).toEqual({ kind: 'api', target: url });
    },
  );
});

describe('a request target', () => {
  it.each([
    ['/a?b', '/a?b'],
    ['http://host:1/v1/models?x', '/v1/models?x'],
    ['https://host', '/'],
    ['http://host?q=1', '/?q=1'],
    ['*', '/'],
    ['host:443', '/'],
  ])('in absolute or odd form: %s', (url, wanted) => {
    expect(originForm(url)).toBe(wanted);
  });
});
