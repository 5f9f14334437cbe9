import { PHASES, USUAL_PLAN } from '@tidegate/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointOf } from '../metering/endpoint.ts';
import { type EndpointFact, type EndpointTraces, withEndpointEvent } from '../metering/endpoint-traces.ts';
import { type Holding, type ReplicaFact, type Traces, holdingOf, withEvent } from '../metering/holding.ts';
import { PlanCard, planOf } from '../plans/plan-card.ts';
import { RateCard, rateOf } from '../rates/rate-card.ts';
import { asked, domain, idled, occupied } from '../rating/endpoint-facts.spec-helper.ts';
import {
  UTC,
  billOf,
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
} from '../rating/facts.spec-helper.ts';
import { coverageIn, replicasInDetail, standingInDetail } from './detailed-lines.ts';
import { piecesOf } from './piece.ts';
import type { DetailedLine } from './stretch.ts';

const S = 1_000_000;
const NOW_US = 400 * S;
const TURNS = { ready, slept, woken, draining, resumed };

const secondsUpTo = (max: number) => fc.nat({ max }).map((seconds) => seconds * S);
const lives = fc.record({
  placedUs: fc.option(secondsUpTo(200)),
  startedUs: secondsUpTo(250),
  stoppedUs: fc.option(secondsUpTo(400)),
  neverReady: fc.boolean(),
  hardwareId: fc.constantFrom('h100-1x', 'l4-1x'),
  turns: fc.array(
    fc.record({
      kind: fc.constantFrom('ready', 'slept', 'woken', 'draining', 'resumed'),
      atUs: secondsUpTo(500),
    }),
    { maxLength: 5 },
  ),
});
const worlds = fc.record({
  lives: fc.array(lives, { maxLength: 4 }),
  idle: fc.array(fc.tuple(secondsUpTo(400), fc.boolean()), { maxLength: 4 }),
  isReserved: fc.boolean(),
  takesAsync: fc.boolean(),
  diskMib: fc.option(fc.integer({ min: 1, max: 4096 })),
  prices: fc.array(fc.record({ fromUs: secondsUpTo(300), price: fc.nat({ max: 4_000_000_000 }) }), {
    maxLength: 3,
  }),
  plans: fc.array(
    fc.record({
      fromUs: secondsUpTo(300),
      loading: fc.integer({ min: 0, max: 1000 }),
      idle: fc.integer({ min: 0, max: 1000 }),
      pulling: fc.integer({ min: 0, max: 1000 }),
      failedStart: fc.integer({ min: 0, max: 1000 }),
    }),
    { maxLength: 2 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const factsOf = ({ lives, idle, isReserved, takesAsync, diskMib, prices, plans }: World) => {
  const replicas: ReplicaFact[] = lives.flatMap((life, n) => {
    const id = `repl-00000000000${String(n)}`;
    const { hardwareId } = life;
    return [
      ...(life.placedUs === null ? [] : [placed(id, { atUs: life.placedUs, hardwareId })]),
      started(id, { atUs: life.startedUs, hardwareId }),
      ...life.turns.map(({ kind, atUs }) => TURNS[kind](id, { atUs })),
      ...(life.stoppedUs === null
        ? []
        : [stopped(id, { atUs: life.stoppedUs, neverReady: life.neverReady })]),
    ];
  });
  const endpoint: EndpointFact[] = [
    asked({
      atUs: 0,
      minReplicas: 1,
      takesAsync,
      ...(diskMib !== null && { diskMib }),
      ...(isReserved && { committedUntil: new Date(300_000).toISOString() }),
    }),
    domain('DomainVerified', 'a.example.com', { atUs: 20 * S }),
    ...idle.map(([atUs, isIdle]) => (isIdle ? idled({ atUs }) : occupied({ atUs }))),
  ];
  const rates = ['h100-1x', 'l4-1x', 'storage-gib', 'custom-domain'].flatMap((sku) =>
    prices.map(({ fromUs, price }, n) => published({ sku, fromUs, price, version: n + 1 })),
  );
  const ofPlans = plans.map(({ fromUs, failedStart, ...weights }, n) => {
    const phases = { ...USUAL_PLAN.phases, ...weights };
    return planned({ fromUs, version: n + 1, plan: { ...USUAL_PLAN, phases, failedStart } });
  });
  return { replicas, endpoint, rates, plans: ofPlans };
};

const inDetail = (world: World): DetailedLine[] => {
  const facts = factsOf(world);
  const traces = new Map<string, Traces>();
  for (const fact of facts.replicas)
    traces.set(fact.data.replicaId, withEvent(traces.get(fact.data.replicaId), fact));
  const holdings = [...traces.values()]
    .map(holdingOf)
    .filter((holding): holding is Holding => holding !== null);
  const known = facts.endpoint.reduce<EndpointTraces | undefined>(withEndpointEvent, undefined);
  const endpoint = endpointOf(known!);
  const card = {
    rates: new RateCard(facts.rates.map(rateOf)),
    plans: new PlanCard(facts.plans.map(planOf)),
    calendar: UTC,
  };
  const coverage = coverageIn(endpoint, holdings, NOW_US);
  return [
    ...replicasInDetail(endpoint, holdings, { card, coverage, nowUs: NOW_US }),
    ...standingInDetail(endpoint, { card, nowUs: NOW_US }),
  ];
};

const keyOf = ({ sourceId, sku, fromUs }: { sourceId: string; sku: string; fromUs: number }) =>
  `${sourceId} ${sku} ${String(fromUs).padStart(12, '0')}`;
const byKey = (a: Parameters<typeof keyOf>[0], b: Parameters<typeof keyOf>[0]) =>
  keyOf(a) < keyOf(b) ? -1 : 1;

describe('lines in detail', () => {
  it('are the lines of the bill, and what happens in them adds up to them', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { replicas, endpoint, rates, plans } = factsOf(world);
        const bill = billOf([...replicas, ...endpoint, ...rates, ...plans], NOW_US).sort(byKey);
        const lines = inDetail(world).sort(byKey);
        expect(lines.map(keyOf)).toEqual(bill.map(keyOf));
        for (const [n, { stretches, ...line }] of lines.entries()) {
          // What a commitment paid for is not asked of it here.
          if (line.kind !== 'commitment') expect(line).toEqual(bill[n]);
          const pieces = [...piecesOf({ ...line, stretches }, [])];
          const sum = (of: (piece: (typeof pieces)[number]) => bigint) =>
            pieces.reduce((total, piece) => total + of(piece), 0n);
          expect(sum(({ costNanoUsd }) => costNanoUsd)).toBe(line.costNanoUsd);
          expect(sum(({ weightedUsThousandths }) => weightedUsThousandths)).toBe(line.weightedUsThousandths);
          expect(sum(({ heldUs }) => heldUs)).toBe(line.heldUs);
          expect(sum(({ gpuThousandthsUs }) => gpuThousandthsUs)).toBe(line.gpuThousandthsUs);
          if (line.kind !== 'usage') continue;
          expect(sum(({ coveredUs }) => coveredUs)).toBe(line.coveredUs);
          for (const phase of PHASES)
            expect(sum((piece) => (piece.phase === phase ? piece.heldUs : 0n))).toBe(line.phaseUs[phase]);
        }
      }),
      { numRuns: 120 },
    );
  });
});
