import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noRoomNeeded, one } from './pool-model.spec-helper.ts';
import { type Wanted, reconcile } from './reconcile.ts';
import { type Absent, takeBack } from './taking-back.ts';

const absent = (id: string, change: Partial<Absent> = {}): Absent => ({
  id,
  revision: 1,
  nodeId: 'node-a',
  state: 'draining',
  sleeps: false,
  readyAtUs: 5,
  node: 'open',
  ...change,
});
const sleeper = (id: string, change: Partial<Absent> = {}): Absent =>
  absent(id, { state: 'asleep', sleeps: true, ...change });
const plan = (change: Partial<Wanted>) =>
  reconcile(
    {
      ...{ desired: 1, scaleCause: 'load', serving: 1, rollout: null, isAborted: false, live: [] },
      ...{ absent: [], nowUs: 0, heldBack: () => 0, ...change },
    },
    noRoomNeeded,
  );

describe('an endpoint that needs more while some drain', () => {
  it('takes those back first, then wakes who sleeps, and asks for the rest', () => {
    const { resume, wake, request } = plan({ desired: 4, absent: [sleeper('s'), absent('a'), absent('b')] });
    expect(resume).toEqual(['a', 'b']);
    expect(wake).toEqual([{ id: 's', nodeId: 'node-a' }]);
    expect(request).toEqual([{ revision: 1, count: 1 }]);
  });
  it('takes back no more than it needs, the longest ready first', () => {
    const both = [absent('young', { readyAtUs: 9 }), absent('old', { readyAtUs: 3 })];
    expect(plan({ absent: both })).toMatchObject({ resume: ['old'], request: [], drain: [] });
  });
  it('takes back nothing of another template, nor on a node where nothing new may come', () => {
    const useless = [
      absent('a', { revision: 2 }),
      absent('b', { node: 'cordoned' }),
      absent('c', { node: 'leaving' }),
    ];
    expect(plan({ absent: useless })).toMatchObject({ resume: [], request: [{ revision: 1, count: 1 }] });
  });
  it('need not wait for a replacement of one that crashed where another one is there', () => {
    expect(plan({ desired: 2, absent: [absent('a')], heldBack: () => 1 })).toMatchObject({
      resume: ['a'],
      request: [],
    });
  });
});

describe('an endpoint with nothing to do that sleeps warm', () => {
  const idle = { desired: 0, scaleCause: 'idle' } as const;
  const ready = (id: string, change = {}) => one(id, 'ready', { canSleep: true, ...change });
  it('keeps one asleep, and the others stop', () => {
    const { drain } = plan({ ...idle, live: [ready('a', { readyAtUs: 9 }), ready('b', { readyAtUs: 3 })] });
    expect(drain).toEqual([
      { id: 'a', cause: 'scaled_down' },
      { id: 'b', cause: 'scaled_down', then: 'sleep' },
    ]);
  });
  it('has nothing to keep where none is ready, or none can sleep', () => {
    for (const live of [[one('a', 'starting', { canSleep: true })], [one('a', 'ready')]])
      expect(plan({ ...idle, live }).drain).toEqual([{ id: 'a', cause: 'scaled_down' }]);
  });
  it('keeps one only', () => {
    const { drain } = plan({ ...idle, live: [ready('a')], absent: [sleeper('s')] });
    expect(drain).toEqual([{ id: 'a', cause: 'scaled_down' }]);
    const two = plan({ ...idle, absent: [sleeper('t', { readyAtUs: 9 }), sleeper('s')] }).drain;
    expect(two).toEqual([{ id: 't', cause: 'scaled_down' }]);
  });
  it.each([
    ['stop', 'endpoint_stopped'],
    ['delete', 'endpoint_deleted'],
    ['failed', 'endpoint_failed'],
    ['manual', 'scaled_down'],
    ['budget', 'scaled_down'],
  ] as const)('keeps nobody when it is told to have none (%s)', (scaleCause, cause) => {
    expect(plan({ desired: 0, scaleCause, live: [ready('a')] }).drain).toEqual([{ id: 'a', cause }]);
    expect(plan({ desired: 0, scaleCause, absent: [sleeper('s')] }).drain).toEqual([{ id: 's', cause }]);
  });
  it('ends who sleeps on a node that must become empty, or of another template', () => {
    const ends = (change: Partial<Absent>) => plan({ ...idle, absent: [sleeper('s', change)] }).drain;
    expect(ends({ node: 'leaving' })).toEqual([{ id: 's', cause: 'node_drained' }]);
    expect(ends({ revision: 2 })).toEqual([{ id: 's', cause: 'replaced' }]);
    expect(ends({ node: 'cordoned' })).toEqual([]);
  });
  it('ends who sleeps when a rollout begins', () => {
    const rollout = { from: 1, to: 2, percent: 100 };
    expect(plan({ ...idle, rollout, absent: [sleeper('s')] }).drain).toEqual([
      { id: 's', cause: 'replaced' },
    ]);
  });
});

describe('fewer replicas', () => {
  it('lets go who starts first, the youngest before the others, and then the least busy', () => {
    const live = [
      one('old', 'ready', { readyAtUs: 1 }),
      one('busy', 'ready', { readyAtUs: 8, spareAt: 1 }),
      one('calm', 'ready', { readyAtUs: 7, spareAt: 0 }),
      one('first', 'starting', { requestedAtUs: 2 }),
      one('last', 'starting', { requestedAtUs: 4 }),
    ];
    const gone = (desired: number) => plan({ desired, live }).drain.map(({ id }) => id);
    expect(gone(4)).toEqual(['last']);
    expect(gone(3)).toEqual(['last', 'first']);
    expect(gone(2)).toEqual(['last', 'first', 'calm']);
    expect(gone(1)).toEqual(['last', 'first', 'calm', 'busy']);
  });
});

describe('whatever is missing and whoever may come back', () => {
  const anyAbsent = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 20 }).map((n) => `r${String(n)}`),
      revision: fc.integer({ min: 1, max: 2 }),
      nodeId: fc.constant('node-a'),
      state: fc.constantFrom('draining' as const, 'asleep' as const),
      sleeps: fc.boolean(),
      readyAtUs: fc.option(fc.nat(20)),
      node: fc.constantFrom('open' as const, 'cordoned' as const, 'leaving' as const, 'lost' as const),
    }),
    { selector: ({ id }) => id },
  );
  const anyMissing = fc.tuple(fc.nat(5), fc.nat(5)).map(([from, to]) => [
    { revision: 1, count: from },
    { revision: 2, count: to },
  ]);

  it('nobody comes twice, nobody comes whom nothing misses, and nothing is missed while somebody may come', () => {
    fc.assert(
      fc.property(anyMissing, anyAbsent, (missing, all) => {
        const { resume, wake, missing: left } = takeBack(missing, all);
        const taken = [...resume, ...wake.map(({ id }) => id)];
        expect(new Set(taken).size).toBe(taken.length);
        for (const { revision, count } of missing) {
          const own = all.filter((each) => each.revision === revision);
          const came = own.filter(({ id }) => taken.includes(id)).length;
          const lacks = left.find((each) => each.revision === revision)?.count;
          expect(came + (lacks ?? 0)).toBe(count);
          const able = own.filter(
            ({ state, node }) => node === 'open' || (state === 'asleep' && node === 'cordoned'),
          );
          expect(came).toBe(Math.min(count, able.length));
        }
      }),
    );
  });

  it('a look that was carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(
        anyAbsent,
        fc.nat(4),
        fc.constantFrom('idle', 'stop', 'load'),
        (all, desired, scaleCause) => {
          const own = all.filter(({ revision }) => revision === 1);
          const first = plan({ desired, scaleCause, absent: own });
          const back = new Set([...first.resume, ...first.wake.map(({ id }) => id)]);
          const gone = new Set(first.drain.map(({ id }) => id));
          const live = [
            ...[...back].map((id) => one(id, 'ready', { canSleep: true })),
            ...Array.from({ length: first.request[0]?.count ?? 0 }, (_, n) =>
              one(`new${String(n)}`, 'ready'),
            ),
          ];
          const left = own.filter(({ id }) => !back.has(id) && !gone.has(id));
          const second = plan({ desired, scaleCause, live, absent: left });
          expect(second).toEqual({ resume: [], wake: [], request: [], cancel: [], drain: [] });
        },
      ),
    );
  });
});
