import { describe, expect, it } from '@jest/globals';
import { Gateways } from './gateways.ts';
import { gatewaySample, type Sample } from './sample.ts';

const START = 1_700_000_000;
const us = (second: number): number => Math.round((START + second) * 1_000_000);

const said = (second: number, rest: Partial<Sample> = {}): Sample => ({
  source: 'gateway-a',
  atUs: us(second),
  inFlight: 0,
  waiting: 0,
  requestsTotal: 0,
  finishedTotal: 0,
  servedSecondsTotal: 0,
  replicasInFlight: null,
  quiet: null,
  ...rest,
});

const heard = (...samples: Sample[]): Gateways => {
  const gateways = new Gateways();
  for (const sample of samples) gateways.add(sample);
  return gateways;
};

describe('gateways that said nothing', () => {
  it('are unknown, not idle', () =>
    expect(new Gateways().observe(us(0))).toMatchObject({ stale: true, idleSeconds: null }));

  it('leave the idleness that was known before', () =>
    expect(
      new Gateways({ requestsTotal: 0, finishedTotal: 0, servedSecondsTotal: 0, busyAtUs: us(-7) }).observe(
        us(0),
      ).idleSeconds,
    ).toBe(7));
});

describe('one gateway', () => {
  it('is believed in its last word, and one that comes late is passed over', () => {
    const gateways = heard(said(2, { inFlight: 5, waiting: 2 }), said(1, { inFlight: 9 }));
    expect(gateways.observe(us(2.1))).toMatchObject({ inFlight: 5, waiting: 2, stale: false });
  });

  it('is stale after five silent seconds, and when it was quiet after twenty-five', () => {
    const busy = heard(said(0, { inFlight: 4 }));
    expect(busy.isStale(us(5))).toBe(false);
    expect(busy.observe(us(5.01))).toMatchObject({ stale: true, inFlight: 0 });
    const quiet = heard(said(0, { inFlight: 1 }), said(1));
    expect(quiet.observe(us(26))).toMatchObject({ stale: false, idleSeconds: 26 });
    expect(quiet.isStale(us(26.1))).toBe(true);
  });

  it('counts from its first word on, and from zero when it begins again', () => {
    const counts = heard(
      said(0, { requestsTotal: 100, finishedTotal: 90, servedSecondsTotal: 500 }),
      said(1, { requestsTotal: 104, finishedTotal: 92, servedSecondsTotal: 507 }),
      said(2, { requestsTotal: 3, finishedTotal: 1, servedSecondsTotal: 2 }),
    ).observe(us(2));
    expect(counts).toMatchObject({ requestsTotal: 7, finishedTotal: 3, servedSecondsTotal: 9 });
  });

  it('was busy when a request came and went between two words', () =>
    expect(heard(said(0), said(1, { requestsTotal: 1 })).observe(us(4)).idleSeconds).toBe(3));

  it('does not count again what was counted in an earlier life', () => {
    const gateways = heard(said(0, { requestsTotal: 5 }));
    gateways.add(said(1, { requestsTotal: 8 }), false);
    gateways.add(said(2, { requestsTotal: 9 }));
    expect(gateways.observe(us(2)).requestsTotal).toBe(1);
  });
});

describe('several gateways', () => {
  it('add up, and one that leaves takes its gauges and leaves its counts', () => {
    const gateways = heard(
      said(0, { inFlight: 3 }),
      said(0, { source: 'gateway-b', inFlight: 4, requestsTotal: 1 }),
      said(1, { source: 'gateway-b', inFlight: 4, requestsTotal: 6 }),
      said(7, { inFlight: 3 }),
    );
    expect(gateways.observe(us(1)).inFlight).toBe(7);
    expect(gateways.observe(us(7))).toMatchObject({ inFlight: 3, requestsTotal: 5 });
  });

  it('say together how busy each replica is, or that it is not known', () => {
    const gateways = heard(
      said(0, { inFlight: 3, replicasInFlight: { 'repl-1': 2, 'repl-2': 1 } }),
      said(0, { source: 'gateway-b', inFlight: 1, replicasInFlight: { 'repl-2': 1 } }),
      said(0, { source: 'gateway-c' }),
    );
    expect([...(gateways.inFlightByReplica(us(0)) ?? [])]).toEqual([
      ['repl-1', 2],
      ['repl-2', 2],
    ]);
    gateways.add(said(0, { source: 'gateway-d', inFlight: 1 }));
    expect(gateways.inFlightByReplica(us(0))).toBeNull();
  });

  it('are no more than sixty-four: the one silent for longest is forgotten', () => {
    const gateways = new Gateways();
    for (let n = 0; n < 70; n++) gateways.add(said(n / 100, { source: `gateway-${String(n)}`, inFlight: 1 }));
    expect(gateways.observe(us(1)).inFlight).toBe(64);
  });
});

describe('a sample', () => {
  const data = {
    endpointId: 'endpt-000000000001',
    replicaId: null,
    nodeId: null,
    source: 'gateway-a',
    sampledAtUs: us(9),
    metrics: { in_flight: 2, waiting: 1, requests_total: 7, finished_total: 4, served_seconds_total: 2.5 },
  };

  it('is read from what a gateway measured, and never from the future', () =>
    expect(gatewaySample(data, us(3))).toEqual(
      said(3, { inFlight: 2, waiting: 1, requestsTotal: 7, finishedTotal: 4, servedSecondsTotal: 2.5 }),
    ));

  it('is not what a replica’s runtime says of itself', () =>
    expect(gatewaySample({ ...data, replicaId: 'repl-000000000001' }, us(9))).toBeNull());
});
