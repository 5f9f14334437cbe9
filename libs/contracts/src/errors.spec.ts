import { describe, expect, it } from '@jest/globals';
import { openAiErrorOf, problemOf, REFUSALS, Refusal, type RefusalCode, refuse } from './index.ts';

const codes = Object.keys(REFUSALS) as RefusalCode[];
const holesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
/** A refusal with every parameter that its texts ask for. */
const full = (code: RefusalCode): Refusal => {
  const { detail, remedy } = REFUSALS[code];
  return new Refusal(
    code,
    Object.fromEntries([...holesIn(detail), ...holesIn(remedy)].map((name) => [name, `<${name}>`])),
  );
};

describe('a refusal', () => {
  it.each(codes)('%s is named by its noun, with a title and texts for people', (code) => {
    const { title, detail, remedy } = REFUSALS[code];
    expect(code).toMatch(/^(internal|[a-z_]+\.[a-z0-9_]+)$/);
    expect(title).toMatch(/^[A-Z“].*[^.]$/);
    expect(detail).toMatch(/[.!]$/);
    expect(remedy).toMatch(/[.}>]$/);
  });

  it.each(codes)('%s is rendered with all its parameters, as a problem and in OpenAI’s shape', (code) => {
    const problem = problemOf(full(code), 'req-0123456789ab');
    const { status, title } = REFUSALS[code];
    expect(problem).toEqual({
      type: `/docs/errors/${code}`,
      title,
      status,
      detail: expect.not.stringMatching(/\{\w+\}/),
      code,
      remedy: expect.not.stringMatching(/\{\w+\}/),
      requestId: 'req-0123456789ab',
    });
    const { error } = openAiErrorOf(full(code));
    expect(error.message).toBe(`${problem.detail} ${problem.remedy}`);
    expect(error.type).toMatch(/_error$/);
    expect(error.code).toMatch(/^[a-z0-9_.]+$/);
    expect(error.param).toBeNull();
  });

  it('has a status that fits its gRPC code', () => {
    const allowed: Record<string, readonly number[]> = {
      INVALID_ARGUMENT: [400, 405, 415, 422],
      UNAUTHENTICATED: [401],
      PERMISSION_DENIED: [403],
      NOT_FOUND: [404, 410],
      ALREADY_EXISTS: [409],
      FAILED_PRECONDITION: [400, 402, 409, 412, 422],
      ABORTED: [409],
      RESOURCE_EXHAUSTED: [403, 413, 429, 431, 503],
      UNAVAILABLE: [502, 503],
      DEADLINE_EXCEEDED: [408, 504],
      INTERNAL: [500],
    };
    for (const code of codes)
      expect([code, allowed[REFUSALS[code].grpc]]).toEqual([
        code,
        expect.arrayContaining([REFUSALS[code].status]),
      ]);
  });

  it('tells of each field that is wrong', () => {
    const problems = [{ pointer: '/name', message: 'is too short' }];
    expect(problemOf(new Refusal('request.invalid', { count: 1 }, problems), 'r')).toMatchObject({
      errors: problems,
    });
    expect(problemOf(new Refusal('token.invalid'), 'r')).not.toHaveProperty('errors');
  });

  it('is what refuse throws', () => {
    expect(() => refuse('token.not_found', { tokenId: 'tok-0' })).toThrow(
      expect.objectContaining({
        name: 'Refusal',
        code: 'token.not_found',
        params: { tokenId: 'tok-0' },
      }),
    );
  });

  it('says what it is about even where a parameter was forgotten', () => {
    expect(new Refusal('token.not_found').message).toBe('No token {tokenId} in this project.');
  });

  it('of OpenAI’s client libraries has the words they know', () => {
    expect(openAiErrorOf(full('endpoint.not_found'), 'model').error).toMatchObject({
      code: 'model_not_found',
      param: 'model',
    });
    expect(openAiErrorOf(full('token.invalid')).error).toMatchObject({
      code: 'invalid_api_key',
      type: 'authentication_error',
    });
    expect(openAiErrorOf(full('endpoint.queue_full')).error).toMatchObject({ type: 'rate_limit_error' });
  });
});
