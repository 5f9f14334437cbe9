import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_TEXT, linesOf } from './shipped-lines.ts';

describe('a batch of lines', () => {
  it('is stored under the numbers it came with', () => {
    expect(linesOf(batch('one', 'two'), 9).map(({ sequence, text }) => [sequence, text])).toEqual([
      [5, 'one'],
      [6, 'two'],
    ]);
  });

  it('shows in its place what was lost before it', () => {
    const [loss, first] = linesOf({ ...batch('one'), dropped: 3 }, 9);
    expect(loss).toEqual({
      sequence: 5,
      byPlatform: true,
      atUs: 7,
      stream: 'platform',
      text: '3 lines were dropped here because a limit was reached',
    });
    expect(first).toMatchObject({ sequence: 5, byPlatform: false });
  });

  it('shows a loss that no line followed', () => {
    expect(linesOf({ ...batch(), dropped: 1 }, 9)).toMatchObject([
      { atUs: 9, text: expect.stringMatching(/^1 line was/) },
    ]);
  });

  it('has its secrets masked', () => {
    expect(linesOf(batch(`token tg_0123456789ab_${'x'.repeat(43)}`), 9)[0]?.text).toBe('token tg_[masked]');
  });

  it('has its longest lines cut, and says so', () => {
    const [line] = linesOf(batch('x'.repeat(LONGEST_TEXT + 7)), 9);
    expect(line?.text).toHaveLength(LONGEST_TEXT + '… (7 more characters)'.length);
    expect(line?.text).toMatch(/… \(7 more characters\)$/);
  });

  it('is text that Postgres takes, whatever the program wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800'), (text, odd) => {
        const [line] = linesOf(batch(text + odd), 9);
        expect(line?.text).not.toContain('\0');
        expect(line?.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

const batch = (...texts: string[]) => ({
  endpointId: 'endpt-0123456789ab',
  projectId: 'proj-0123456789ab',
  replicaId: 'repl-0123456789ab',
  firstSequence: 5,
  lines: texts.map((text) => ({ atUs: 7, stream: 'stdout' as const, text })),
  dropped: 0,
});
