import { describe, expect, it } from '@jest/globals';
import {
  append,
  askOf,
  hueOf,
  HUES,
  KEPT,
  KEPT_AT_MOST,
  type Line,
  nameOf,
  neighbour,
  NOTHING,
  pieces,
  plain,
  prepend,
} from './lines.ts';

const line = (cursor: number): Line => ({
  cursor: String(cursor),
  replicaId: 'repl-1',
  sequence: cursor,
  at: '2030-01-01T00:00:00.000Z',
  stream: 'stdout',
  severity: 'info',
  text: `line ${cursor}`,
  traceId: null,
  requestId: null,
  attributes: null,
});
const lines = (from: number, count: number): Line[] =>
  Array.from({ length: count }, (_, nth) => line(from + nth));

describe('a tail', () => {
  it('lets go of its oldest lines while it is followed', () => {
    const tail = append(append(NOTHING, lines(1, KEPT), false), lines(KEPT + 1, 5), false);
    expect(tail).toMatchObject({ dropped: 5, unseen: 0 });
    expect(tail.lines).toHaveLength(KEPT);
    expect(tail.lines[0]?.cursor).toBe('6');
  });
  it('keeps what is read, counts what comes, and has an end all the same', () => {
    const full = append(NOTHING, lines(1, KEPT), false);
    const paused = append(full, lines(KEPT + 1, 143), true);
    expect(paused).toMatchObject({ dropped: 0, unseen: 143 });
    expect(append(paused, lines(KEPT + 200, KEPT_AT_MOST), true).lines).toHaveLength(KEPT_AT_MOST);
    expect(append(paused, [line(99_999)], false).unseen).toBe(0);
  });
  it('takes no line twice when a stream goes on', () => {
    const tail = append(append(NOTHING, lines(8, 3), false), lines(9, 3), false);
    expect(tail.lines.map(({ cursor }) => cursor)).toEqual(['8', '9', '10', '11']);
  });
  it('grows at the front by what is older', () =>
    expect(prepend(append(NOTHING, lines(3, 1), false), lines(1, 2)).lines).toHaveLength(3));
});

describe('a line of a stranger', () => {
  it('has no colours of a terminal, and shows what steers', () => {
    expect(plain('\u001b[31mred\u001b[0m and \u001b]0;title\u0007more\r')).toBe('red and more');
    expect(plain('a\u0000b\u202ec')).toBe('a␀b␣c');
    expect(plain('<script>alert(1)</script>')).toBe('<script>alert(1)</script>');
  });
  it('is cut where it holds what was searched for', () => {
    expect(pieces('Out of memory, out', 'out', false)).toEqual([
      { text: 'Out', isHit: true },
      { text: ' of memory, ', isHit: false },
      { text: 'out', isHit: true },
    ]);
    expect(pieces('Out', 'out', true)).toEqual([{ text: 'Out', isHit: false }]);
    expect(pieces('İx', 'x', false)).toEqual([{ text: 'İx', isHit: false }]);
    expect(pieces('', 'x', false)).toEqual([]);
  });
});

describe('a replica', () => {
  it('has a short name and one colour', () => {
    expect(nameOf('repl-da9ef2e6aaf4')).toBe('da9ef2');
    expect(nameOf(null)).toBe('platform');
    expect(hueOf('repl-da9ef2e6aaf4')).toBe(hueOf('repl-da9ef2e6aaf4'));
    expect(hueOf('repl-1')).toBeLessThan(HUES);
  });
});

describe('what is asked for', () => {
  it('has nothing about a search without one', () => {
    expect(askOf({ severity: 'error', regex: 'true', case: 'true' })).toEqual({ severity: 'error' });
    expect(askOf({ q: 'x', regex: 'true' })).toEqual({ q: 'x', case: 'false', regex: 'true' });
  });
  it('has a place beside a line', () => expect(neighbour('1795322910196002', 1n)).toBe('1795322910196003'));
});
