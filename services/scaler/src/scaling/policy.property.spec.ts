import type { ScalingInputs, ScalingSpec } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Window } from '../observation/window.ts';
import { type Decision, decide } from './decide.ts';
import { inputsOf, type Tracked } from './fleet.ts';

const START_US = 1_700_000_000_000_000;
type Moment = Readonly<{ inFlight: number; waiting: number; requests: number }>;

const scalings = fc
  .record({
    minReplicas: fc.integer({ min: 0, max: 4 }),
    room: fc.integer({ min: 0, max: 12 }),
    target: fc.integer({ min: 1, max: 12 }),
    rateTarget: fc.option(fc.integer({ min: 1, max: 20 })),
    idleTimeoutSeconds: fc.integer({ min: 1, max: 90 }),
    initialCooldownSeconds: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ minReplicas, room, target, rateTarget, ...rest }): ScalingSpec => ({
    mode: 'automatic',
    minReplicas,
    maxReplicas: Math.max(1, minReplicas + room),
    rules: [
      { metric: 'concurrency', target },
      ...(rateTarget === null ? [] : [{ metric: 'requestsPerSecond' as const, target: rateTarget }]),
    ],
    ...rest,
  }));
const moments = fc.record({
  inFlight: fc.integer({ min: 0, max: 60 }),
  waiting: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 })),
  requests: fc.integer({ min: 0, max: 40 }),
});
/** Traffic in stretches, so that there are busy minutes, idle minutes and bursts. */
const traffics = fc
  .array(fc.record({ seconds: fc.integer({ min: 1, max: 90 }), moment: fc.option(moments) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((stretches) =>
    stretches.flatMap(({ seconds, moment }) =>
      Array.from({ length: seconds }, () => moment ?? { inFlight: 0, waiting: 0, requests: 0 }),
    ),
  );

const tracked = (scaling: ScalingSpec, current: number): Tracked => ({
  endpointId: 'endpt-000000000001',
  projectId: 'proj-000000000001',
  revision: 1,
  scaling,
  wish: 'serve',
  wishedBy: { id: '', correlationId: '' },
  startsNext: null,
  current,
  version: 0,
  wokenAtUs: null,
  ready: new Set(current > 0 ? ['repl-000000000001'] : []),
  readySinceUs: current > 0 ? START_US : null,
  traffic: { visible: true, version: 0 },
});

/** One evaluation each second; the first replica is ready two seconds after it was asked for. */
const simulate = (scaling: ScalingSpec, traffic: readonly Moment[], current = 0): Decision[] => {
  const endpoint = tracked(scaling, current);
  const window = new Window(122);
  const decisions: Decision[] = [];
  let requestsTotal = 0;
  traffic.forEach(({ requests, ...gauges }, second) => {
    const nowUs = START_US + second * 1_000_000;
    requestsTotal += requests;
    window.add({ source: 'a', atUs: nowUs, ...gauges, requestsTotal });
    if (endpoint.wokenAtUs !== null && nowUs - endpoint.wokenAtUs === 2_000_000)
      endpoint.readySinceUs = nowUs;
    const decision = decide({
      scaling,
      wish: 'serve',
      inputs: inputsOf(endpoint, window.observe(nowUs)),
    });
    if (!decision) return;
    decisions.push(decision);
    if (decision.from === 0) endpoint.wokenAtUs = nowUs;
    if (decision.to === 0) endpoint.readySinceUs = null;
    endpoint.current = decision.to;
  });
  return decisions;
};

const inputsAfter = (scaling: ScalingSpec, traffic: readonly Moment[], current: number): ScalingInputs => {
  const window = new Window(122);
  let requestsTotal = 0;
  traffic.forEach(({ requests, ...gauges }, second) => {
    requestsTotal += requests;
    window.add({ source: 'a', atUs: START_US + second * 1_000_000, ...gauges, requestsTotal });
  });
  const nowUs = START_US + (traffic.length - 1) * 1_000_000;
  return inputsOf(tracked(scaling, current), window.observe(nowUs));
};

describe('scaling, whatever the traffic', () => {
  it('stays within the bounds and says what happened', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        let current = 0;
        for (const { from, to, cause, text, inputs } of simulate(scaling, traffic)) {
          expect(from).toBe(current);
          expect(to).toBeLessThanOrEqual(scaling.maxReplicas);
          expect(to).toBeGreaterThanOrEqual(scaling.minReplicas);
          expect(cause === 'idle').toBe(to === 0);
          expect(cause === 'wake').toBe(from === 0 && (inputs?.waiting ?? 0) > 0);
          expect(text.startsWith(`${String(from)} → ${String(to)}: `)).toBe(true);
          current = to;
        }
      }),
      { numRuns: 80 },
    );
  });

  it('asks for no less when there is more load', () => {
    fc.assert(
      fc.property(
        scalings,
        fc.array(fc.tuple(moments, moments), { minLength: 1, maxLength: 130 }),
        fc.integer({ min: 0, max: 16 }),
        (scaling, pairs, current) => {
          const less = pairs.map(([moment]) => moment);
          const more = pairs.map(([a, b]) => ({
            inFlight: a.inFlight + b.inFlight,
            waiting: a.waiting + b.waiting,
            requests: a.requests + b.requests,
          }));
          const to = (traffic: readonly Moment[]): number =>
            decide({ scaling, wish: 'serve', inputs: inputsAfter(scaling, traffic, current) })?.to ?? current;
          expect(to(more)).toBeGreaterThanOrEqual(to(less));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never oscillates under a constant load', () => {
    fc.assert(
      fc.property(scalings, moments, fc.integer({ min: 0, max: 16 }), (scaling, moment, current) => {
        const busy = { ...moment, inFlight: moment.inFlight + 1 };
        const counts = simulate(
          scaling,
          Array.from({ length: 240 }, () => busy),
          current,
        ).map(({ to }) => to);
        const rises = counts.every((to, n) => n === 0 || to > (counts[n - 1] ?? 0));
        const falls = counts.every((to, n) => n === 0 || to < (counts[n - 1] ?? 0));
        expect(rises || falls).toBe(true);
      }),
      { numRuns: 80 },
    );
  });

  it('lets no wake follow another without a sleep between', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        const asleepOrNot = simulate({ ...scaling, minReplicas: 0 }, traffic)
          .map(({ cause }) => cause)
          .filter((cause) => cause === 'wake' || cause === 'idle');
        asleepOrNot.forEach((cause, n) => expect(cause).toBe(n % 2 === 0 ? 'wake' : 'idle'));
      }),
      { numRuns: 80 },
    );
  });

  it('comes to the same count again from the inputs it recorded', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        for (const { to, inputs } of simulate(scaling, traffic)) {
          const kept = JSON.parse(JSON.stringify(inputs)) as ScalingInputs;
          expect(decide({ scaling, wish: 'serve', inputs: kept })?.to).toBe(to);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('sleeps only after a whole idle timeout without any request', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        for (const { cause, inputs } of simulate(scaling, traffic))
          if (cause === 'idle') {
            expect(inputs?.idleSeconds ?? Infinity).toBeGreaterThanOrEqual(scaling.idleTimeoutSeconds);
            expect(inputs?.secondsSinceWake ?? Infinity).toBeGreaterThanOrEqual(
              scaling.initialCooldownSeconds,
            );
          }
      }),
      { numRuns: 80 },
    );
  });
});
