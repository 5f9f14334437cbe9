import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PHASES } from '../fleet/replica.ts';
import { seenOnce } from '../numbers/gauge.ts';
import { type Exposed, type PagePlace, type Part, partsOf } from './page.ts';
import { pageCursorOf, pagePlaceIn } from './page-cursor.ts';

const idOf = (n: number): string => `endpt-${n.toString(16).padStart(12, '0')}`;
const exposed = (n: number, calls = n): Exposed => ({
  endpointId: idOf(n),
  projectId: 'proj-000000000001',
  name: `chat-${String(n)}`,
  desired: 1,
  phases: Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Exposed['phases'],
  totals: {
    counts: { 'code:200': calls, requests: calls },
    times: { latency: { sumUs: 3_000_000, buckets: { 0: 1, 3: 2, 41: 4 } } },
    gauges: {},
  },
  gauges: { in_flight: seenOnce(2, 1) },
  replicas: [{ replicaId: 'repl-000000000001', gauges: { cpu_cores: seenOnce(0.5, 1) } }],
});
const BEGINNING = { family: 0, after: '' };
const textOf = (endpoints: readonly Exposed[]): string =>
  [...partsOf(endpoints, BEGINNING)].map(({ text }) => text).join('');

describe('a scrape in pages', () => {
  it('is the same as in one, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 40 }), (count, perPage) => {
        const endpoints = Array.from({ length: count }, (_, n) => exposed(n + 1));
        let text = '';
        for (let place: PagePlace | null = BEGINNING; place !== null;) {
          const page: Part[] = [...partsOf(endpoints, place)].slice(0, perPage);
          text += page.map((part) => part.text).join('');
          const last: Part | undefined = page.length === perPage ? page.at(-1) : undefined;
          place = last ? pagePlaceIn(pageCursorOf(last.place)) : null;
        }
        expect(text).toBe(textOf(endpoints));
      }),
      { numRuns: 50 },
    );
  });

  it('names each family once, with all its samples behind it', () => {
    const families = textOf([exposed(1), exposed(2)])
      .split('\n')
      .filter((line) => line.startsWith('# TYPE'));
    expect(new Set(families).size).toBe(families.length);
  });

  it('refuses a place that no page gave out', () => {
    for (const cursor of ['', 'p1', 'p1.endpt', 'p1.endpt-00000000000G', 'x1.endpt-000000000001'])
      expect(() => pagePlaceIn(cursor)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});

describe('a histogram', () => {
  it('has buckets that rise to the count', () => {
    const lines = textOf([exposed(1)])
      .split('\n')
      .filter((line) => line.startsWith('tidegate_endpoint_request_duration_seconds_'));
    const valueOf = (part: string): number =>
      Number(lines.find((line) => line.includes(part))?.split(' ')[1]);
    expect(valueOf('le="0.001"')).toBe(1);
    expect(valueOf('le="0.004"')).toBe(3);
    expect(valueOf('le="1048.576"')).toBe(3);
    expect(valueOf('le="+Inf"')).toBe(7);
    expect(valueOf('_count')).toBe(7);
    expect(valueOf('_sum')).toBe(3);
  });
});

describe('what is not known', () => {
  it('has no sample', () => {
    const text = textOf([{ ...exposed(1), gauges: {}, replicas: [] }]);
    expect(text).not.toContain('tidegate_endpoint_inflight_requests{');
    expect(text).not.toContain('tidegate_replica_cpu_cores{');
    expect(textOf([exposed(1)])).toContain(
      `tidegate_replica_cpu_cores{endpoint="${idOf(1)}",replica="repl-000000000001"} 0.5\n`,
    );
  });
});
