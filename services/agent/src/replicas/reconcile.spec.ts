import { describe, expect, it } from '@jest/globals';
import { STOP_CAUSES, type StopCause } from '@tidegate/contracts';
import fc from 'fast-check';
import { type Known, reconcile } from './reconcile.ts';

const wanted = (...ids: string[]) => ids.map((replicaId) => ({ replicaId, gpuIndices: [] as number[] }));
const known = (replicaId: string, phase: Known['phase'], settled = false): Known => ({
  replicaId,
  phase,
  settled,
  gpuIndices: [],
  isAsleep: false,
  wakes: 0,
});

const nothing = { start: [], sleep: [], wake: [], stop: [], tellAgain: [] };

describe('a node that must run a replica', () => {
  it('starts it when it does not know it', () => {
    expect(reconcile(wanted('a'), {}, [])).toEqual({ ...nothing, start: wanted('a') });
  });

  it('does nothing about one that lives, ends or has ended', () => {
    const here = [known('a', 'alive'), known('b', 'ending'), known('c', 'ended')];
    expect(reconcile(wanted('a', 'b', 'c'), {}, here)).toEqual(nothing);
  });

  it('tells again of an end that the control plane was told of and has not got', () => {
    expect(reconcile(wanted('a'), {}, [known('a', 'ended', true)]).tellAgain).toEqual(['a']);
  });
});

describe('a node that must not run a replica any more', () => {
  it('stops it, with the cause that it is given', () => {
    const { stop } = reconcile([], { a: 'scaled_down' }, [known('a', 'alive')]);
    expect(stop).toEqual([{ replicaId: 'a', cause: 'scaled_down' }]);
  });

  it('stops it as an orphan when it is given none', () => {
    expect(reconcile([], {}, [known('a', 'alive')]).stop).toEqual([{ replicaId: 'a', cause: 'orphaned' }]);
  });

  it('does not stop it twice', () => {
    expect(reconcile([], {}, [known('a', 'ending'), known('b', 'ended', true)]).stop).toEqual([]);
  });
});

describe('a node that must let a replica sleep', () => {
  const told = (asleep: boolean, wakes = 0) => [{ replicaId: 'a', gpuIndices: [], asleep, wakes }];
  const here = (isAsleep: boolean, wakes = 0) => [{ ...known('a', 'alive'), isAsleep, wakes }];
  it('puts it to sleep once, and wakes it once', () => {
    expect(reconcile(told(true), {}, here(false)).sleep).toEqual([{ replicaId: 'a', wakes: 0 }]);
    expect(reconcile(told(true), {}, here(true))).toEqual(nothing);
    expect(reconcile(told(false, 1), {}, here(true)).wake).toEqual([{ replicaId: 'a', wakes: 1 }]);
    expect(reconcile(told(false, 1), {}, here(false, 1))).toEqual(nothing);
  });
  it('says that it is awake where it never slept, for that is waited for', () => {
    expect(reconcile(told(false, 1), {}, here(false)).wake).toEqual([{ replicaId: 'a', wakes: 1 }]);
  });
  it('is not misled by an answer that was on its way while it was told otherwise', () => {
    expect(reconcile(told(true, 0), {}, here(false, 1))).toEqual(nothing);
    expect(reconcile(told(false, 0), {}, here(true))).toEqual(nothing);
  });
  it('does not start what is to sleep, nor wakes what is to end', () => {
    expect(reconcile(told(true), {}, [])).toEqual(nothing);
    expect(reconcile(told(false, 1), {}, [{ ...known('a', 'ending'), isAsleep: true }])).toEqual(nothing);
  });
});

describe('a GPU that a replica must leave', () => {
  const next = { replicaId: 'next', gpuIndices: [1, 2] };
  const leaving = (phase: Known['phase']): Known => ({ ...known('old', phase), gpuIndices: [2] });

  it.each(['alive', 'ending'] as const)(
    'is given to the next one when that one has ended, not while it is %s',
    (phase) => {
      expect(reconcile([next], {}, [leaving(phase)]).start).toEqual([]);
      expect(reconcile([next], {}, [leaving('ended')]).start).toEqual([next]);
    },
  );

  it('keeps nobody from other GPUs', () => {
    const elsewhere = { replicaId: 'next', gpuIndices: [0, 1] };
    expect(reconcile([elsewhere], {}, [leaving('ending')]).start).toEqual([elsewhere]);
  });

  it('is shared by those who are meant to share it', () => {
    const stays = { ...known('stays', 'alive'), gpuIndices: [1] };
    expect(reconcile([next, { replicaId: 'stays', gpuIndices: [1] }], {}, [stays]).start).toEqual([next]);
  });
});

const ids = fc.integer({ min: 0, max: 12 }).map((n) => `r${String(n)}`);
const knowns = fc.uniqueArray(
  fc.record({
    replicaId: ids,
    phase: fc.constantFrom<Known['phase']>('alive', 'ending', 'ended'),
    settled: fc.boolean(),
    gpuIndices: fc.constant<number[]>([]),
    isAsleep: fc.boolean(),
    wakes: fc.nat(3),
  }),
  { selector: ({ replicaId }) => replicaId },
);
const desireds = fc.array(
  fc.record({
    replicaId: ids,
    gpuIndices: fc.constant<number[]>([]),
    asleep: fc.boolean(),
    wakes: fc.nat(3),
  }),
);
const causes = fc.dictionary(ids, fc.constantFrom<StopCause>(...STOP_CAUSES));

describe('whatever is wanted and whatever runs', () => {
  it('nothing is started that is known, and nothing twice', () => {
    fc.assert(
      fc.property(desireds, causes, knowns, (desired, stopCauses, here) => {
        const start = reconcile(desired, stopCauses, here).start.map(({ replicaId }) => replicaId);
        expect(new Set(start).size).toBe(start.length);
        expect(here.filter(({ replicaId }) => start.includes(replicaId))).toEqual([]);
      }),
    );
  });

  it('what is alive afterwards is what is wanted, but for what has its end behind or before it', () => {
    fc.assert(
      fc.property(desireds, causes, knowns, (desired, stopCauses, here) => {
        const { start, stop } = reconcile(desired, stopCauses, here);
        const stopped = new Set(stop.map(({ replicaId }) => replicaId));
        const alive = here.filter(({ replicaId, phase }) => phase === 'alive' && !stopped.has(replicaId));
        const after = [...alive, ...start].map(({ replicaId }) => replicaId);
        const over = new Set(here.filter(({ phase }) => phase !== 'alive').map(({ replicaId }) => replicaId));
        // The last word on a replica counts; one that is to sleep and is not there has ended.
        const last = new Map(desired.map((replica) => [replica.replicaId, replica]));
        const living = new Set(alive.map(({ replicaId }) => replicaId));
        const meant = [...last.values()]
          .filter(({ replicaId, asleep }) => !over.has(replicaId) && (!asleep || living.has(replicaId)))
          .map(({ replicaId }) => replicaId);
        expect(after.toSorted()).toEqual(meant.toSorted());
      }),
    );
  });

  it('nothing is left to do once it is done', () => {
    fc.assert(
      fc.property(desireds, causes, knowns, (desired, stopCauses, here) => {
        const plan = reconcile(desired, stopCauses, here);
        const stopped = new Set(plan.stop.map(({ replicaId }) => replicaId));
        const done = [
          ...here.map((one): Known => {
            const phase = stopped.has(one.replicaId) ? 'ending' : one.phase;
            const [falls, wakes] = [plan.sleep, plan.wake].map((turns) =>
              turns.find(({ replicaId }) => replicaId === one.replicaId),
            );
            const settled = one.settled && !plan.tellAgain.includes(one.replicaId);
            const turned =
              (falls ?? wakes) ? { isAsleep: falls !== undefined, wakes: (falls ?? wakes)!.wakes } : {};
            return { ...one, phase, settled, ...turned };
          }),
          ...plan.start.map(({ replicaId, wakes }) => ({ ...known(replicaId, 'alive'), wakes })),
        ];
        expect(reconcile(desired, stopCauses, done)).toEqual(nothing);
      }),
    );
  });
});
