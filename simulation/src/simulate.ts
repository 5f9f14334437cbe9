import { Logger } from '@nestjs/common';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';
import { type Faults, World } from './world.ts';

export type Outcome = Readonly<{
  /** Of the whole log: equal for equal plans. */
  fingerprint: string;
  log: readonly Recorded<AnyEvent>[];
  virtualSeconds: number;
}>;

/**
 * Lives through a plan.
 * @throws Broken when a promise is broken
 */
export const simulate = async (plan: Plan, faults: Faults = {}): Promise<Outcome> => {
  Logger.overrideLogger(false);
  const world = new World(plan, faults);
  await world.run();
  world.check();
  const fingerprint = createHash('sha256').update(JSON.stringify(world.log)).digest('hex');
  return { fingerprint, log: world.log, virtualSeconds: world.seconds };
};
