import fc from 'fast-check';
import { BestFit } from './best-fit.ts';
import type { NodeOffer, Request } from './offer.ts';
import { Placer } from './placer.ts';
import type { Policy } from './policy.ts';
import type { Pool } from './pool.ts';
import { someRequest } from './pools.spec-helper.ts';
import { Potential } from './potential.ts';
import { Spread } from './spread.ts';

export type PolicyOf = (pool: Pool) => Policy;

export const POLICIES: [string, PolicyOf][] = [
  ['pack', (pool) => new Potential(pool)],
  ['best fit', (pool) => new BestFit(pool)],
  ['spread', (pool) => new Spread(pool)],
];

type Step = { put?: Request; end?: number; turn?: number };

/** What is asked of the pool, one after another. */
export const someLife: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ put: someRequest }) },
    { weight: 1, arbitrary: fc.record({ end: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ turn: fc.nat(11) }) },
  ),
  { maxLength: 60 },
);

/** Replicas get the ids h0, h1 and so on, whether they found room or not. */
export const live = (
  policyOf: PolicyOf,
  offers: readonly NodeOffer[],
  life: readonly Step[],
  look: (placer: Placer) => void,
): Placer => {
  const placer = new Placer(offers, policyOf);
  const held: string[] = [];
  for (const step of life) {
    if (step.put) {
      placer.arrived(step.put);
      const place = placer.choose(step.put);
      const id = `h${held.length}`;
      if (place) placer.hold({ id, place, request: step.put, priority: 0 });
      held.push(id);
    } else if (step.end !== undefined) placer.release(held[step.end] ?? '');
    else if (step.turn !== undefined && step.turn < offers.length)
      placer.pool.setClosed(step.turn, placer.pool.open[step.turn] === 0 ? null : 'is cordoned');
    look(placer);
  }
  return placer;
};

/** All amounts that are free, as they are now. */
export const freeIn = ({ pool }: Placer): number[][] =>
  [pool.cpu, pool.memory, pool.disk, pool.free, pool.left].map((column) => [...column]);
