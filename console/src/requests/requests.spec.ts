import { describe, expect, it } from '@jest/globals';
import { chartOf, type Hour } from './hours.ts';
import { askOf, colourOf, endOf, milliseconds, partsOf } from './parts.ts';

describe('a request', () => {
  it('waits for the wake and the queue before its first byte', () =>
    expect(partsOf({ wakeMs: 900, queueMs: 50, firstByteMs: 1000, durationMs: 1400 })).toMatchObject([
      { label: 'Wake', fromMs: 0, ms: 900 },
      { label: 'Queue', fromMs: 900, ms: 50 },
      { label: 'To the first byte', fromMs: 950, ms: 50 },
      { label: 'Answer', fromMs: 1000, ms: 400 },
    ]));
  it('that was given up has no answer', () =>
    expect(partsOf({ wakeMs: 900, queueMs: 0, firstByteMs: null, durationMs: 800 })).toEqual([
      { label: 'Wake', fromMs: 0, ms: 800, color: '#0c8599' },
    ]));
  it('ends in a word', () => {
    expect(endOf({ status: 200, outcome: 'answered' })).toBe('200');
    expect(endOf({ status: null, outcome: 'client_gone' })).toBe('– caller gone');
    expect(colourOf({ status: 200, outcome: 'cut' })).toBe('red');
    expect(colourOf({ status: 429, outcome: 'refused' })).toBe('yellow');
    expect(colourOf({ status: 200, outcome: 'answered' })).toBe('green');
  });
  it.each([
    [null, '–'],
    [2.83, '2.8\u00a0ms'],
    [53.7, '54\u00a0ms'],
    [1234, '1.23\u00a0s'],
    [61_000, '61.0\u00a0s'],
  ])('of %s ms took %s', (ms, text) => expect(milliseconds(ms)).toBe(text));
});

describe('filters', () => {
  it('are asked for with the time they mean', () =>
    expect(askOf({ status: '5xx', span: '1h' }, Date.parse('2030-01-01T01:00:00Z'))).toEqual({
      status: '5xx',
      since: '2030-01-01T00:00:00.000Z',
    }));
});

describe('hours', () => {
  const hour = (at: string, requests: number, statusClass: Hour['statusClass'] = null): Hour =>
    ({ hour: at, requests, errors: 1, statusClass, tokenId: null, tokenName: null }) as Hour;
  const two = [hour('2030-01-01T03:00:00Z', 5), hour('2030-01-01T01:00:00Z', 2)];
  it('without a request are there too', () => {
    const { times, lines } = chartOf(two, 'hour');
    expect(times).toHaveLength(3);
    expect(lines.map(({ label, values }) => [label, values])).toEqual([
      ['requests', [2, 0, 5]],
      ['errors', [1, 0, 1]],
    ]);
  });
  it('are divided by what is asked', () => {
    const { lines } = chartOf(
      [hour('2030-01-01T01:00:00Z', 5, '2xx'), hour('2030-01-01T01:00:00Z', 2, '5xx')],
      'status',
    );
    expect(lines.map(({ label, values }) => [label, values])).toEqual([
      ['2xx', [5]],
      ['5xx', [2]],
    ]);
    expect(chartOf([], 'hour')).toEqual({ times: [], lines: [] });
  });
});
