import { describe, expect, it } from '@jest/globals';
import type { EventNamed } from '@tidegate/contracts';
import { given } from '@tidegate/testing';
import { node, type Sighting } from './node.ts';

const nodeId = 'node-00000000000a';
const sighting: Sighting = {
  nodeId,
  cluster: 'local',
  bootId: 'boot-1',
  hostname: 'box',
  address: '127.0.0.1',
  capacity: { vcpuMillis: 4000, memoryMib: 8000, diskMib: 100_000, gpus: [] },
  labels: { zone: 'a', rack: '7' },
};
const see = (change: Partial<Sighting> = {}, monotonicUs = 5_000) =>
  ({ type: 'SeeNode', sighting: { ...sighting, ...change }, monotonicUs, nowUs: 1_000_000 }) as const;
const registered = (
  change: Partial<EventNamed<'NodeRegistered'>['data']> = {},
): EventNamed<'NodeRegistered'> => ({
  type: 'NodeRegistered',
  data: { ...sighting, labels: { ...sighting.labels }, clockOffsetUs: 995_000, ...change },
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
  it('says nothing new by asking again, whatever the order of its labels', () => {
    given(node, registered())
      .when(see({ labels: { rack: '7', zone: 'a' } }, 9_000))
      .thenNothing();
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
