import { describe, expect, it } from '@jest/globals';
import type { Sample } from './sample.ts';
import { gatewaySample } from './sample.ts';
import { Window } from './window.ts';

const START = 1_700_000_000;
const us = (second: number): number => Math.round((START + second) * 1_000_000);

const said = (second: number, rest: Partial<Sample> = {}): Sample => ({
  source: 'gateway-a',
  atUs: us(second),
  inFlight: 0,
  waiting: 0,
  requestsTotal: 0,
  ...rest,
});

const windowOf = (...samples: Sample[]): Window => {
  const window = new Window(130);
  for (const sample of samples) window.add(sample);
  return window;
};

const every = (from: number, to: number, rest: (second: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: to - from + 1 }, (_, n) => said(from + n, rest(from + n)));

describe('a window that saw nothing', () => {
  it('is stale, not empty of traffic', () => {
    const observation = new Window(130).observe(us(0));
    expect(observation).toMatchObject({ stale: true, observedSeconds: 0, idleSeconds: null });
  });
});

describe('a window fed by one gateway', () => {
  it('lets a newer sample replace the older one', () => {
    const { inFlight, waiting } = windowOf(
      said(0, { inFlight: 3 }),
      said(0.4, { inFlight: 5, waiting: 2 }),
    ).observe(us(0.5));
    expect({ inFlight, waiting }).toEqual({ inFlight: 5, waiting: 2 });
  });

  it('passes over a sample that comes late', () =>
    expect(windowOf(said(2, { inFlight: 3 }), said(1, { inFlight: 9 })).observe(us(2.1)).inFlight).toBe(3));

  it('keeps a gauge until the next sample', () =>
    expect([...windowOf(said(0, { inFlight: 4 }), said(3, { inFlight: 1 })).observe(us(4.2)).load]).toEqual([
      4, 4, 4, 1, 1,
    ]));

  it('is stale after five silent seconds', () => {
    const window = windowOf(...every(0, 10, () => ({ inFlight: 4 })));
    expect(window.observe(us(15)).stale).toBe(false);
    expect(window.observe(us(15.01))).toMatchObject({ stale: true, inFlight: 0, observedSeconds: 0 });
  });

  it('trusts the silence of a quiet gateway for longer', () => {
    const window = windowOf(said(0, { inFlight: 1 }), said(1), said(11), said(21));
    expect(window.observe(us(46))).toMatchObject({ stale: false, observedSeconds: 46, idleSeconds: 46 });
    expect(window.observe(us(46.1)).stale).toBe(true);
  });

  it('counts observation from the last break', () => {
    const window = windowOf(...every(0, 10, () => ({ inFlight: 1 })), ...every(20, 23, () => ({})));
    expect(window.observe(us(23.5))).toMatchObject({ observedSeconds: 3.5 });
    expect(window.observe(us(23.5)).load).toHaveLength(4);
  });

  it('knows when a request was last seen', () =>
    expect(
      windowOf(
        said(0),
        said(1, { inFlight: 1, requestsTotal: 1 }),
        ...every(2, 9, () => ({ requestsTotal: 1 })),
      ).observe(us(9)).idleSeconds,
    ).toBe(8));

  it('notices a request that came and went between two samples', () =>
    expect(
      windowOf(said(0, { requestsTotal: 7 }), said(1, { requestsTotal: 8 })).observe(us(3)).idleSeconds,
    ).toBe(2));

  it('remembers what pressed within a second although it is over', () =>
    expect([
      ...windowOf(said(0, { inFlight: 2, waiting: 30 }), said(0.9, { inFlight: 2 })).observe(us(1)).pressure,
    ]).toEqual([32, 0]));
});

describe('a counter', () => {
  it('is a rate that does not tremble with the sampling clock', () => {
    const drifting = every(0, 60, () => ({})).map((sample, n) => {
      const second = n * 0.99 + 0.37;
      return { ...sample, atUs: us(second), requestsTotal: second * 10 };
    });
    const { arrivals } = windowOf(...drifting).observe(us(60));
    for (const rate of arrivals.slice(1)) expect(rate).toBeCloseTo(10, 3);
  });

  it('counts from zero again when its source did', () => {
    const { arrivals } = windowOf(
      said(0, { requestsTotal: 1000 }),
      said(1, { requestsTotal: 1010 }),
      said(2, { requestsTotal: 4 }),
      said(3, { requestsTotal: 4 }),
    ).observe(us(3));
    expect(arrivals.reduce((sum, count) => sum + count, 0)).toBeCloseTo(14, 6);
  });

  it('says nothing about the time before its first sample, nor about a silence', () => {
    const { arrivals } = windowOf(
      said(0, { inFlight: 1, requestsTotal: 500 }),
      said(10, { requestsTotal: 900 }),
      said(11, { requestsTotal: 900 }),
    ).observe(us(11));
    expect([...arrivals]).toEqual([0]);
  });

  it('that moved after a quiet time moved within the last second', () => {
    const { arrivals } = windowOf(said(0), said(8, { inFlight: 6, requestsTotal: 6 }), said(9)).observe(
      us(9),
    );
    expect([...arrivals]).toEqual([0, 0, 0, 0, 0, 0, 0, 6, 0]);
  });
});

describe('a rate of two gateways of which one is quiet', () => {
  it('does not wait for the quiet one', () => {
    const busy = every(0, 8, (second) => ({ inFlight: 1, requestsTotal: second * 5 }));
    const { arrivals } = windowOf(said(0, { source: 'gateway-b' }), ...busy).observe(us(8.5));
    expect([...arrivals]).toEqual([5, 5, 5, 5, 5, 5, 5]);
  });
});

describe('a window fed by two gateways', () => {
  const two = (): Sample[] => [
    ...every(0, 9, () => ({ inFlight: 3 })),
    ...every(0, 3, () => ({ source: 'gateway-b', inFlight: 4 })),
  ];

  it('adds them up', () => expect(windowOf(...two()).observe(us(3)).inFlight).toBe(7));

  it('lets a silent one leave and keeps its past', () => {
    const observation = windowOf(...two()).observe(us(9));
    expect(observation.inFlight).toBe(3);
    expect([...observation.load]).toEqual([7, 7, 7, 7, 3, 3, 3, 3, 3, 3]);
  });

  it('holds a bounded number of sources', () => {
    const window = windowOf(
      ...Array.from({ length: 500 }, (_, n) => said(0, { source: `gateway-${String(n)}`, inFlight: 1 })),
    );
    expect(window.observe(us(1)).inFlight).toBe(64);
  });
});

describe('a signal', () => {
  const data = {
    endpointId: 'endpt-000000000001',
    replicaId: null,
    nodeId: null,
    source: 'gateway-a',
    sampledAtUs: us(9),
    metrics: { in_flight: 2, waiting: 1, requests_total: 5 },
  };

  it('of a gateway is a sample', () =>
    expect(gatewaySample(data, us(10))).toEqual(said(9, { inFlight: 2, waiting: 1, requestsTotal: 5 })));

  it('from a clock that runs ahead is taken as of now', () =>
    expect(gatewaySample(data, us(8))?.atUs).toBe(us(8)));

  it('of a replica, or without the gauge, is none', () => {
    expect(gatewaySample({ ...data, replicaId: 'repl-000000000001' }, us(10))).toBeNull();
    expect(gatewaySample({ ...data, metrics: { kv_cache: 1 } }, us(10))).toBeNull();
  });
});
