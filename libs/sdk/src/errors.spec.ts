import { describe, expect, it } from '@jest/globals';
import {
  ApiError,
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  ServerError,
  TooManyRequestsError,
  UnauthenticatedError,
  errorOf,
  retryAfterMsOf,
  unwrap,
} from './errors.ts';

const refused = {
  title: 'There is no such endpoint',
  detail: 'There is no endpoint “x” in this project.',
  remedy: 'List them.',
  code: 'endpoint.not_found',
  requestId: 'req-1',
  errors: [{ pointer: '/name', message: 'must be short' }],
};

describe('an answer that is a refusal', () => {
  it.each([
    [400, InvalidRequestError],
    [401, UnauthenticatedError],
    [402, ForbiddenError],
    [403, ForbiddenError],
    [404, NotFoundError],
    [409, ConflictError],
    [410, NotFoundError],
    [412, ConflictError],
    [413, InvalidRequestError],
    [422, InvalidRequestError],
    [429, TooManyRequestsError],
    [500, ServerError],
    [503, ServerError],
    [418, ApiError],
  ])('%i has a class of its own', (status, kind) => {
    const error = errorOf(status, refused);
    expect(error.constructor).toBe(kind);
    expect(error).toBeInstanceOf(ApiError);
    expect(error.name).toBe(kind.name);
    expect(error).toMatchObject({ message: refused.title, status, code: refused.code, remedy: 'List them.' });
    expect(error).toMatchObject({ detail: refused.detail, requestId: 'req-1', errors: refused.errors });
  });

  it('says whether the same request may be answered later', () => {
    const retryable = (status: number, code = 'x.y') => errorOf(status, { code }).retryable;
    expect([408, 429, 502, 503, 504].map((status) => retryable(status))).toEqual(Array(5).fill(true));
    expect([400, 401, 404, 409, 412, 500].map((status) => retryable(status))).toEqual(Array(6).fill(false));
    expect(retryable(409, 'request.in_progress')).toBe(true);
    expect(retryable(409, 'stream.conflict')).toBe(true);
  });

  it('is understood in the shape of the inference paths, and when it is none at all', () => {
    const error = errorOf(503, {
      error: { message: 'It wakes', type: 'server_error', code: 'endpoint_waking' },
    });
    expect(error).toMatchObject({ message: 'It wakes', code: 'endpoint_waking', retryable: true });
    for (const body of ['<html>', undefined, null, {}])
      expect(errorOf(502, body)).toMatchObject({ message: 'The platform answered 502', code: 'unknown' });
  });

  it('is thrown by unwrap with the time to wait', async () => {
    const response = new Response('', { status: 429, headers: { 'retry-after': '3' } });
    await expect(unwrap(Promise.resolve({ error: refused, response }))).rejects.toMatchObject({
      retryAfterMs: 3000,
    });
    await expect(unwrap(Promise.resolve({ data: 7, response: new Response() }))).resolves.toBe(7);
  });
});

describe('the time to wait', () => {
  const of = (headers: Record<string, string>) => retryAfterMsOf(new Headers(headers), 1_000_000);

  it('is in seconds, milliseconds or until a date', () => {
    expect(of({ 'retry-after': '2' })).toBe(2000);
    expect(of({ 'retry-after': '2', 'retry-after-ms': '150' })).toBe(150);
    expect(of({ 'retry-after': new Date(1_003_000).toUTCString() })).toBe(3000);
    expect(of({ 'retry-after': new Date(0).toUTCString() })).toBe(0);
  });

  it('is not known from what nobody understands', () => {
    expect(of({})).toBeNull();
    expect(of({ 'retry-after': 'soon', 'retry-after-ms': '-1' })).toBeNull();
  });
});
