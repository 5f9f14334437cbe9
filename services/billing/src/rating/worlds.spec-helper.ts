import { PHASES, type Phase, type Plan } from '@tidegate/contracts';
import fc from 'fast-check';
import { TURNS } from '../metering/holding.ts';
import { Calendar, type Month } from '../periods/calendar.ts';
import type { BillingFact } from './bill.ts';
import { asked, deleted, domain, idled, occupied } from './endpoint-facts.spec-helper.ts';
import {
  draining,
  placed,
  planned,
  published,
  ready,
  resumed,
  slept,
  started,
  stopped,
  woken,
} from './facts.spec-helper.ts';

/** Worlds so small that every step of time can be looked at by itself. What is recorded with an event's date has whole milliseconds. */
export const STEP_US = 250;
export const END_US = 15_000;
export const ENDPOINTS = ['endpt-000000000001', 'endpt-000000000002'] as const;
export const SKUS = ['h100-1x', 'l4-1x', 'custom-domain', 'storage-gib'] as const;
const PROJECT = 'proj-000000000001';

/** Its months are 3.5 ms long. */
export class TinyCalendar extends Calendar {
  constructor(readonly monthUs = 3500) {
    super('UTC');
  }

  override monthAt(atUs: number): Month {
    const nth = Math.floor(atUs / this.monthUs);
    const period = `${String(2000 + Math.floor(nth / 12))}-${String((nth % 12) + 1).padStart(2, '0')}`;
    return { period, fromUs: nth * this.monthUs, toUs: (nth + 1) * this.monthUs };
  }
}

const anyUs = fc.nat({ max: END_US / STEP_US }).map((steps) => steps * STEP_US);
const wholeMs = fc.nat({ max: END_US / 1000 }).map((ms) => ms * 1000);
const hardware = fc.nat({ max: 1 });
const endpoint = fc.nat({ max: 1 });

const lives = fc.record({
  endpoint,
  hardware,
  placedUs: fc.option(wholeMs),
  startedUs: fc.option(anyUs, { freq: 6 }),
  heldUs: fc.option(
    fc.nat({ max: 40 }).map((steps) => steps * STEP_US),
    { freq: 4 },
  ),
  turns: fc.array(fc.record({ kind: fc.constantFrom(...TURNS), us: anyUs, ms: wholeMs }), { maxLength: 8 }),
  gpuCount: fc.nat({ max: 3 }),
  gpuThousandths: fc.integer({ min: 1, max: 1000 }),
  vcpuMillis: fc.integer({ min: 1, max: 8000 }),
  neverReady: fc.boolean(),
  revision: fc.integer({ min: 1, max: 3 }),
});
export type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

const revisions = fc.record({
  endpoint,
  hardware,
  atUs: wholeMs,
  minReplicas: fc.nat({ max: 2 }),
  committedUntilMs: fc.option(fc.nat({ max: 18 })),
  takesAsync: fc.boolean(),
  diskMib: fc.option(fc.nat({ max: 3000 }).map((mib) => mib + 1)),
});
const weights = fc.constantFrom(0, 333, 500, 1000);
const plans: fc.Arbitrary<Plan> = fc.record({
  phases: fc.record(
    Object.fromEntries(PHASES.map((phase) => [phase, weights])) as Record<Phase, typeof weights>,
  ),
  failedStart: weights,
  asyncIdleIsFree: fc.boolean(),
  committed: weights,
  mustPrepay: fc.constant(false),
});

const parts = {
  lives: fc.array(lives, { minLength: 1, maxLength: 5 }),
  /** In the order of their revisions. */
  revisions: fc.array(revisions, { maxLength: 5 }),
  idle: fc.array(fc.record({ endpoint, atUs: anyUs, isIdle: fc.boolean() }), { maxLength: 6 }),
  domains: fc.array(
    fc.record({
      endpoint,
      name: fc.constantFrom('a.example', 'b.example'),
      atUs: wholeMs,
      isVerified: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  deletedUs: fc.option(wholeMs, { freq: 1, nil: null }),
  prices: fc.array(
    fc.record({
      sku: fc.constantFrom(...SKUS),
      fromUs: anyUs,
      // Some are half a nano-dollar for each step of time.
      price: fc.oneof(fc.integer({ min: 0, max: 40_000_000_000 }), fc.constantFrom(7_200_000, 21_600_000)),
    }),
    { maxLength: 8 },
  ),
  plans: fc.array(fc.record({ isOwn: fc.boolean(), fromUs: anyUs, plan: plans }), { maxLength: 4 }),
};
export const worlds = fc.record(parts);
export type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

export const replicaOf = (n: number): string => `repl-${String(n)}`;
export const stopUs = ({ placedUs, startedUs, heldUs }: Life): number | null =>
  heldUs === null ? null : Math.min(END_US, Math.max(placedUs ?? 0, startedUs ?? 0) + heldUs);

const EVENT_OF = { slept, woken, ready, draining, resumed } as const;
/** Moments of the control plane are dates of events. */
export const turnUs = ({ kind, us, ms }: Life['turns'][number]): number =>
  kind === 'slept' || kind === 'ready' ? us : ms;

const lifeFacts = (life: Life, n: number): BillingFact[] => {
  const { endpoint: own, hardware: flavour, placedUs, startedUs, turns, neverReady, revision } = life;
  const whose = { endpointId: ENDPOINTS[own]!, revision };
  const held = {
    ...whose,
    hardwareId: SKUS[flavour]!,
    gpuCount: life.gpuCount,
    gpuThousandths: life.gpuThousandths,
    vcpuMillis: life.vcpuMillis,
  };
  const id = replicaOf(n);
  const endUs = stopUs(life);
  return [
    ...(placedUs === null ? [] : [placed(id, { ...held, atUs: placedUs })]),
    ...(startedUs === null ? [] : [started(id, { ...held, atUs: startedUs })]),
    ...turns.map((turn) => EVENT_OF[turn.kind](id, { ...whose, atUs: turnUs(turn) })),
    ...(endUs === null ? [] : [stopped(id, { ...whose, atUs: endUs, neverReady })]),
  ];
};

export const revisionsOf = ({ revisions: all }: World, own: number) =>
  all.filter((each) => each.endpoint === own).map((each, nth) => ({ ...each, revision: nth + 1 }));

const endpointFacts = (world: World, own: number): BillingFact[] => {
  const endpointId = ENDPOINTS[own]!;
  return [
    ...revisionsOf(world, own).map(({ hardware: flavour, committedUntilMs, diskMib, ...rest }) =>
      asked({
        ...rest,
        endpointId,
        hardwareId: SKUS[flavour]!,
        ...(committedUntilMs !== null && { committedUntil: new Date(committedUntilMs).toISOString() }),
        ...(diskMib !== null && { diskMib }),
      }),
    ),
    ...world.idle
      .filter((each) => each.endpoint === own)
      .map(({ isIdle, atUs }) => (isIdle ? idled : occupied)({ endpointId, atUs })),
    ...world.domains
      .filter((each) => each.endpoint === own)
      .map(({ name, atUs, isVerified }) =>
        domain(isVerified ? 'DomainVerified' : 'DomainReleased', name, { endpointId, atUs }),
      ),
    ...(own === 0 && world.deletedUs !== null ? [deleted({ endpointId, atUs: world.deletedUs })] : []),
  ];
};

/** In the order of their versions. */
export const priceVersions = ({ prices }: Pick<World, 'prices'>) =>
  prices.map(({ fromUs, ...rest }, n) => ({ ...rest, atUs: fromUs, version: n + 1 }));

export const priceFacts = (world: Pick<World, 'prices' | 'plans'>): BillingFact[] => [
  ...priceVersions(world).map(({ atUs, ...rest }) => published({ ...rest, fromUs: atUs })),
  ...world.plans.map(({ isOwn, fromUs, plan }, n) =>
    planned({ plan, fromUs, projectId: isOwn ? PROJECT : null, version: n + 1 }),
  ),
];

export const factsOf = (world: World): BillingFact[] => [
  ...world.lives.flatMap(lifeFacts),
  ...endpointFacts(world, 0),
  ...endpointFacts(world, 1),
  ...priceFacts(world),
];
