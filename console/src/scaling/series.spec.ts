import { describe, expect, it } from '@jest/globals';
import { type Decision, markersOf, seenOf, summaryOf } from './series.ts';

const series = (metric: string, ...values: (number | null)[]) => ({
  metric,
  unit: 'replicas' as const,
  endpointId: 'endpt-1',
  replicaId: null,
  values,
});
const GIVEN = {
  from: '1970-01-01T00:01:00Z',
  stepSeconds: 10,
  series: [
    series('desired_replicas', null, 1, 2),
    series('ready_replicas', 0, 0, 1),
    series('in_flight', 0, 7, null),
    series('queue_depth', 0, 3, 0),
  ],
};
const decision = (position: number, from: number, to: number, revision = 1): Decision => ({
  position,
  at: new Date(position * 1000).toISOString(),
  revision,
  from,
  to,
  cause: 'load',
  text: '',
  formula: '',
  limitedBy: [],
});

describe('the chart of scaling', () => {
  it('has its series on one axis', () => {
    const seen = seenOf(GIVEN);
    expect(seen.times).toEqual([60, 70, 80]);
    expect(seen.desired).toEqual([null, 1, 2]);
    expect(seenOf({ ...GIVEN, series: [] }).times).toEqual([]);
  });

  it('begins with what is known, one step before', () => {
    const young = {
      ...GIVEN,
      series: [series('desired_replicas', null, null, null, 1), series('in_flight', null, null, null, 0)],
    };
    expect(seenOf(young)).toMatchObject({
      times: [80, 90],
      desired: [null, 1],
      inFlight: [null, 0],
      ready: [],
    });
    const unknown = { ...GIVEN, series: [series('desired_replicas', null, null)] };
    expect(seenOf(unknown).times).toEqual([60, 70]);
  });

  it('marks changes of the count and new revisions, the oldest first', () => {
    const marks = markersOf([decision(30, 1, 1, 2), decision(20, 2, 1), decision(10, 1, 2)]);
    expect(marks.map(({ at, label }) => `${at} ${label}`)).toEqual(['10 1 → 2', '20 2 → 1', '30 revision 2']);
  });

  it('is one sentence for who cannot see it', () => {
    expect(summaryOf(seenOf(GIVEN), 1)).toBe(
      'Replicas over time: 2 wanted and 1 ready at the end, 7 requests in flight, 7 at most; 1 decision marked.',
    );
  });
});
