import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printable } from '../output/readable-line.ts';
import { PrivateKeyLines } from './private-key-lines.ts';

const [BEGIN, END] = ['-----BEGIN RSA PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----'];
const shown = (lines: readonly string[]): string[] => {
  const keys = new PrivateKeyLines();
  return lines.filter((line) => !keys.hides(line, printable));
};
const key = Array.from({ length: 25 }, (_, i) => `MIIEpAIBAAKCAQEA${String(i).padStart(2, '0')}+/abc=`);

describe('an output with a private key in it', () => {
  it('shows where it begins, and nothing of it', () => {
    expect(shown(['a', `key: ${BEGIN}`, ...key, END, 'b'])).toEqual(['a', `key: ${BEGIN}`, 'b']);
    expect(shown([BEGIN, 'Proc-Type: 4,ENCRYPTED', '', ...key, END, 'b'])).toEqual([BEGIN, 'b']);
    const red = key.map((line) => `\u001b[31m${line}\u001b[0m`);
    expect(shown([BEGIN, ...red, END])).toEqual([BEGIN]);
  });

  it('goes on being shown where a key has no end', () => {
    expect(shown([BEGIN, ...key, 'it is loaded, and serves', ...key])).toEqual([
      BEGIN,
      'it is loaded, and serves',
      ...key,
    ]);
    expect(shown([BEGIN, ...Array<string>(1000).fill('aaaa')])).toHaveLength(1 + 1000 - 400);
  });

  it('hides nothing else, a key on one line included', () => {
    expect(shown([`${BEGIN}abc${END}`, 'MIIEpA', '-----BEGIN CERTIFICATE-----', 'MIIDdz'])).toHaveLength(4);
  });

  it('never shows a line of a key, whatever surrounds it', () => {
    const around = fc.array(fc.constantFrom('word and word', 'abcd', BEGIN, END, ''), { maxLength: 6 });
    fc.assert(
      fc.property(around, around, (before, after) => {
        const lines = shown([...before, BEGIN, ...key, END, ...after]);
        for (const line of key) expect(lines).not.toContain(line);
      }),
    );
  });
});
