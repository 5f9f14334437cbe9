import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { knownAggregation } from './known-metrics.ts';
import { parseSample } from './prometheus-text.ts';
import { replicaMetrics, usageMetrics, withSurroundings } from './replica-metrics.ts';

const summed = (text: string) => replicaMetrics(text, () => null);

describe('a line of the Prometheus format', () => {
  it.each([
    ['up 1', 'up', {}, 1],
    ['  up\t 1.5e3 1395066363000', 'up', {}, 1500],
    ['a:b_c{} -0.25', 'a:b_c', {}, -0.25],
    ['m{a="1",b="2",} +3', 'm', { a: '1', b: '2' }, 3],
    ['m { a = "1" , b="2" } 4.', 'm', { a: '1', b: '2' }, 4],
    [String.raw`m{path="C:\\d\"q\"\nx\t"} 5`, 'm', { path: 'C:\\d"q"\nx\\t' }, 5],
    ['m{a="}{,= \u2603"} 6', 'm', { a: '}{,= \u2603' }, 6],
    ['m_total{a="b"} 7 # {trace_id="KOO5S4vxi0o"} 0.67', 'm_total', { a: 'b' }, 7],
    ['m .5E-1', 'm', {}, 0.05],
    ['m +Inf', 'm', {}, Infinity],
    ['m -Inf', 'm', {}, -Infinity],
    ['m NaN', 'm', {}, NaN],
  ])('%s', (line, name, labels, value) => {
    const sample = parseSample(line);
    expect(sample).not.toBeNull();
    expect({ ...sample, labels: Object.fromEntries(sample!.labels) }).toEqual({ name, labels, value });
  });

  it.each([
    '',
    '# HELP up whether it is',
    'up',
    '1up 1',
    'up one',
    'up 0x10',
    'up 1_000',
    'm{a="1" 2',
    'm{a="1} 2',
    'm{a=1} 2',
    'm{="1"} 2',
    'm{a="1"b="2"} 2',
    'm{a="1"}',
    'm{a="1",a="2"} 2',
    `m{${Array.from({ length: 65 }, (_, i) => `a${String(i)}=""`).join()}} 2`,
    String.raw`m{a="1\"} 2`,
    '{} 1',
  ])('%j carries no value', (line) => {
    expect(parseSample(line)).toBeNull();
  });

  it('is read back as it was written', () => {
    const Label = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z_:][a-z0-9_:]{0,12}$/),
        fc.dictionary(Label, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
        fc.double(),
        fc.option(fc.nat()),
        (name, labels, value, time) => {
          const quoted = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
          const line = `${name}{${quoted.join(',')}} ${go(value)}${time === null ? '' : ` ${String(time)}`}`;
          const sample = parseSample(line);
          expect(sample).toEqual({
            name,
            labels: new Map(Object.entries(labels)),
            value: value === 0 ? sample?.value : value,
          });
        },
      ),
    );
  });
});

describe('the metrics of a replica', () => {
  const page = [
    '# HELP vllm:num_requests_running Requests.',
    '# TYPE vllm:num_requests_running gauge',
    'vllm:num_requests_running{engine="0"} 3',
    'vllm:num_requests_running{engine="1"} 4',
    '# TYPE vllm:kv_cache_usage_perc gauge',
    'vllm:kv_cache_usage_perc{engine="0"} 0.5',
    'vllm:kv_cache_usage_perc{engine="1"} 0.75',
    '# TYPE ttft histogram',
    'ttft_bucket{le="0.1"} 1',
    'ttft_bucket{le="+Inf"} 2',
    'ttft_sum{model="a"} 0.25',
    'ttft_sum{model="b"} 0.5',
    'ttft_count{model="a"} 2',
    'ttft_count{model="b"} 3',
    '# TYPE gc summary',
    'gc{quantile="0.5"} 9',
    'gc_sum 10',
    'gc_count 11',
    'ttft_created{model="a"} 1.7e9',
    'broken{ 1',
    'unknown NaN',
    'endless +Inf',
    'half{a="1"} 1',
    'half{a="2"} NaN',
  ].join('\r\n');

  it('are one number a name: label sets as the catalogue says, and else summed', () => {
    expect(replicaMetrics(page, knownAggregation)).toEqual({
      'vllm:num_requests_running': 7,
      'vllm:kv_cache_usage_perc': 0.625,
      ttft_sum: 0.75,
      ttft_count: 5,
      gc_sum: 10,
      gc_count: 11,
      half: 1,
    });
    expect(replicaMetrics('m{a="1"} 2\nm{a="2"} 5\nm{a="3"} 3', () => 'max')).toEqual({ m: 5 });
  });

  it('are known also by the names they had', () => {
    expect(knownAggregation('vllm:gpu_cache_usage_perc')).toBe('average');
    expect(knownAggregation('anything_else')).toBeNull();
  });

  it('have two hundred names, and those that the platform knows', () => {
    const many = Array.from({ length: 300 }, (_, i) => `m${String(i)} 1`);
    const found = replicaMetrics([...many, 'known 2', 'm0 1'].join('\n'), (name) =>
      name === 'known' ? 'sum' : null,
    );
    expect(Object.keys(found)).toHaveLength(201);
    expect(found).toMatchObject({ m0: 2, m199: 1, known: 2 });
  });

  it('are read whatever the engine writes, in little time', () => {
    const Piece = fc.constantFrom(
      'm',
      '{',
      '}',
      '"',
      '\\',
      ',',
      '=',
      ' ',
      '\n',
      '#',
      '1',
      'NaN',
      'TYPE',
      'le',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(Piece).map((all) => all.join('')),
        ),
        (text) => {
          for (const value of Object.values(summed(text))) expect(Number.isFinite(value)).toBe(true);
        },
      ),
    );
    const MIB = 1024 * 1024;
    const hostile = [
      'x'.repeat(4 * MIB),
      'x 1\n'.repeat(MIB),
      `m{a="${'\\"'.repeat(8000)}`.concat('\n').repeat(256),
      `m{${Array.from({ length: 2000 }, (_, i) => `a${String(i)}=""`).join()}}\n`.repeat(256),
      `${' '.repeat(16_000)}\n`.repeat(256),
      `# TYPE${' '.repeat(16_000)}x\n`.repeat(256),
      '\n'.repeat(4 * MIB),
    ];
    for (const text of hostile) {
      const begun = performance.now();
      summed(text);
      expect(performance.now() - begun).toBeLessThan(3000);
    }
  });

  it('do not speak for the agent', () => {
    const engine = { cpu_seconds_total: 1e9, memory_bytes: 1, other: 2 };
    expect(withSurroundings(engine, usageMetrics({ cpuSeconds: 3, memoryBytes: 4 }))).toEqual({
      cpu_seconds_total: 3,
      memory_bytes: 4,
      other: 2,
    });
    expect(withSurroundings(engine, usageMetrics(undefined))).toEqual({ other: 2 });
  });
});

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** As a Go program prints it. */
const go = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
};
