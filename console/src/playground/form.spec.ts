import { describe, expect, it } from '@jest/globals';
import { FIRST_FORM, type Form, wishOf } from './form.ts';

const URL = 'http://127.0.0.1:7070/api/d/endpt-1';
const bodyOf = (mode: 'chat' | 'completion' | 'embedding' | 'image', more: Partial<Form>) => {
  const wish = wishOf(mode, { ...FIRST_FORM, ...more }, URL, [{ role: 'assistant', content: 'before' }]);
  return 'call' in wish ? wish.call.body : wish.wrong;
};

describe('the form of a chat', () => {
  it('sends every parameter that was given, under its name', () => {
    expect(
      bodyOf('chat', {
        system: 'Be short.',
        message: 'Why?',
        maxTokens: 20,
        temperature: 0,
        topP: 0.9,
        topK: 40,
        repetitionPenalty: 1.1,
      }),
    ).toEqual({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'assistant', content: 'before' },
        { role: 'user', content: 'Why?' },
      ],
      max_tokens: 20,
      temperature: 0,
      top_p: 0.9,
      top_k: 40,
      repetition_penalty: 1.1,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('leaves to the runtime what was not given', () => {
    expect(bodyOf('chat', { message: 'Why?', maxTokens: '', stream: false })).toEqual({
      messages: [
        { role: 'assistant', content: 'before' },
        { role: 'user', content: 'Why?' },
      ],
      stream: false,
    });
  });

  it('wants a message', () => expect(bodyOf('chat', {})).toMatchObject({ field: 'message' }));
});

describe('other forms', () => {
  it('embed one text, or one for each line', () => {
    expect(bodyOf('embedding', { input: 'one' })).toEqual({ input: 'one' });
    expect(bodyOf('embedding', { input: 'one\n\ntwo\n' })).toEqual({ input: ['one', 'two'] });
  });

  it('ask for an image as bytes', () => {
    expect(bodyOf('image', { image: 'a gate' })).toMatchObject({ prompt: 'a gate', n: 1 });
  });

  it('send JSON to any path, and say what is none', () => {
    const raw = (more: Partial<Form>) => wishOf('raw', { ...FIRST_FORM, ...more }, URL);
    expect(raw({ rawPath: '/predict', rawBody: '{"a":1}' })).toEqual({
      call: { url: URL, path: 'predict', method: 'POST', body: { a: 1 } },
    });
    expect(raw({ rawMethod: 'GET' })).toMatchObject({ call: { body: null } });
    expect(raw({ rawBody: '{' })).toMatchObject({ wrong: { field: 'rawBody' } });
  });
});
