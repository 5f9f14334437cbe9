import { describe, expect, it } from '@jest/globals';
import { centsOf, dollarsOf, hoursOf, monthOf, seriesOf, spanOf, sumOf } from './figures.ts';

const at = Date.parse('2026-03-03T10:20:00Z');

describe('usage over days', () => {
  it('has a point for each day, also for those without usage', () => {
    const span = spanOf(3, at);
    expect(span).toEqual({ from: '2026-03-01T00:00:00.000Z', until: '2026-03-03T11:00:00.000Z' });
    const rows = [
      { group: { day: '2026-03-01', endpoint: 'a' }, costNanoUsd: '1500000000' },
      { group: { day: '2026-03-01', endpoint: 'b' }, costNanoUsd: '500000000' },
      { group: { day: '2026-03-03' }, costNanoUsd: '250000000' },
    ];
    expect(seriesOf(rows, span).dollars).toEqual([2, 0, 0.25]);
    expect(sumOf(rows)).toBe(2_250_000_000n);
  });
});

describe('figures of a bill', () => {
  it('stay exact', () => {
    expect(hoursOf('5400000000')).toBe(1.5);
    expect(centsOf(1234)).toBe(12_340_000_000n);
    expect([0, 0.0000024, 0.0042, 12.341].map(dollarsOf)).toEqual(['$0', '$2.4e-6', '$0.0042', '$12.34']);
    expect(monthOf('2026-11')).toBe('November 2026');
  });
});
