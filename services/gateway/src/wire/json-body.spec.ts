import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadJson, readJson, withModel } from './json-body.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
/** As a body that is too large to be parsed whole. */
const scan = (text: string) => readJson(bytes(text), 0);

describe('a JSON body', () => {
  it.each([
    ['{"model":"a","stream":true}', { model: 'a', stream: true }],
    ['{ "stream" : false , "model" : "a\\u0062" }', { model: 'ab', stream: false }],
    ['{"messages":[{"model":"no","stream":true}],"model":"yes"}', { model: 'yes', stream: false }],
    ['{"text":"\\\\\\"","model":"a"}', { model: 'a', stream: false }],
    ['{"model":"a","mod\\u0065l":"b"}', { model: 'b', stream: false }],
    ['{"stream":"true"}', { model: undefined, stream: false }],
    ['{"model":7}', { model: null, stream: false }],
    ['{}', { model: undefined, stream: false }],
  ])('is read the same whether small or large: %s', (text, wanted) => {
    expect(readJson(bytes(text))).toEqual(wanted);
    expect(scan(text)).toEqual(wanted);
  });

  it.each(['', 'null', '[1]', '"model"', '{', '{"model"', '{"model":"a"', '{"model":"a" "b":1}', '{a:1}'])(
    'that is none, or no object, is refused: %j',
    (text) => {
      expect(() => readJson(bytes(text))).toThrow(BadJson);
      expect(() => scan(text)).toThrow(BadJson);
    },
  );

  it.each([
    ['{"model":"a","seed":12345678901234567890}', '{"model":"x/y","seed":12345678901234567890}'],
    ['{"a":{"model":"in"},"model" : "a" }', '{"a":{"model":"in"},"model" :"x/y"}'],
    ['{"model":"a","model":"b"}', '{"model":"x/y","model":"x/y"}'],
    ['{"a":1}', '{"model":"x/y","a":1}'],
    [' { } ', ' {"model":"x/y" } '],
  ])('gets another model and keeps every other byte: %s', (text, wanted) => {
    expect(withModel(bytes(text), 'x/y').toString()).toBe(wanted);
  });

  it('is read and renamed as a parser would, whatever it holds', () => {
    const value = fc.dictionary(
      fc.oneof(fc.constantFrom('model', 'stream', 'mod"el'), fc.string()),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(value, fc.string(), fc.constantFrom(undefined, 1), (body, name, space) => {
        const text = JSON.stringify(body, undefined, space);
        const parsed = JSON.parse(text) as { model?: unknown; stream?: unknown };
        const model = parsed.model;
        const wanted = {
          model: typeof model === 'string' ? model : model === undefined ? undefined : null,
          stream: parsed.stream === true,
        };
        expect(readJson(bytes(text))).toEqual(wanted);
        const renamed = JSON.parse(withModel(bytes(text), name).toString()) as object;
        expect(renamed).toEqual({ ...parsed, model: name });
      }),
      { numRuns: 500 },
    );
  });

  it('is scanned as it would be parsed, whatever it holds', () => {
    const value = fc.dictionary(fc.oneof(fc.constantFrom('model', 'stream'), fc.string()), fc.jsonValue());
    fc.assert(
      fc.property(value, (body) => {
        const text = JSON.stringify(body);
        expect(scan(text)).toEqual(readJson(bytes(text)));
      }),
      { numRuns: 300 },
    );
  });
});
