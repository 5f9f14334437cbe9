import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadJson, type JsonBody, readJson, withModel } from './json-body.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
/** As a body that is too large to be parsed whole. */
const scan = (text: string) => factsOf(readJson(bytes(text), 0));
const factsOf = ({ model, stream }: JsonBody) => ({ model, stream });

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
    expect(factsOf(readJson(bytes(text)))).toEqual(wanted);
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

  it.each([
    ['{"model":"a","n":1}', true],
    ['{"n":{"model":"a"},"m\\u006fdel":"a"}', false],
    ['{"model":"a","x":{"model":"a"}}', false],
    ['{"text":"\\"model\\": \\"a\\"","model":"b"}', true],
    ['{"model":"é"}', false],
  ])('is seen at once where there is one place only: %s', (text, isSeen) => {
    expect(readJson(bytes(text)).modelAt !== undefined).toBe(isSeen);
  });

  it('may name its model a hundred thousand times', () => {
    const text = `{${'"model":1,'.repeat(100_000)}"model":"a"}`;
    expect(scan(text).model).toBe('a');
    expect(JSON.parse(withModel(bytes(text), 'b').toString())).toEqual({ model: 'b' });
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
        expect(factsOf(readJson(bytes(text)))).toEqual(wanted);
        const renamed = JSON.parse(withModel(bytes(text), name).toString()) as object;
        expect(renamed).toEqual({ ...parsed, model: name });
        // Where it was seen at once it is the same as where it was looked for.
        const { modelAt } = readJson(bytes(text));
        expect(JSON.parse(withModel(bytes(text), name, modelAt).toString())).toEqual(renamed);
      }),
      { numRuns: 500 },
    );
  });

  it('is scanned as it would be parsed, whatever it holds', () => {
    const value = fc.dictionary(fc.oneof(fc.constantFrom('model', 'stream'), fc.string()), fc.jsonValue());
    fc.assert(
      fc.property(value, (body) => {
        const text = JSON.stringify(body);
        expect(scan(text)).toEqual(factsOf(readJson(bytes(text))));
      }),
      { numRuns: 300 },
    );
  });
});
