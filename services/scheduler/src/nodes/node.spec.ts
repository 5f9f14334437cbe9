import { describe, expect, it } from '@jest/globals';
import { type EventNamed, Refusal } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import fc from 'fast-check';
import { type Node, type NodeCommand, type NodeEvent, node } from './node.ts';
import type { Sighting } from './sighting.ts';

const nodeId = 'node-00000000000a';
const sighting: Sighting = {
  nodeId,
  cluster: 'local',
  bootId: 'boot-1',
  hostname: 'box',
  address: '127.0.0.1',
  capacity: { vcpuMillis: 4000, memoryMib: 8000, diskMib: 100_000, gpus: [] },
  driver: 'process',
  labels: { zone: 'a', rack: '7' },
  taints: ['spot', 'slow'],
  zone: null,
};
/** Nothing is on it. */
const BARE: Readonly<{ runs: number; holds: number }> = { runs: 0, holds: 0 };
const see = (change: Partial<Sighting> = {}, monotonicUs = 5_000) =>
  ({
    type: 'SeeNode',
    sighting: { ...sighting, ...change },
    monotonicUs,
    nowUs: 1_000_000,
    ...BARE,
  }) as const;
const seeWith = (there: Partial<typeof BARE>, change: Partial<Sighting> = {}) => ({
  ...see(change),
  ...there,
});
const registered = (
  change: Partial<EventNamed<'NodeRegistered'>['data']> = {},
): EventNamed<'NodeRegistered'> => ({
  type: 'NodeRegistered',
  data: { ...sighting, clockOffsetUs: 995_000, ...change },
});
const lost: EventNamed<'NodeLost'> = { type: 'NodeLost', data: { nodeId, lastSeenAtUs: 900_000 } };

describe('a node nobody knows', () => {
  it('registers with the offset of its clock', () => {
    given(node).when(see()).then(registered());
  });
  it('cannot be lost', () => {
    given(node).when({ type: 'LoseNode', lastSeenAtUs: 1 }).thenNothing();
  });
});

describe('a node that is ready', () => {
  it('says nothing new by asking again, whatever the order of its labels and taints', () => {
    given(node, registered())
      .when(see({ labels: { rack: '7', zone: 'a' }, taints: ['slow', 'spot'] }, 9_000))
      .thenNothing();
  });
  it.each<Partial<Sighting>>([
    { driver: 'docker' },
    { taints: ['spot'] },
    { zone: 'eu-1a' },
    {
      capacity: {
        ...sighting.capacity,
        gpus: [{ index: 0, model: 'H100', memoryMib: 1, simulated: true, island: 'nvlink-0' }],
      },
    },
  ])('registers anew when what it offers changes: %j', (change) => {
    given(node, registered()).when(see(change)).then(registered(change));
  });
  it('keeps its clock offset for the whole boot, even when its hardware changes', () => {
    const capacity = { ...sighting.capacity, memoryMib: 4000 };
    given(node, registered()).when(see({ capacity }, 400_000)).then(registered({ capacity }));
  });
  it('gets a new clock offset with a new boot', () => {
    given(node, registered())
      .when(see({ bootId: 'boot-2' }, 1_000))
      .then(registered({ bootId: 'boot-2', clockOffsetUs: 999_000 }));
  });
  it('is lost once', () => {
    given(node, registered()).when({ type: 'LoseNode', lastSeenAtUs: 900_000 }).then(lost);
    given(node, registered(), lost).when({ type: 'LoseNode', lastSeenAtUs: 900_000 }).thenNothing();
  });
});

describe('a node that was lost', () => {
  it('returns when it is heard again', () => {
    given(node, registered(), lost)
      .when(see())
      .then({ type: 'NodeReturned', data: { nodeId, bootId: 'boot-1' } });
  });
  it('registers anew when it was restarted meanwhile', () => {
    const again = registered({ bootId: 'boot-2', clockOffsetUs: 999_000 });
    given(node, registered(), lost)
      .when(see({ bootId: 'boot-2' }, 1_000))
      .then(again);
    expect(node.evolve(node.evolve(node.evolve(node.initial, registered()), lost), again)).toMatchObject({
      status: 'ready',
    });
  });
});

describe('a node on which something runs that is nobody’s any more', () => {
  it('is not taken, nor taken back, before that is gone', () => {
    given(node)
      .when(seeWith({ runs: 1 }))
      .thenNothing();
    given(node, registered(), lost)
      .when(seeWith({ runs: 1 }))
      .thenNothing();
    given(node, registered(), lost)
      .when(seeWith({ runs: 1 }, { labels: {} }))
      .thenNothing();
    given(node, registered(), lost, removed)
      .when(seeWith({ runs: 1 }))
      .thenNothing();
    given(node, registered())
      .when(seeWith({ runs: 1 }, { bootId: 'boot-2' }))
      .thenNothing();
  });
  it('is not taken back before what it held has ended', () => {
    given(node, registered(), lost)
      .when(seeWith({ holds: 1 }))
      .thenNothing();
    given(node, registered(), lost, removed)
      .when(seeWith({ holds: 1 }))
      .thenNothing();
  });
  it('stays what it is while it is ready, and may change meanwhile', () => {
    const there = { runs: 2, holds: 3 };
    given(node, registered()).when(seeWith(there)).thenNothing();
    given(node, registered())
      .when(seeWith(there, { labels: { rack: '8' } }))
      .then(registered({ labels: { rack: '8' } }));
    // What was placed on it before it booted, and has not been started, it will start now.
    given(node, registered())
      .when(seeWith({ holds: 1 }, { bootId: 'boot-2' }))
      .then(registered({ bootId: 'boot-2' }));
  });
});

const by = 'operator';
const cordon = { type: 'CordonNode', nodeId, by } as const;
const uncordon = { type: 'UncordonNode', nodeId, by } as const;
const drain = (deadlineSeconds: number | null = null) =>
  ({ type: 'StartDrain', nodeId, by, deadlineSeconds }) as const;
const remove = (replicas = 0) => ({ type: 'RemoveNode', nodeId, by, replicas }) as const;
const finish = { type: 'FinishDrain' } as const;

const cordoned: NodeEvent = { type: 'NodeCordoned', data: { nodeId, by } };
const uncordoned: NodeEvent = { type: 'NodeUncordoned', data: { nodeId, by } };
const draining = (deadlineSeconds: number | null = null): NodeEvent => ({
  type: 'NodeDrainStarted',
  data: { nodeId, by, deadlineSeconds },
});
const drained: NodeEvent = { type: 'NodeDrained', data: { nodeId } };
const removed: NodeEvent = { type: 'NodeRemoved', data: { nodeId, by } };

describe('a node nobody knows, of which something is asked', () => {
  it.each([cordon, uncordon, drain(), remove()])('is not found: $type', (command) => {
    given(node).when(command).thenRefuses('node.not_found');
    given(node, registered(), lost, removed).when(command).thenRefuses('node.not_found');
  });
});

describe('a node that is cordoned', () => {
  it('is cordoned once, and open again once', () => {
    given(node, registered()).when(cordon).then(cordoned);
    given(node, registered(), cordoned).when(cordon).thenNothing();
    given(node, registered(), cordoned).when(uncordon).then(uncordoned);
    given(node, registered()).when(uncordon).thenNothing();
  });
  it('stays cordoned by a new registration, and while it is lost', () => {
    const again = registered({ bootId: 'boot-2', clockOffsetUs: 999_000 });
    given(node, registered(), cordoned, lost, again).when(uncordon).then(uncordoned);
    given(node, registered(), lost).when(cordon).then(cordoned);
  });
});

describe('a node that is drained', () => {
  it('is drained once for each deadline', () => {
    given(node, registered()).when(drain()).then(draining());
    given(node, registered(), cordoned).when(drain(60)).then(draining(60));
    given(node, registered(), draining(60)).when(drain(60)).thenNothing();
    given(node, registered(), draining()).when(drain(60)).then(draining(60));
  });
  it('is not cordoned in between: it is closed already', () => {
    given(node, registered(), draining()).when(cordon).thenNothing();
  });
  it('is cordoned when it is empty, and only if it still drains', () => {
    given(node, registered(), draining()).when(finish).then(drained);
    given(node, registered(), draining(), drained).when(finish).thenNothing();
    given(node, registered(), draining(), uncordoned).when(finish).thenNothing();
    given(node, registered(), draining(), drained).when(uncordon).then(uncordoned);
  });
  it('may end while it is lost', () => {
    given(node, registered(), draining(), lost).when(finish).then(drained);
  });
});

describe('a node that shall be removed', () => {
  it('may go when it is lost', () => {
    given(node, registered(), lost).when(remove(2)).then(removed);
  });
  it('may go when it is closed and empty', () => {
    given(node, registered(), cordoned).when(remove()).then(removed);
    given(node, registered(), draining()).when(remove()).then(removed);
  });
  it('stays while it is in use, or could be', () => {
    given(node, registered()).when(remove()).thenRefuses('node.in_use');
    given(node, registered(), cordoned).when(remove(1)).thenRefuses('node.in_use');
  });
  it('is a new one when it reports again', () => {
    given(node, registered(), cordoned, removed).when(see()).then(registered());
    given(node, registered(), cordoned, removed, registered()).when(cordon).then(cordoned);
  });
});

describe('any order of commands', () => {
  const command: fc.Arbitrary<NodeCommand> = fc.oneof(
    fc
      .record({ bootId: fc.constantFrom('boot-1', 'boot-2'), zone: fc.constantFrom(null, 'a') })
      .map((change) => see(change)),
    fc.constantFrom<NodeCommand>(
      cordon,
      uncordon,
      finish,
      { type: 'LoseNode', lastSeenAtUs: 900_000 },
      ...[drain(), drain(0), drain(60), remove(), remove(1)],
    ),
  );
  const tryTo = (state: Node, next: NodeCommand): readonly NodeEvent[] => {
    try {
      return node.decide(state, next);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      return [];
    }
  };

  it('leads to a state that is known, at most one event at a time, and replayed it is the same', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        let state = node.initial;
        const log: NodeEvent[] = [];
        for (const next of commands) {
          const events = tryTo(state, next);
          expect(events.length).toBeLessThanOrEqual(1);
          log.push(...events);
          state = events.reduce(node.evolve, state);
          // What was done is agreed to when it is asked again.
          if (next.type !== 'RemoveNode') expect(tryTo(state, next)).toEqual([]);
          expect(['absent', 'ready', 'lost']).toContain(state.status);
          if (state.status !== 'absent')
            expect(['none', 'cordoned', 'draining']).toContain(state.cordon.kind);
        }
        expect(log.reduce(node.evolve, node.initial)).toEqual(state);
        const stored = JSON.parse(JSON.stringify(log)) as NodeEvent[];
        expect(stored.reduce(node.evolve, node.initial)).toEqual(state);
      }),
    );
  });
});
