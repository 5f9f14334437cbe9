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
    ['cookie eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r', 'cookie eyJ[masked]'],
    ['cut: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx', 'cut: eyJ[masked]'],
    [`git clone with ghp_${'a'.repeat(36)}`, 'git clone with gh_[masked]'],
    [`github_pat_11ABCDEFG0${'a'.repeat(59)}`, 'github_pat_[masked]'],
    ['aws AKIAIOSFODNN7EXAMPLE', 'aws AKIA[masked]'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'AWS_SECRET_ACCESS_KEY=[masked]'],
    ['{"api_key": "0123456789abcdef", "n": 1}', '{"api_key": "[masked]", "n": 1}'],
    ['login password=hunter2, again', 'login password=[masked], again'],
    ["client_secret: 'a b'", "client_secret: 'a b'"],
    ['HUB_TOKEN: 0123456789abcdef0123', 'HUB_TOKEN: [masked]'],
    ['postgres://me:pa%20ss@db:5432/x', 'postgres://me:[masked]@db:5432/x'],
    [`nvapi-${'x'.repeat(30)}, glpat-${'y'.repeat(20)}`, 'nvapi-[masked], glpat-[masked]'],
    [
      String.raw`{"key":"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----\n"}`,
      String.raw`{"key":"-----BEGIN RSA PRIVATE KEY-----[masked]\n"}`,
    ],
  ])('%s', (line, masked) => {
    expect(maskSecrets(line)).toBe(masked);
  });

  it.each([
    'the bearer of news asked for a task-based sk- prefix',
    'prompt_tokens=512, completion_tokens: 1024, next token: <|endoftext|>',
    'a password is needed; key: 7; see https://example.com:8080/a@b',
    'using key range 0..9 with basic settings',
  ])('keeps what is none: %s', (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  it('is the same when it is masked again', () => {
    const part = fc.constantFrom(
      'password=',
      'token: ',
      'eyJabcdefghi.',
      `sk-${'a'.repeat(20)}`,
      '://me:',
      '@x',
      '-----BEGIN PRIVATE KEY-----',
      'Bearer ',
      'abcdefghijklmnopqrst',
      '"',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = maskSecrets(parts.join(''));
        expect(maskSecrets(once)).toBe(once);
      }),
    );
  });

  it('takes little time to look through, whatever it is made of', () => {
    const parts = [
      'eyJ',
      '-eyJaaaaaaaa.',
      '://a:',
      'password=',
      'token ',
      '-----BEGIN PRIVATE KEY-----',
      'sk-',
      'bearer ',
    ];
    const begun = performance.now();
    for (const part of parts) maskSecrets(part.repeat(60_000 / part.length));
    expect(performance.now() - begun).toBeLessThan(2000);
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
