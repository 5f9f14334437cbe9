import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINE_BYTES, LONGEST_LINE, readableLine } from './readable-line.ts';

describe('a line as it is stored', () => {
  it.each([
    ['plain\ttext ☃', 'plain\ttext ☃'],
    ['\u001b[1;31mred\u001b[0m and \u001b[38;2;1;2;3mtrue\u001b[m', 'red and true'],
    ['\u001b]0;a title\u0007text', 'text'],
    ['\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b[2K\u001b[1Gdone\u001b(B', 'done'],
    ['a\u0000b\u0008c\u007fd\u009be\u001b', 'abcde'],
    ['Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer [masked]'],
    [`tg_0123456789ab_\u001b[1m${'x'.repeat(43)}`, 'tg_[masked]'],
    ['sk-\u0000abcdefghijklmnopqrst', 'sk-[masked]'],
  ])('%j', (written, stored) => {
    expect(readableLine(written, 0)).toBe(stored);
  });

  it('is cut where it gets long, and says so', () => {
    expect(readableLine('x'.repeat(LONGEST_LINE), 0)).toHaveLength(LONGEST_LINE);
    const rest = String(LINE_BYTES - LONGEST_LINE + 4);
    expect(readableLine('x'.repeat(LINE_BYTES), 4)).toBe(
      `${'x'.repeat(LONGEST_LINE)}… (${rest} more characters)`,
    );
    expect(readableLine('x'.repeat(LONGEST_LINE - 1) + '🦊', 0)).toBe(
      `${'x'.repeat(LONGEST_LINE - 1)}… (2 more characters)`,
    );
  });

  it('shows no half of a secret that was cut', () => {
    const secret = `sk-${'s'.repeat(100)}`;
    for (const before of [LONGEST_LINE - 2, LONGEST_LINE - 60, LONGEST_LINE])
      expect(readableLine(`${'x '.repeat(before / 2)}${secret} end`, 0)).not.toContain('sk-s');
    // Masks make the line shorter, and so bring what was cut by bytes into the part that is shown.
    const masks = `sk-${'m'.repeat(200)} `.repeat(LINE_BYTES / 204);
    expect(readableLine(`${masks}sk-sss`, 1)).not.toContain('sss');
  });

  it('is never more than that, nor half a character, nor a control character, whatever was written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.nat({ max: 9 }),
        fc.boolean(),
        (text, more, isLong) => {
          const line = readableLine(isLong ? text.repeat(200) : text, more);
          expect(line.length).toBeLessThanOrEqual(LONGEST_LINE + 40);
          // eslint-disable-next-line no-control-regex -- control characters are what it looks for
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
          expect(line.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it('takes little time, whatever was written', () => {
    for (const part of ['\u001b[', '\u001b]', '\u001b', 'bearer ', 'sk-', 'authorization: ', '\u001b[1;'])
      expect(timeOf(() => readableLine(part.repeat(LINE_BYTES / part.length), 5))).toBeLessThan(500);
  });
});

const timeOf = (work: () => unknown): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};
