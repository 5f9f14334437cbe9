import { describe, expect, it } from '@jest/globals';
import { biggestOf, startOf, timelineOf } from './timeline.ts';

const event = (position: number, type: string, seconds: number, data: object = {}) => ({
  position,
  type,
  at: new Date(seconds * 1000).toISOString(),
  data: { replicaId: 'repl-1', revision: 2, ...data },
});
const START = [
  event(1, 'ReplicaRequested', 10),
  event(2, 'ReplicaPlaced', 11, { nodeId: 'node-1' }),
  event(3, 'ReplicaStarted', 99, { startedAtUs: 13_000_000 }),
  event(4, 'ReplicaReady', 99, { readyAtUs: 20_000_000 }),
];

describe('a replica’s row', () => {
  it('has its phases without gap, by the node’s clock where there is one', () => {
    const [row] = timelineOf([...START].reverse(), 30_000);
    expect(row).toMatchObject({ replicaId: 'repl-1', revision: 2, nodeId: 'node-1' });
    expect(row?.stretches).toEqual([
      { phase: 'queued', fromMs: 10_000, toMs: 11_000 },
      { phase: 'pulling', fromMs: 11_000, toMs: 13_000 },
      { phase: 'loading', fromMs: 13_000, toMs: 20_000 },
      { phase: 'ready', fromMs: 20_000, toMs: 30_000 },
    ]);
  });

  it('goes to sleep, wakes, is taken back and ends', () => {
    const [row] = timelineOf(
      [
        ...START,
        event(5, 'ReplicaDraining', 30, { then: 'sleep' }),
        event(6, 'ReplicaSlept', 99, { sleptAtUs: 31_000_000 }),
        event(7, 'ReplicaWakeRequested', 40),
        event(8, 'ReplicaReady', 99, { readyAtUs: 42_000_000 }),
        event(9, 'ReplicaDraining', 50),
        event(10, 'ReplicaResumed', 51),
        event(11, 'ReplicaStopped', 99, { stoppedAtUs: 60_000_000, cause: 'node_lost', neverReady: false }),
      ],
      99_000,
    );
    expect(row?.stretches.map(({ phase }) => phase).slice(3)).toEqual([
      'ready',
      'draining',
      'asleep',
      'waking',
      'ready',
      'draining',
      'ready',
    ]);
    expect(row?.end).toEqual({ atMs: 60_000, cause: 'node_lost', neverReady: false });
  });

  it('says why it waits until it has a place', () => {
    const waiting = [event(1, 'ReplicaRequested', 10), event(2, 'ReplicaDelayed', 11, { message: 'no GPU' })];
    expect(timelineOf(waiting, 20_000)[0]?.delay).toBe('no GPU');
    expect(timelineOf([...waiting, event(3, 'ReplicaPlaced', 12)], 20_000)[0]).not.toHaveProperty('delay');
  });

  it('never runs backwards when clocks differ', () => {
    const [row] = timelineOf(
      [event(1, 'ReplicaPlaced', 20), event(2, 'ReplicaStarted', 21, { startedAtUs: 5_000_000 })],
      30_000,
    );
    expect(row?.stretches).toEqual([{ phase: 'loading', fromMs: 20_000, toMs: 30_000 }]);
  });

  it('leaves out what is not about a replica, and puts the newest first', () => {
    const rows = timelineOf(
      [
        event(1, 'ReplicaRequested', 1),
        { ...event(2, 'ScaleDecided', 2), data: { to: 1 } },
        event(3, 'ReplicaRequested', 3, { replicaId: 'repl-2' }),
      ],
      5_000,
    );
    expect(rows.map(({ replicaId }) => replicaId)).toEqual(['repl-2', 'repl-1']);
  });
});

describe('a start', () => {
  it('has parts that begin at zero, and a biggest one', () => {
    const row = timelineOf(START, 30_000)[0];
    const parts = row ? startOf(row) : [];
    expect(parts).toEqual([
      { phase: 'queued', fromMs: 0, ms: 1000 },
      { phase: 'pulling', fromMs: 1000, ms: 2000 },
      { phase: 'loading', fromMs: 3000, ms: 7000 },
    ]);
    expect(biggestOf(parts)).toMatchObject({ part: { phase: 'loading' }, share: 0.7 });
    expect(biggestOf([])).toBeNull();
  });
});
