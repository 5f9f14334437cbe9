import { describe, expect, it } from '@jest/globals';
import { type Invocation, invocationView, judge } from './invocation.ts';

const answered = (status: number, tooLarge = false) =>
  judge({ kind: 'answered', status, contentType: '', body: Buffer.alloc(0), tooLarge }, 10);

describe('a try at an invocation', () => {
  it('settles it when the replica answers for good', () => {
    expect(answered(200)).toEqual({ kind: 'finished', state: 'succeeded', error: null });
    expect(answered(422)).toMatchObject({ kind: 'finished', state: 'failed' });
    expect(answered(200, true)).toMatchObject({
      state: 'failed',
      error: 'The result is larger than 10 bytes.',
    });
  });

  it.each([408, 429, 500, 503])('is repeated when the replica answers %d', (status) => {
    expect(answered(status).kind).toBe('again');
  });

  it('is repeated when there was no answer', () => {
    expect(judge({ kind: 'unanswered', problem: 'x' }, 10)).toEqual({ kind: 'again', problem: 'x' });
  });
});

describe('a finished invocation', () => {
  const invocation: Invocation = {
    id: 'inv-1',
    endpointId: 'endpt-1',
    projectId: 'proj-1',
    state: 'succeeded',
    attempts: 1,
    queuedAt: new Date(0),
    finishedAt: new Date(1000),
    status: 200,
    error: null,
    contentType: 'application/json',
    result: Buffer.from('{"a":1}'),
  };

  it.each([
    ['application/json', '{"a":1}', { result: { a: 1 } }],
    ['application/json', '{', { resultText: '{' }],
    ['text/plain', 'hi', { resultText: 'hi' }],
    ['image/png', 'hi', { resultBase64: 'aGk=' }],
  ])('shows a result of type %s', (contentType, body, wanted) => {
    expect(invocationView({ ...invocation, contentType, result: Buffer.from(body) })).toMatchObject(wanted);
  });

  it('does not say whose it is beyond the endpoint', () => {
    expect(invocationView(invocation)).not.toHaveProperty('projectId');
  });
});
