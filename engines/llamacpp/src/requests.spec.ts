import { describe, expect, it } from '@jest/globals';
import { ApiError } from './api-error.ts';
import { parseObject } from './fields.ts';
import { readChat, readCompletion, readEmbeddings } from './requests.ts';

const messages = [{ role: 'user', content: 'hello' }];

const refusal = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return error.body().error;
    throw error;
  }
  return null;
};

describe('a chat request', () => {
  it('has the defaults of llama.cpp', () => {
    expect(readChat({ messages })).toEqual({
      messages: [{ role: 'user', text: 'hello' }],
      stream: false,
      includeUsage: false,
      sampling: {
        maxTokens: null,
        temperature: 0.8,
        topP: 0.95,
        topK: 40,
        seed: null,
        repetitionPenalty: 1,
        frequencyPenalty: 0,
        presencePenalty: 0,
        stop: [],
      },
    });
  });

  it('prefers the newer name of the token limit', () => {
    expect(readChat({ messages, max_tokens: 9, max_completion_tokens: 5 }).sampling.maxTokens).toBe(5);
    expect(readChat({ messages, max_tokens: 9 }).sampling.maxTokens).toBe(9);
  });

  it('takes the repetition penalty by both of its names', () => {
    expect(readChat({ messages, repetition_penalty: 1.2 }).sampling.repetitionPenalty).toBe(1.2);
    expect(readChat({ messages, repeat_penalty: 1.3 }).sampling.repetitionPenalty).toBe(1.3);
  });

  it('reads null as absent and text parts as text', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    const request = readChat({ messages: [{ role: 'developer', content }], stop: null, stream: null });
    expect(request.messages).toEqual([{ role: 'system', text: 'ab' }]);
    expect(request.sampling.stop).toEqual([]);
  });

  it('asks for the usage of a stream', () => {
    const request = readChat({ messages, stream: true, stream_options: { include_usage: true } });
    expect(request).toMatchObject({ stream: true, includeUsage: true });
  });

  it.each([
    [{}, 'messages', 'missing_required_parameter'],
    [{ messages: [] }, 'messages', 'invalid_value'],
    [{ messages: ['hello'] }, 'messages[0]', 'invalid_value'],
    [{ messages: [{ role: 'wizard', content: '' }] }, 'messages[0].role', 'invalid_value'],
    [{ messages: [{ role: 'toString', content: '' }] }, 'messages[0].role', 'invalid_value'],
    [{ messages: [{ role: 'user', content: 3 }] }, 'messages[0].content', 'invalid_value'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'messages[0].content',
      'unsupported_value',
    ],
    [{ messages, temperature: 3 }, 'temperature', 'invalid_value'],
    [{ messages, max_tokens: 0 }, 'max_tokens', 'invalid_value'],
    [{ messages, seed: 1.5 }, 'seed', 'invalid_value'],
    [{ messages, stop: [''] }, 'stop', 'invalid_value'],
    [{ messages, stream: 'yes' }, 'stream', 'invalid_value'],
    [{ messages, stream_options: 3 }, 'stream_options', 'invalid_value'],
    [{ messages, n: 2 }, 'n', 'unsupported_value'],
    [{ messages, tools: [] }, 'tools', 'unsupported_parameter'],
    [{ messages, response_format: { type: 'json_object' } }, 'response_format', 'unsupported_value'],
  ])('that is %j is refused for %s', (body, param, code) => {
    expect(refusal(() => readChat(body))).toMatchObject({ type: 'invalid_request_error', param, code });
  });
});

describe('a completion request', () => {
  it('takes one prompt or several', () => {
    expect(readCompletion({ prompt: 'a' }).prompts).toEqual(['a']);
    expect(readCompletion({ prompt: ['a', 'b'] }).prompts).toEqual(['a', 'b']);
  });

  it('refuses token numbers', () => {
    expect(refusal(() => readCompletion({ prompt: [1, 2] }))).toMatchObject({ param: 'prompt' });
  });
});

describe('an embeddings request', () => {
  it('gets numbers unless it asks for base64', () => {
    expect(readEmbeddings({ input: 'a' })).toEqual({ inputs: ['a'], encoding: 'float' });
    expect(readEmbeddings({ input: ['a'], encoding_format: 'base64' }).encoding).toBe('base64');
  });

  it.each([
    [{}, 'input'],
    [{ input: [] }, 'input'],
    [{ input: 'a', encoding_format: 'hex' }, 'encoding_format'],
    [{ input: 'a', dimensions: 3 }, 'dimensions'],
  ])('that is %j is refused for %s', (body, param) => {
    expect(refusal(() => readEmbeddings(body))).toMatchObject({ type: 'invalid_request_error', param });
  });
});

describe('a body', () => {
  it.each(['', '{', '[]', '3', 'null'])('that is %j is refused as JSON', (text) => {
    expect(refusal(() => parseObject(text))).toMatchObject({ code: 'invalid_json', param: null });
  });
});
