import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storableJson, storableText } from './storable.ts';

const HALF_PAIR = '\ud800';
/** Text with everything that Postgres dislikes, and with what only looks like it. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom('\0', HALF_PAIR, '\\', '\\u0000', '\\ud800', '"', '😀'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('JSON for Postgres', () => {
  it('is the same data where Postgres takes it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(storableJson(value)).toBe(JSON.stringify(value).replaceAll('\\u0000', '\\ufffd'));
      }),
    );
  });

  it('has each forbidden character replaced, in keys and in values, and nothing else changed', () => {
    fc.assert(
      fc.property(nasty, nasty, (key, value) => {
        expect(JSON.parse(storableJson({ [`k${key}`]: [value] }))).toEqual({
          [`k${storableText(key)}`]: [storableText(value)],
        });
      }),
    );
  });

  it('does not take an escaped backslash for an escape', () => {
    expect(JSON.parse(storableJson(['\\u0000', '\\\0', '\0\0']))).toEqual([
      '\\u0000',
      '\\\ufffd',
      '\ufffd\ufffd',
    ]);
  });
});

describe('text for Postgres', () => {
  it('has neither NUL nor half pairs', () => {
    expect(storableText(`a\0b${HALF_PAIR}c😀`)).toBe('a\ufffdb\ufffdc😀');
  });
});
