import { describe, expect, it } from '@jest/globals';
import { pushedLinesOf } from '../intake/pushed-text.ts';
import { printable } from '../output/readable-line.ts';
import { maskOf } from '../secrets/mask-values.ts';
import { pushedLineIn, shippedLineOf } from './pushed-line.ts';

/** From what its sender says to what leaves the machine. */
const shipped = (attributes: Readonly<Record<string, string>>, ...secrets: string[]): string => {
  const said = { nanos: null, text: 'call failed', severity: null, attributes, traceId: null };
  const [line] = pushedLinesOf(said, 1);
  const kept = pushedLineIn(JSON.stringify(line));
  return JSON.stringify(shippedLineOf(kept!, 1, maskOf(secrets, printable)).attributes);
};

describe('an attribute that is too long', () => {
  it('keeps its beginning, without what may be half of a secret', () => {
    expect(shipped({ stack: `${'word '.repeat(99)}${'end '.repeat(10)}` })).toMatch(/word word end …"}$/);
    expect(shipped({ stack: 'short enough' })).toBe('{"stack":"short enough"}');
  });

  it('shows nothing of a sealed value, wherever it is cut', () => {
    const sealed = 'hunter2-hunter2-hunter2-hunter2';
    for (let before = 440; before <= 510; before++)
      expect(shipped({ url: `${' '.repeat(before)}${sealed}` }, sealed)).not.toContain('hunt');
    const long = Array.from({ length: 20 }, (_, n) => `part-${String(n)}-of-the-sealed-value.`).join('');
    expect(shipped({ body: long }, long)).not.toContain('sealed');
  });

  it('shows nothing of a secret that is known by its shape, wherever it is cut', () => {
    for (const secret of [
      `tg_0123456789ab_${'Q'.repeat(43)}`,
      `npm_${'Q'.repeat(36)}`,
      `AIza${'Q'.repeat(35)}`,
    ])
      for (let before = 430; before <= 510; before++)
        expect(shipped({ url: `${' '.repeat(before)}${secret}` })).not.toMatch(/Q{4}/);
  });
});
