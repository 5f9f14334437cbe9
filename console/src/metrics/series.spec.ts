import { describe, expect, it } from '@jest/globals';
import { type Answer, formatOf, linesOf, namesOf, type Panel, PANELS, summaryOf, timesOf } from './series.ts';

const panel: Panel = {
  title: 'Time',
  metrics: [
    ['latency_p50_seconds', 'p50'],
    ['latency_p99_seconds', 'p99'],
  ],
};
const answer: Answer = {
  from: '2030-01-01T00:00:00.000Z',
  until: '2030-01-01T00:00:30.000Z',
  stepSeconds: 10,
  series: [
    { metric: 'latency_p50_seconds', unit: 'seconds', replicaId: null, values: [0.1, 0.2, null] },
    { metric: 'latency_p99_seconds', unit: 'seconds', replicaId: null, values: [null, null, null] },
  ],
};

describe('an answer of metrics', () => {
  it('is a chart of what was measured', () => {
    expect(timesOf(answer)).toEqual([1893456000, 1893456010, 1893456020]);
    expect(linesOf(panel, answer)).toEqual([{ label: 'p50', values: [0.1, 0.2, null], color: '#1c7ed6' }]);
  });
  it('tells replicas apart', () => {
    const [series] = answer.series;
    const each = { ...answer, series: [{ ...series!, replicaId: 'repl-da9ef2e6aaf4' }] };
    expect(linesOf(panel, each)[0]?.label).toBe('p50 da9ef2');
  });
  it('is told in a sentence, in its unit', () => {
    const format = formatOf(panel, answer);
    expect(summaryOf('Time', linesOf(panel, answer), format)).toBe('Time: last p50 200 ms.');
    expect(summaryOf('Time', [], format)).toBe('Time: nothing was measured.');
    const ratio = { ...answer, series: [{ ...answer.series[0]!, unit: 'ratio' }] };
    expect(formatOf(panel, ratio)(0.456)).toBe('45.6 %');
    expect(formatOf(panel, { ...answer, series: [] })(1.234)).toBe('1.23');
  });
  it('is asked for once', () => {
    const names = namesOf(PANELS).split(',');
    expect(new Set(names).size).toBe(names.length);
  });
});
