import { describe, expect, it } from '@jest/globals';
import { mergedMetrics } from './merged-metrics.ts';

const ONE = `# HELP a_total How many.
# TYPE a_total counter
a_total 1
a_total{x="y z"} 2
# HELP b Now.
# TYPE b histogram
b_bucket{le="1"} 3
b_count{} 3
`;
const TWO = `# HELP c Other.
# TYPE c gauge
c 9
# HELP a_total How many.
# TYPE a_total counter
a_total 4
`;

describe('the metrics of several processes', () => {
  it('say whose they are, each metric in one group', () => {
    expect(
      mergedMetrics(
        new Map([
          ['1', ONE],
          ['2', TWO],
        ]),
      ),
    ).toBe(`# HELP a_total How many.
# TYPE a_total counter
a_total{process="1"} 1
a_total{process="1",x="y z"} 2
a_total{process="2"} 4
# HELP b Now.
# TYPE b histogram
b_bucket{process="1",le="1"} 3
b_count{process="1"} 3
# HELP c Other.
# TYPE c gauge
c{process="2"} 9
`);
  });

  it('are nothing when there is none', () => {
    expect(mergedMetrics(new Map([['1', '# no registered metrics']]))).toBe('');
    expect(mergedMetrics(new Map())).toBe('');
  });
});
