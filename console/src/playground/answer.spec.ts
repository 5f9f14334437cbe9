import { describe, expect, it } from '@jest/globals';
import { NOTHING_YET, failureOf, imagesOf, likeness, takeStream, takeWhole, vectorsOf } from './answer.ts';

const chunk = (body: unknown): string => `data: ${JSON.stringify(body)}\n\n`;
const STREAM = [
  ': waiting\n\n',
  chunk({ choices: [{ delta: { role: 'assistant', content: '' } }] }),
  chunk({ choices: [{ delta: { content: 'Two ' } }] }),
  chunk({ choices: [{ delta: { content: 'words' }, finish_reason: 'stop' }] }),
  chunk({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
  'data: [DONE]\n\n',
].join('');

describe('a streamed answer', () => {
  it.each([1, 7, 10_000])('is the same however it is cut (%d)', (size) => {
    let answer = NOTHING_YET;
    for (let from = 0; from < STREAM.length; from += size)
      answer = takeStream(answer, STREAM.slice(from, from + size));
    expect(answer).toEqual({
      text: 'Two words',
      finish: 'stop',
      usage: { promptTokens: 3, completionTokens: 2 },
      failure: null,
      rest: '',
    });
  });

  it('keeps what it said when it fails', () => {
    const answer = takeStream(
      takeStream(NOTHING_YET, chunk({ choices: [{ delta: { content: 'Two' } }] })),
      chunk({ error: { message: 'It could not start.', code: 'replica_start_failed' } }),
    );
    expect(answer).toMatchObject({
      text: 'Two',
      failure: { message: 'It could not start.', code: 'replica_start_failed' },
    });
  });

  it('does not stumble over what is no JSON', () => {
    expect(takeStream(NOTHING_YET, 'data: {oops\n')).toMatchObject({ text: '', failure: null });
  });
});

describe('a whole answer', () => {
  it('is a message, a text, or a failure of either shape', () => {
    expect(takeWhole('{"choices":[{"message":{"content":"a"}}]}').text).toBe('a');
    expect(takeWhole('{"choices":[{"text":"b"}]}').text).toBe('b');
    expect(failureOf({ title: 'No', detail: 'There is none.', code: 'endpoint.not_found' })).toEqual({
      message: 'There is none.',
      code: 'endpoint.not_found',
    });
    expect(failureOf('text')).toBeNull();
  });

  it('has vectors that can be compared', () => {
    expect(vectorsOf({ data: [{ embedding: [1, 0] }, { embedding: [0, 2] }, {}] })).toEqual([
      [1, 0],
      [0, 2],
    ]);
    expect(likeness([1, 1], [2, 2])).toBeCloseTo(1);
    expect(likeness([1, 0], [0, 0])).toBe(0);
  });

  it('has images only as bytes of its own', () => {
    const data = [{ b64_json: 'aGk=' }, { b64_json: '"><script>' }, { url: 'https://example.org/a.png' }];
    expect(imagesOf({ data })).toEqual(['data:image/png;base64,aGk=']);
  });
});
