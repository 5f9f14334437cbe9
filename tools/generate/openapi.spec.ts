import { describe, expect, it } from '@jest/globals';
import { openApiProblems } from './openapi.ts';

const document = (operation: object) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'T', version: '1', license: { name: 'Apache-2.0', url: 'https://example.org/license' } },
    servers: [{ url: '/' }],
    security: [],
    tags: [{ name: 'things', description: 'Things.' }],
    paths: { '/v1/things': { get: operation } },
  });
const whole = {
  operationId: 'Thing.all',
  summary: 'List things',
  tags: ['things'],
  responses: {
    200: { description: 'Them' },
    400: {
      description: 'Refused',
      content: {
        'application/problem+json': {
          schema: { type: 'object', properties: { type: { type: 'string' }, title: { type: 'string' } } },
        },
      },
    },
  },
};

describe('the OpenAPI document', () => {
  it('passes when everything is said', async () => {
    expect(await openApiProblems(document(whole))).toEqual([]);
  });

  it.each([
    ['an operation has no id', { operationId: undefined }, 'operation-operationId'],
    ['an operation is not summarised', { summary: undefined }, 'operation-summary'],
    ['its tag is not described', { tags: ['moon'] }, 'operation-tag-defined'],
    ['no refusal is described', { responses: { 200: { description: 'Them' } } }, 'operation-4xx-response'],
    [
      'a refusal is of another kind',
      {
        responses: {
          200: { description: 'Them' },
          400: { description: 'No', content: { 'application/json': {} } },
        },
      },
      'operation-4xx-problem-details-rfc7807',
    ],
    [
      'a parameter is not described',
      { parameters: [{ name: 'a', in: 'query', schema: { type: 'string' } }] },
      'parameter-description',
    ],
  ])('fails when %s', async (_, change, rule) => {
    const problems = await openApiProblems(document({ ...whole, ...change }));
    expect(problems.join('\n')).toContain(rule);
  });
});
