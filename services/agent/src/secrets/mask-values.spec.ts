import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskOf } from './mask-values.ts';

const same = (text: string): string => text;
const masked = (values: string[], text: string, isCut = false) => maskOf(values, same)(text, isCut);

describe('a line that holds a value which nobody may read', () => {
  it.each([
    [['hunter2-and-more'], 'password=hunter2-and-more.', 'password=[masked].'],
    [['abcd'], 'abcdabcd abcd', '[masked][masked] [masked]'],
    [['abcdef', 'defghi'], 'x abcdefghi y', 'x [masked] y'],
    [['with "quotes"'], '{"key":"with \\"quotes\\""}', '{"key":"[masked]"}'],
    [['a b/c?d'], 'GET /?key=a%20b%2Fc%3Fd', 'GET /?key=[masked]'],
    [['-----BEGIN KEY-----\nMIIEvQIBADANBg\n}\n'], 'it reads MIIEvQIBADANBg }', 'it reads [masked] }'],
    [[' padded '], 'it is padded', 'it is [masked]'],
  ])('%j: %s', (values, line, shown) => {
    expect(masked(values, line)).toBe(shown);
  });

  it('hides it in base64, whatever stands before it there', () => {
    for (const user of ['', 'a', 'me', 'you', 'user:'])
      for (const form of ['base64', 'base64url'] as const) {
        const written = Buffer.from(`${user}hunter2?>~ and more`).toString(form);
        const shown = masked(['hunter2?>~ and more'], `Basic ${written}!`);
        expect(shown).toMatch(/^Basic .{0,8}\[masked\].{0,4}!$/);
      }
  });

  it('is left as it is when the value is too short to be one, or there is none', () => {
    expect(masked(['1', '', 'yes'], 'yes: 1 of 1')).toBe('yes: 1 of 1');
    expect(masked([], 'anything')).toBe('anything');
  });

  it('hides the beginning of one where it was cut', () => {
    expect(masked(['abcdefghij'], 'key abcdefg', true)).toBe('key [masked]');
    expect(masked(['abcdefghij'], 'key abcdefg')).toBe('key abcdefg');
    expect(masked(['abcdefghij'], 'key abc', true)).toBe('key abc');
  });

  it('never shows it, whatever stands around it', () => {
    // Of other characters than the mask, so that nothing new comes together around one.
    const unit = fc.constantFrom('A', 'B', '1', '2', '"', '/', ' ');
    const values = fc.string({ unit, minLength: 4, maxLength: 30 }).map((value) => `A${value}B`);
    const around = fc.string({ unit, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), fc.array(around), (secrets, rests) => {
        const line = rests.map((rest, n) => `${rest}${secrets[n % secrets.length] ?? ''}`).join('');
        const shown = masked(secrets, line);
        for (const secret of secrets) expect(shown).not.toContain(secret);
      }),
    );
  });
});
