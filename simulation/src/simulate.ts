import { Logger } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';
import { type Faults, World } from './world.ts';

export type Outcome = Readonly<{
  log: readonly Recorded<AnyEvent>[];
  virtualSeconds: number;
}>;

/** Equal for equal logs, and so for equal plans. */
export const fingerprintOf = ({ log }: Outcome): string =>
  createHash('sha256').update(JSON.stringify(log)).digest('hex');

/**
 * Lives through a plan.
 * @throws Broken when a promise is broken
 */
export const simulate = async (plan: Plan, faults: Faults = {}): Promise<Outcome> => {
  Logger.overrideLogger(false);
  const world = new World(plan, faults);
  await world.run();
  world.check();
  const { log, seconds: virtualSeconds } = world;
  return { log, virtualSeconds };
};
