import { describe, expect, it } from '@jest/globals';
import { type RequestRecord, packRequests, unpackRequests } from '@tidegate/contracts';
import fc from 'fast-check';
import { Fleet } from '../fleet/fleet.ts';
import { event, requestRecord } from '../metrics.spec-helper.ts';
import { NO_NUMBERS } from '../numbers/numbers.ts';
import { STEP_US, stepOf } from './open-steps.ts';
import { Recorder } from './recorder.ts';
import { rolledUp } from './roll-up.ts';

const ENDPOINT = 'endpt-000000000001';
const PROJECT = 'proj-000000000001';
const S = 1_000_000;
const T0 = 1_000_000 * S;
const nothing = (): undefined => undefined;

const fleetWith = (...more: Parameters<typeof event>[]): Fleet => {
  const fleet = new Fleet();
  fleet.apply(event('EndpointRequested', { endpointId: ENDPOINT, projectId: PROJECT }, T0));
  for (const each of more) fleet.apply(event(...each));
  return fleet;
};
const recorderOf = (fleet: Fleet, position = 0) => new Recorder(fleet, { untilUs: T0, position });

const take = (
  recorder: Recorder,
  records: readonly RequestRecord[],
  sequence: number,
  nowUs: number,
): void => {
  recorder.requests(unpackRequests(packRequests(records)), { gatewayId: 'gw', sequence, lost: [] }, nowUs);
};

describe('requests of the access log', () => {
  const request = fc.record({
    sinceMs: fc.nat({ max: 55_000 }),
    durationMs: fc.nat({ max: 3000 }),
    status: fc.constantFrom(200, 200, 404, 500, 503),
    completionTokens: fc.integer({ min: -1, max: 50 }),
    mine: fc.boolean(),
  });

  it('are all counted once, in the steps in which they ended, however batches are cut and repeated', () => {
    fc.assert(
      fc.property(fc.array(request), fc.integer({ min: 1, max: 7 }), (requests, size) => {
        const recorder = recorderOf(fleetWith());
        const records = requests.map(({ sinceMs, mine, ...rest }) =>
          requestRecord({
            ...rest,
            atMs: T0 / 1000 + sinceMs,
            endpointId: mine ? ENDPOINT : 'endpt-00000000000f',
          }),
        );
        for (let n = 0; n * size < records.length; n++)
          for (let copy = 0; copy <= n % 2; copy++)
            take(recorder, records.slice(n * size, (n + 1) * size), n + 1, T0 + 60 * S);
        const rows = recorder.end(T0 + 120 * S)?.rows.filter(({ ownerId }) => ownerId === ENDPOINT) ?? [];
        const own = rows.filter(({ replicaId }) => replicaId === '');
        const naive = new Map<number, { requests: number; errors: number; tokens: number }>();
        for (const { sinceMs, durationMs, status, completionTokens, mine } of requests) {
          if (!mine) continue;
          const at = stepOf(T0 + (sinceMs + durationMs) * 1000);
          const sum = naive.get(at) ?? { requests: 0, errors: 0, tokens: 0 };
          naive.set(at, {
            requests: sum.requests + 1,
            errors: sum.errors + (status >= 500 ? 1 : 0),
            tokens: sum.tokens + Math.max(0, completionTokens),
          });
        }
        expect(
          new Map(
            own.map(({ atUs, numbers: { counts } }) => [
              atUs,
              {
                requests: counts['requests'],
                errors: counts['errors'] ?? 0,
                tokens: counts['completion_tokens'] ?? 0,
              },
            ]),
          ),
        ).toEqual(naive);
      }),
    );
  });

  it('that come late count in the oldest step that is open', () => {
    const recorder = recorderOf(fleetWith());
    expect(recorder.end(T0 + 35 * S)?.place.untilUs).toBe(T0 + 30 * S);
    take(recorder, [requestRecord({ atMs: T0 / 1000, endpointId: ENDPOINT })], 1, T0 + 36 * S);
    expect(recorder.end(T0 + 44 * S)?.rows.map(({ atUs }) => atUs)).toContain(T0 + 30 * S);
  });

  it('make their project’s numbers too, and grow its endpoint’s counters', () => {
    const recorder = recorderOf(fleetWith());
    take(recorder, [requestRecord({ atMs: T0 / 1000, endpointId: ENDPOINT })], 1, T0 + 5 * S);
    const ended = recorder.end(T0 + 20 * S);
    expect(ended?.rows.find(({ ownerId }) => ownerId === PROJECT)?.numbers.counts['requests']).toBe(1);
    expect(ended?.grown.get(ENDPOINT)?.counts).toMatchObject({ requests: 1, 'code:200': 1 });
    expect(ended?.grown.has(PROJECT)).toBe(false);
  });
});

describe('samples', () => {
  const sample = (
    source: string,
    atUs: number,
    metrics: Record<string, number>,
    replicaId: string | null = null,
  ) => ({
    endpointId: ENDPOINT,
    replicaId,
    nodeId: null,
    source,
    sampledAtUs: atUs,
    metrics,
  });
  const gaugesOf = (recorder: Recorder, replicaId = '') =>
    recorder.end(T0 + 20 * S)?.rows.find((row) => row.ownerId === ENDPOINT && row.replicaId === replicaId)
      ?.numbers.gauges ?? {};

  it('of several gateways add up', () => {
    const recorder = recorderOf(fleetWith());
    recorder.sample(sample('a', T0 + 1 * S, { in_flight: 3, waiting: 1 }), T0 + 1 * S);
    recorder.sample(sample('b', T0 + 2 * S, { in_flight: 4, waiting: 0 }), T0 + 2 * S);
    const { in_flight: inFlight, queue_depth: waiting } = gaugesOf(recorder);
    expect(inFlight?.[4]).toBe(7);
    expect(waiting?.[4]).toBe(1);
  });

  it('of agents are told of the replica and of its endpoint, counters as their growth', () => {
    const recorder = recorderOf(fleetWith());
    for (const [n, total] of [10, 12, 1].entries())
      recorder.sample(
        sample(
          'node',
          T0 + n * 2 * S,
          { cpu_seconds_total: total, GPUUtilization: 50 + n },
          'repl-00000000000a',
        ),
        T0 + 9 * S,
      );
    const gauges = gaugesOf(recorder, 'repl-00000000000a');
    expect(gauges['cpu_cores']).toMatchObject([1.5, 2, 0.5, 1, 0.5, T0 + 4 * S]);
    expect(gauges['gpu_utilization_ratio']?.[4]).toBeCloseTo(0.52);
  });

  it('from the future are of now, and those of strangers are nobody’s', () => {
    const recorder = recorderOf(fleetWith());
    recorder.sample(sample('a', T0 + 900 * S, { in_flight: 2 }), T0 + 1 * S);
    recorder.sample({ ...sample('a', T0, { in_flight: 2 }), endpointId: 'endpt-00000000000f' }, T0 + 1 * S);
    expect(recorder.end(T0 + 20 * S)?.rows.map(({ ownerId, atUs }) => [ownerId, atUs])).toEqual([
      [ENDPOINT, T0],
      [PROJECT, T0],
    ]);
  });
});

describe('the log', () => {
  const started = (wasReadyAtUs: number): Parameters<typeof event>[] => [
    ['ReplicaRequested', { endpointId: ENDPOINT, replicaId: 'repl-00000000000a' }, T0 + 1 * S, 2],
    ['ReplicaPlaced', { endpointId: ENDPOINT, replicaId: 'repl-00000000000a' }, T0 + 2 * S, 3],
    [
      'ReplicaStarted',
      { endpointId: ENDPOINT, replicaId: 'repl-00000000000a', startedAtUs: T0 + 4 * S },
      T0 + 4 * S,
      4,
    ],
    [
      'ReplicaReady',
      { endpointId: ENDPOINT, replicaId: 'repl-00000000000a', readyAtUs: wasReadyAtUs },
      T0 + 9 * S,
      5,
    ],
  ];

  it('says how long a start took, and its parts, once', () => {
    const fleet = fleetWith(...started(T0 + 8 * S));
    const recorder = recorderOf(fleet);
    const { times } = recorder.end(T0 + 20 * S)?.rows[0]?.numbers ?? NO_NUMBERS;
    expect(Object.fromEntries(Object.entries(times).map(([what, { sumUs }]) => [what, sumUs / S]))).toEqual({
      cold_start: 7,
      placing: 1,
      pulling: 2,
      loading: 4,
    });
    expect(recorder.end(T0 + 40 * S)?.rows).toEqual([]);
    expect(recorderOf(fleet, 5).end(T0 + 20 * S)?.rows).toEqual([]);
  });

  it('says which replicas there are, and which ended without anybody’s wish', () => {
    const fleet = fleetWith(...started(T0 + 8 * S));
    const recorder = recorderOf(fleet, 5);
    recorder.look(T0 + 10 * S, true, nothing);
    fleet.apply(
      event(
        'ReplicaStopped',
        { endpointId: ENDPOINT, replicaId: 'repl-00000000000a', cause: 'exited' },
        T0 + 11 * S,
        6,
      ),
    );
    recorder.look(T0 + 12 * S, true, () => ({ usdPerHour: 0, usdToday: 0 }));
    const rows = recorder.end(T0 + 25 * S)?.rows ?? [];
    expect(rows[0]?.numbers).toMatchObject({ counts: { restarts: 1 } });
    expect(rows[0]?.numbers.gauges['ready_replicas']?.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(rows[0]?.numbers.gauges['cost_usd_today']).toBeUndefined();
  });
});

describe('what was watched', () => {
  it('is told by step, without the time in which nobody could listen', () => {
    const recorder = recorderOf(fleetWith());
    for (let second = 0; second <= 20; second++)
      recorder.look(T0 + second * S, second < 5 || second > 9, nothing);
    expect(recorder.end(T0 + 24 * S)?.watched).toEqual(
      new Map([
        [T0, { us: 4 * S, looks: 5 }],
        [T0 + STEP_US, { us: 10 * S, looks: 10 }],
      ]),
    );
  });
});

describe('steps', () => {
  it('are a coarser one together, and more than that nothing', () => {
    const recorder = recorderOf(fleetWith());
    const records = Array.from({ length: 60 }, (_, n) =>
      requestRecord({ atMs: T0 / 1000 + n * 1000, durationMs: n, endpointId: ENDPOINT }),
    );
    take(recorder, records, 1, T0 + 60 * S);
    const rows = recorder.end(T0 + 100 * S)?.rows ?? [];
    const [whole] = rolledUp(
      rows.filter(({ ownerId }) => ownerId === ENDPOINT),
      T0,
    );
    expect(rows.length).toBeGreaterThan(6);
    expect(whole?.numbers.counts['requests']).toBe(60);
    expect(whole?.numbers.times['latency']?.sumUs).toBe(1000 * (59 * 30));
  });
});
