import { describe, expect, it } from '@jest/globals';
import { isReadable, readInferenceBody } from './inference-body.ts';

const FORM = [
  '--XyZ',
  'Content-Disposition: form-data; name="file"; filename="name=model.wav"',
  'Content-Type: audio/wav',
  '',
  'RIFF\r\n\r\nname="model"',
  '--XyZ',
  'content-disposition: form-data; name="model"',
  '',
  'whisper',
  '--XyZ--',
  '',
].join('\r\n');
const TYPE = 'multipart/form-data; charset=utf-8; boundary="XyZ"';

describe('a form', () => {
  const body = readInferenceBody(Buffer.from(FORM), TYPE);

  it('names its model in the field of that name and in no other place', () => {
    expect(body).toMatchObject({ model: 'whisper', stream: false });
  });

  it('gets another model and keeps every other byte', () => {
    expect(body.naming('a/b').toString()).toBe(FORM.replace('whisper', 'a/b'));
  });

  it('without the field names none and stays as it is', () => {
    const other = readInferenceBody(Buffer.from('--XyZ\r\n\r\n--XyZ--'), TYPE);
    expect(other.model).toBeUndefined();
    expect(other.naming('a').toString()).toBe('--XyZ\r\n\r\n--XyZ--');
  });
});

describe('a JSON call', () => {
  it('keeps its very bytes when it names the right model already', () => {
    const named = (text: string) => readInferenceBody(Buffer.from(text), 'application/json').naming('a');
    for (const text of [
      '{"model":"a"}',
      '{"model" : "a","user":"é"}',
      `{"model":"a","x":"${'x'.repeat(20_000)}"}`,
    ])
      expect(Buffer.from(named(text)).toString()).toBe(text);
  });

  it.each([
    ['{"user":"x","model":"a"}', 'b', '{"user":"x","model":"b"}'],
    ['{"user":"x","model":"a"}', 'bé', '{"user":"x","model":"bé"}'],
    ['{"user":"é","model":"a"}', 'b', '{"user":"é","model":"b"}'],
    ['{"user":"x"}', 'b', '{"model":"b","user":"x"}'],
  ])('names another model in %s', (text, model, wanted) => {
    const named = readInferenceBody(Buffer.from(text), 'application/json').naming(model);
    expect((typeof named === 'string' ? Buffer.from(named, 'latin1') : named).toString()).toBe(wanted);
  });

  it('has the key of all that begin like it, a large one by its first bytes', () => {
    const keyOf = (body: object) =>
      readInferenceBody(Buffer.from(JSON.stringify(body)), 'application/json').affinityKey();
    const [first, second] = ['a', 'b'].map((text) => ({ role: 'user', content: text.repeat(1_100_000) }));
    const short = { role: 'user', content: 'short' };
    expect(keyOf({ messages: [short] })).toBe(keyOf({ messages: [short, short], model: 'x' }));
    expect(keyOf({ messages: [first] })).toBe(keyOf({ messages: [first, second], model: 'x' }));
    expect(keyOf({ messages: [first] })).not.toBe(keyOf({ messages: [second] }));
    expect(keyOf({ input: 'x' })).toBeUndefined();
    expect(keyOf({ input: first })).toBeUndefined();
  });

  it('is refused when it is none, or its model is no text', () => {
    expect(() => readInferenceBody(Buffer.from('{'), '')).toThrow(
      expect.objectContaining({ code: 'request.bad_json' }),
    );
    expect(() => readInferenceBody(Buffer.from('{"model":1}'), '')).toThrow(
      expect.objectContaining({ code: 'request.model_missing' }),
    );
  });
});

it.each([
  ['application/json', undefined, true],
  ['application/json; charset=utf-8', undefined, true],
  ['application/vnd.api+json', undefined, true],
  ['application/x-www-form-urlencoded', undefined, true],
  ['', undefined, true],
  [TYPE, undefined, true],
  ['application/octet-stream', undefined, false],
  ['audio/wav', undefined, false],
  ['multipart/mixed; boundary=x', undefined, false],
  ['application/json', 'gzip', false],
])('a body of type %j in encoding %j is read: %s', (type, encoding, wanted) => {
  expect(isReadable(type, encoding)).toBe(wanted);
});
