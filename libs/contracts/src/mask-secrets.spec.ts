import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskSecrets } from './mask-secrets.ts';

describe('a line with secrets', () => {
  it.each([
    [`using tg_0123456789ab_${'x'.repeat(43)} now`, 'using tg_[masked] now'],
    ['key=sk-proj-abcdefghijklmnop', 'key=sk-[masked]'],
    ['HF_TOKEN=hf_abcdefghijklmnopqrstuvwxyz', 'HF_TOKEN=hf_[masked]'],
    ['Authorization: Bearer abcdefghijk', 'Authorization: Bearer [masked]'],
    [`{"authorization": "Basic dXNlcjpwYXNzd29yZA=="}`, `{"authorization": "Basic [masked]"}`],
    ['sent bearer eyJhbGciOiJIUzI1NiJ9.abc', 'sent bearer [masked]'],
  ])('%s', (line, masked) => {
    expect(maskSecrets(line)).toBe(masked);
  });

  it('keeps what is none', () => {
    expect(maskSecrets('the bearer of news asked for a task-based sk- prefix')).toBe(
      'the bearer of news asked for a task-based sk- prefix',
    );
  });

  it('never lets one of our tokens through, whatever stands around it', () => {
    const token = `tg_0123456789ab_${'Az09_-'.repeat(8).slice(0, 43)}`;
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(maskSecrets(`${before} ${token} ${after}`)).not.toContain(token);
      }),
    );
  });
});
