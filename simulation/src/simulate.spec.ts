import { describe, expect, it } from '@jest/globals';
import { type PoolStore, emptyRoom, roomLeft } from '@tidegate/scheduler/simulated';
import fc from 'fast-check';
import { FOUND } from './found-plans.spec-helper.ts';
import { plans } from './plans.spec-helper.ts';
import type { Plan } from './plan.ts';
import { fingerprintOf, simulate } from './simulate.ts';

const HOUR = 3600;
/** More lives, and others, are lived with `TIDEGATE_TEST_LIVES=1000 TIDEGATE_TEST_SEED=7`. */
const LIVES = Number(process.env['TIDEGATE_TEST_LIVES'] ?? 60);
const SEED = Number(process.env['TIDEGATE_TEST_SEED'] ?? 1);

/** A scheduler that counts what drains as free. */
const careless = (pool: PoolStore): PoolStore =>
  Object.assign(Object.create(pool) as PoolStore, {
    rooms: async (tx, cluster) =>
      (await pool.rooms(tx, cluster)).map((room) => ({
        ...roomLeft(
          emptyRoom(room),
          room.held.filter(({ isDraining }) => isDraining !== true),
        ),
        claims: room.claims,
      })),
  } satisfies Pick<PoolStore, 'rooms'>);

describe('a world with any trouble', () => {
  it('keeps every promise', async () => {
    await fc.assert(
      fc.asyncProperty(plans(HOUR), async (plan) => {
        await simulate(plan);
      }),
      { numRuns: LIVES, seed: SEED },
    );
  }, 900_000);

  it.each(FOUND)('keeps them where %s', async (_, plan) => {
    await simulate(plan);
  });

  it('is the same for the same plan', async () => {
    await fc.assert(
      fc.asyncProperty(plans(HOUR), async (plan) => {
        const [one, other] = [await simulate(plan), await simulate(plan)];
        expect(fingerprintOf(one)).toBe(fingerprintOf(other));
        expect(one.log.length).toBeGreaterThan(2);
      }),
      { numRuns: 8, seed: SEED },
    );
  }, 300_000);
});

describe('a scheduler that gives away what still drains', () => {
  it('is found, and what led to it is shrunk to a few things', async () => {
    const run = await fc.check(
      fc.asyncProperty(plans(HOUR / 6), async (plan) => {
        await simulate(plan, { spoil: careless });
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(run.failed).toBe(true);
    const [plan] = run.counterexample as [Plan];
    expect(String(run.errorInstance)).toMatch(/given twice|is held|too (many|much)|more than it has/);
    expect(plan.machines.length).toBeLessThanOrEqual(2);
    expect(plan.endpoints.length + plan.trouble.length).toBeLessThanOrEqual(4);
  }, 600_000);
});
