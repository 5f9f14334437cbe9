export * from './offer.ts';
export { Placer, type Held, type Verdict } from './placer.ts';
export type { Policy } from './policy.ts';
export { GPUS_PER_NODE, Pool } from './pool.ts';
export { Potential } from './potential.ts';
export { Shapes, type Shape } from './shape.ts';
export { allows, shareSlot, wholeSlots } from './gpus.ts';
export { fairOrder, type Waiting } from './queue.ts';
export { Spread } from './spread.ts';
