import {
  type FieldProblem,
  Refusal,
  type RefusalCode,
  type RefusalParams,
  problemOf,
} from '@tidegate/contracts';
import { METHODS_THAT_CHANGE, type Operation } from './operation.ts';

type Example = Readonly<{ code: RefusalCode; params?: RefusalParams; problems?: readonly FieldProblem[] }>;
type Described = Readonly<{ name: string; description: string; example: Example }>;

/** The ways an operation may be refused, by status, each with one example. */
const REFUSED: Readonly<Record<string, Described>> = {
  400: {
    name: 'Invalid',
    description: 'The request is wrong; `errors` says which field, and how',
    example: {
      code: 'request.invalid',
      params: { count: 1 },
      problems: [{ pointer: '/name', message: 'must be given' }],
    },
  },
  401: {
    name: 'Unauthenticated',
    description: 'No valid token came with it',
    example: { code: 'token.missing' },
  },
  403: {
    name: 'Forbidden',
    description: 'The token may not do this',
    example: { code: 'token.scope_missing', params: { scope: 'write' } },
  },
  404: {
    name: 'NotFound',
    description: 'There is no such thing that the token may see',
    example: { code: 'endpoint.not_found', params: { endpoint: 'endpt-0123456789ab' } },
  },
  409: {
    name: 'Conflict',
    description: 'It does not go together with what there is now',
    example: {
      code: 'endpoint.action_not_allowed',
      params: { action: 'start', state: 'running', allowed: 'stop, update, delete' },
    },
  },
  410: {
    name: 'Gone',
    description: 'It was deleted',
    example: { code: 'endpoint.deleted', params: { endpointId: 'endpt-0123456789ab' } },
  },
  412: {
    name: 'Changed',
    description: 'It is not what If-Match says any more',
    example: { code: 'endpoint.changed', params: { etag: '"r4"' } },
  },
  413: {
    name: 'TooLarge',
    description: 'The body is too large',
    example: { code: 'request.too_large', params: { limitBytes: 1_048_576 } },
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The body is of a kind that is not understood here',
    example: { code: 'request.unsupported_media_type', params: { contentType: 'text/plain' } },
  },
  422: {
    name: 'Unprocessable',
    description: 'It was understood, and cannot be done as it stands',
    example: { code: 'request.key_reused' },
  },
  default: {
    name: 'Refused',
    description: 'Refused for another reason',
    example: { code: 'service.unavailable', params: { service: 'scheduler' } },
  },
};

/** One component for each way. */
export const refusedComponents = (): Record<string, object> =>
  Object.fromEntries(
    Object.values(REFUSED).map(({ name, description, example: { code, params, problems } }) => [
      name,
      {
        description,
        headers: { 'x-request-id': { $ref: '#/components/headers/RequestId' } },
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: problemOf(new Refusal(code, params, problems), 'req-0123456789ab'),
          },
        },
      },
    ]),
  );

type Asked = Readonly<{ path: string; method: string; operation: Operation }>;
const takes = ({ parameters }: Operation, place: string): boolean =>
  parameters?.some((parameter) => parameter.in === place) === true;
const hasBody = ({ operation }: Asked): boolean => operation.requestBody !== undefined;
const hasToken = ({ operation }: Asked): boolean => operation.security !== undefined;

/** Which operations may be refused how, by what they take. */
const APPLIES: Readonly<Record<string, (asked: Asked) => boolean>> = {
  400: (asked) => hasBody(asked) || takes(asked.operation, 'query'),
  401: hasToken,
  403: hasToken,
  404: ({ operation }) => takes(operation, 'path'),
  409: ({ method }) => METHODS_THAT_CHANGE.includes(method),
  410: ({ path }) => path.includes('{endpointId}'),
  412: ({ operation }) => operation.parameters?.some(({ name }) => name === 'If-Match') === true,
  413: hasBody,
  415: hasBody,
  422: (asked) => hasBody(asked) || asked.method === 'post',
  default: () => true,
};

export const refusedResponses = (asked: Asked): Record<string, object> =>
  Object.fromEntries(
    Object.entries(REFUSED)
      .filter(([status]) => APPLIES[status]?.(asked))
      .map(([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
