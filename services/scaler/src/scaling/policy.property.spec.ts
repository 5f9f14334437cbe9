import type { ScalingInputs, ScalingSpec } from '@tidegate/contracts';
import { conclude } from '@tidegate/scaling';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from './decide.ts';
import { Life, type Moment } from './endpoint.spec-helper.ts';

const scalings = fc
  .record({
    minReplicas: fc.integer({ min: 0, max: 4 }),
    room: fc.integer({ min: 0, max: 12 }),
    target: fc.integer({ min: 1, max: 12 }),
    rateTarget: fc.option(fc.integer({ min: 1, max: 20 })),
    idleTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 90 })),
    initialCooldownSeconds: fc.integer({ min: 0, max: 60 }),
    waitPrice: fc.constantFrom('lean' as const, 'balanced' as const, 'fast' as const),
  })
  .map(
    ({
      room,
      target,
      rateTarget,
      ...rest
    }): Partial<ScalingSpec> & { maxReplicas: number; minReplicas: number } => ({
      ...rest,
      maxReplicas: Math.max(1, rest.minReplicas + room),
      rules: [
        { metric: 'concurrency', target },
        ...(rateTarget === null ? [] : [{ metric: 'requestsPerSecond', target: rateTarget }]),
      ],
    }),
  );
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
      Array.from({ length: seconds }, (): Moment => moment ?? { inFlight: 0, waiting: 0, requests: 0 }),
    ),
  );

const lived = (scaling: Partial<ScalingSpec>, traffic: readonly Moment[]): [Life, Decision[]] => {
  const life = new Life(scaling);
  for (const moment of traffic) life.pass(moment);
  return [life, life.decisions];
};

describe('scaling, whatever the traffic', () => {
  it('stays within the bounds and says what happened', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        let current = 0;
        for (const { from, to, cause, text, inputs } of lived(scaling, traffic)[1]) {
          expect(from).toBe(current);
          expect(to).toBeLessThanOrEqual(scaling.maxReplicas);
          expect(to).toBeGreaterThanOrEqual(scaling.minReplicas);
          expect(cause === 'idle').toBe(to === 0);
          expect(cause === 'wake').toBe(from === 0 && (inputs?.waiting ?? 0) > 0);
          expect(text.startsWith(`${String(from)} → ${String(to)}: `)).toBe(true);
          current = to;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('comes to the same count again from the inputs it recorded', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        const [life, decisions] = lived(scaling, traffic);
        for (const { to, inputs } of decisions) {
          const kept = JSON.parse(JSON.stringify(inputs)) as ScalingInputs;
          expect(conclude(kept, life.tracked.scaling).desired).toBe(to);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('sleeps only when nothing is in flight or waiting, after a whole idle time and cooldown', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        for (const { cause, inputs } of lived(scaling, traffic)[1])
          if (cause === 'idle' && inputs) {
            expect(inputs.inFlight + inputs.waiting).toBe(0);
            expect(inputs.idleSeconds ?? Infinity).toBeGreaterThanOrEqual(
              scaling.idleTimeoutSeconds ?? inputs.rest.keepSeconds,
            );
            expect(inputs.secondsSinceWake ?? Infinity).toBeGreaterThanOrEqual(
              scaling.initialCooldownSeconds ?? 0,
            );
          }
      }),
      { numRuns: 40 },
    );
  });

  it('lets no wake follow another without a sleep between', () => {
    fc.assert(
      fc.property(scalings, traffics, (scaling, traffic) => {
        const asleepOrNot = lived({ ...scaling, minReplicas: 0 }, traffic)[1]
          .map(({ cause }) => cause)
          .filter((cause) => cause === 'wake' || cause === 'idle');
        asleepOrNot.forEach((cause, n) => {
          expect(cause).toBe(n % 2 === 0 ? 'wake' : 'idle');
        });
      }),
      { numRuns: 40 },
    );
  });
});
