import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemoryEventStore, testService, type TestService } from '@tidegate/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { type Cause, causeOf } from '../cause.ts';
import { Conflict, EventStore } from './event.store.ts';
import { aCause, pause, rate, serviceOf, upTo } from './eventing.spec-helper.ts';
import type { WantedHistory } from './wanted-history.ts';

const [PROJECT, OTHERS] = ['proj-00000000000a', 'proj-00000000000b'];
const ENDPOINTS = ['endpt-00000000000a', 'endpt-00000000000b', 'endpt-00000000000c'];
const started = (n: number) => ({
  type: n % 2 === 0 ? 'EndpointDeleted' : 'EndpointStartRequested',
  data: { endpointId: ENDPOINTS[n % 3]!, projectId: n % 3 === 2 ? OTHERS : PROJECT, name: 'chat' },
});

let app: TestService;
const memory = new MemoryEventStore();
beforeAll(async () => {
  app = await testService({ service: 'specs', module: serviceOf({}) });
});
afterAll(() => app.close());
const real = (): EventStore => app.get(EventStore);

describe.each([
  ['in Postgres', real],
  ['in memory', () => memory.asStore()],
] as const)('a log %s', (_where, log) => {
  it('gives back a stream: all of it, what came since, or a page', async () => {
    const stream = randomUUID();
    await log().append(stream, 0, upTo(5).map(rate), aCause());
    const versions = async (...[after, limit]: [number?, number?]) => {
      const { events, version } = await log().read(stream, after, limit);
      return [events.map((event) => event.version), version];
    };
    expect(await versions()).toEqual([[1, 2, 3, 4, 5], 5]);
    expect(await versions(3)).toEqual([[4, 5], 5]);
    expect(await versions(1, 2)).toEqual([[2, 3], 3]);
    expect(await versions(5, 2)).toEqual([[], 5]);
  });

  it('does a command once, and refuses what was decided on another version', async () => {
    const [stream, cause] = [randomUUID(), aCause()];
    const first = await log().append(stream, 0, [rate(1)], cause);
    expect(await log().append(stream, 'any', [rate(1)], cause)).toEqual({ ...first, outcome: 'duplicate' });
    await expect(log().append(stream, 0, [rate(2)], aCause())).rejects.toBeInstanceOf(Conflict);
    expect(await log().head()).toBe(first.lastPosition);
  });

  it('keeps the state of a long stream, in the form that it has', async () => {
    const stream = randomUUID();
    const kept = { version: 500, state: { count: 500 } };
    expect(await log().keptState(stream, 1)).toBeUndefined();
    await log().keepState(stream, 1, kept);
    expect(await log().keptState(stream, 1)).toEqual(kept);
    expect(await log().keptState(stream, 2)).toBeUndefined();
    await log().keepState(stream, 1, { ...kept, version: 1000 });
    expect(await log().keptState(stream, 1)).toEqual({ ...kept, version: 1000 });
  });

  it('has no history of nothing', async () => {
    await expect(log().history({ types: ['RatePublished'], limit: 10 })).rejects.toThrow('history of what');
  });
});

describe('the history of an endpoint or a project', () => {
  const moments: Date[] = [];
  const positions = new Map<number, number>();
  beforeAll(async () => {
    for (const n of upTo(60)) {
      const cause: Cause = causeOf({
        commandId: randomUUID(),
        actor: n % 4 === 0 ? 'operator' : 'service:scaler',
        requestId: `req-${String(n % 3)}`,
      });
      const { firstPosition } = await real().append(`history-${String(n % 5)}`, 'any', [started(n)], cause);
      const [event] = await real().readLog({ after: firstPosition - 1, limit: 1 });
      memory.now = event!.occurredAt;
      moments.push(memory.now);
      const twin = await memory.append(`history-${String(n % 5)}`, 'any', [started(n)], cause);
      positions.set(twin.firstPosition, firstPosition);
      await pause(1);
    }
  });

  it('is the same in Postgres and in memory, whatever is asked for', async () => {
    const [early, late] = [fc.nat(35), fc.integer({ min: 25, max: 59 })];
    const fields = {
      endpointId: fc.constantFrom(...ENDPOINTS, 'endpt-ffffffffffff'),
      tenantId: fc.constantFrom(PROJECT, OTHERS),
      streamId: fc.constantFrom('history-1', 'history-4', 'history-9'),
      requestId: fc.constantFrom('req-0', 'req-2', 'req-9'),
      types: fc.subarray(['EndpointDeleted', 'EndpointStartRequested', 'RatePublished']),
      actor: fc.constantFrom('operator', 'service:scaler', 'nobody'),
      since: early.map((n) => moments[n]!),
      until: late.map((n) => moments[n]!),
      after: early,
      before: late,
      order: fc.constantFrom('newestFirst' as const, 'oldestFirst' as const),
    };
    const limit = fc.integer({ min: 1, max: 80 });
    // A few at once: all of them together find nothing.
    const wanted = fc
      .tuple(fc.record(fields), limit, fc.subarray(Object.keys(fields), { minLength: 1, maxLength: 4 }))
      .map(([all, most, kept]) => ({
        ...(Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))) as Partial<
          typeof all
        >),
        limit: most,
      }));
    const twins = [...positions];
    const sought = wanted.filter(
      ({ endpointId, tenantId }) => endpointId !== undefined || tenantId !== undefined,
    );
    let found = 0;
    await fc.assert(
      fc.asyncProperty(sought, async ({ after, before, ...rest }) => {
        const page = (side: 0 | 1): WantedHistory => ({
          ...rest,
          ...(after !== undefined && { after: twins[after]![side] }),
          ...(before !== undefined && { before: twins[before]![side] }),
        });
        const inMemory = await memory.history(page(0));
        const events = await real().history(page(1));
        expect(events.map(({ id }) => id)).toEqual(inMemory.map(({ id }) => id));
        found += events.length;
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('comes newest first unless it is wanted from its beginning, page by page', async () => {
    const [endpointId] = ENDPOINTS;
    const newest = await real().history({ endpointId, limit: 100 });
    expect(newest).toHaveLength(20);
    const pages: number[] = [];
    for (let after = 0, length = 7; length === 7; after = pages.at(-1) ?? 0) {
      const page = await real().history({ endpointId, order: 'oldestFirst', after, limit: 7 });
      pages.push(...page.map(({ position }) => position));
      length = page.length;
    }
    expect(pages).toEqual(newest.map(({ position }) => position).reverse());
  });
});
