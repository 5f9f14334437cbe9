import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Stored } from './invocation-row.ts';
import { resultDocument, resultIn, withMember } from './invocation-view.ts';

const stored = (error: string | null = null): Stored => ({
  id: 'inv-0123456789ab',
  endpointId: 'endpt-0123456789ab',
  projectId: 'proj-0123456789ab',
  queuedAtMs: 0,
  resultTtlSeconds: 60,
  webhookUrl: null,
  path: '/work',
  contentType: '',
  replayOf: null,
  replayedAs: null,
  life: {
    state: 'storing',
    attempts: 1,
    maxAttempts: 3,
    target: null,
    dueAtMs: 0,
    expiresAtMs: 1000,
    holder: null,
    heldUntilMs: null,
    triedAtMs: null,
    startedAtMs: 10,
    finishedAtMs: 20,
    ranMs: 10,
    status: 200,
    contentType: 'application/json',
    error,
    givenUp: false,
  },
});

const documentOf = (contentType: string, body: string | Buffer, error: string | null = null): Buffer =>
  resultDocument(stored(error), { contentType, body: Buffer.from(body) }, 20);
/** What a caller is given who asks for it. */
const readBack = (document: Buffer): string => withMember({ id: 'inv-1' }, resultIn(document));

describe('the result of an invocation', () => {
  it.each([
    ['application/json', '{"seed":12345678901234567890,"p":1.0,"e":1E400,"a":1,"a":2}'],
    ['application/json; charset=utf-8', ' [0.10, -0] '],
    ['application/vnd.x+json', '"\\u00e9"'],
  ])('is what was answered, to the last digit, where it is JSON: %s %s', (contentType, body) => {
    const document = documentOf(contentType, body);
    expect(document.toString()).toContain(`,"result":${body.trim()}}`);
    expect(readBack(document)).toBe(`{"id":"inv-1","result":${body.trim()}}`);
  });

  it.each([
    ['application/json', '{"a":', { resultText: '{"a":' }],
    ['text/plain', '1,"result":2', { resultText: '1,"result":2' }],
    ['image/png', Buffer.from([0xff, 0]), { resultBase64: '/wA=' }],
    ['text/csv; charset=iso-8859-1', Buffer.from('n\xe9e', 'latin1'), { resultText: 'née' }],
    ['text/plain; charset="UTF-16LE"', Buffer.from('né', 'utf16le'), { resultText: 'né' }],
    ['text/plain', Buffer.from('n\xe9e', 'latin1'), { resultBase64: 'bull' }],
    ['text/plain; charset=nothing-known', Buffer.from('x'), { resultBase64: 'eA==' }],
    ['application/json', Buffer.from('"\xe9"', 'latin1'), { resultBase64: 'Iuki' }],
  ])('is a text or bytes where it is not: %s %j', (contentType, body, wanted) => {
    const document = documentOf(contentType, body);
    expect(JSON.parse(document.toString())).toMatchObject(wanted);
    expect(JSON.parse(readBack(document))).toEqual({ id: 'inv-1', ...wanted });
  });

  it('is not there where nothing was answered', () => {
    const document = resultDocument(stored('it broke off'), null, 20);
    expect(JSON.parse(document.toString())).toMatchObject({ state: 'failed', error: 'it broke off' });
    expect(resultIn(document)).toBeNull();
    expect(readBack(document)).toBe('{"id":"inv-1"}');
  });

  it('is found whatever is said before it and in it', () => {
    const said = fc.oneof(fc.string(), fc.constantFrom(',"result":1', '","resultText":"', '{"result":'));
    fc.assert(
      fc.property(said, fc.jsonValue(), said, (error, value, text) => {
        const json = JSON.stringify({ value, text });
        expect(readBack(documentOf('application/json', json, error))).toBe(`{"id":"inv-1","result":${json}}`);
      }),
    );
  });
});
