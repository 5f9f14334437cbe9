import type { EventNamed, NodeCapacity } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';

type NodeEvent = EventNamed<'NodeRegistered'> | EventNamed<'NodeLost'> | EventNamed<'NodeReturned'>;
type Registration = EventNamed<'NodeRegistered'>['data'];

export type Node =
  Readonly<{ status: 'absent' }> | Readonly<{ status: 'ready' | 'lost'; registration: Registration }>;

/** What an agent says about its node each time it asks. */
export type Sighting = Readonly<{
  nodeId: string;
  cluster: string;
  bootId: string;
  hostname: string;
  address: string;
  capacity: NodeCapacity;
  labels: Readonly<Record<string, string>>;
}>;

export type NodeCommand =
  | Readonly<{ type: 'SeeNode'; sighting: Sighting; monotonicUs: number; nowUs: number }>
  | Readonly<{ type: 'LoseNode'; lastSeenAtUs: number }>;

type SeeNode = Extract<NodeCommand, { type: 'SeeNode' }>;

/** Equal for equal content, whatever the order of labels. */
const fingerprint = (sighting: Sighting): string =>
  JSON.stringify([
    sighting.cluster,
    sighting.bootId,
    sighting.hostname,
    sighting.address,
    sighting.capacity.vcpuMillis,
    sighting.capacity.memoryMib,
    sighting.capacity.diskMib,
    sighting.capacity.gpus.map(({ index, model, memoryMib, simulated }) => [
      index,
      model,
      memoryMib,
      simulated,
    ]),
    Object.entries(sighting.labels).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** Whether a node is what it was when it registered. */
export const sameNode = (a: Sighting, b: Sighting): boolean => fingerprint(a) === fingerprint(b);

const registered = (
  { sighting, monotonicUs, nowUs }: SeeNode,
  known: Registration | undefined,
): NodeEvent => ({
  type: 'NodeRegistered',
  data: {
    ...sighting,
    labels: { ...sighting.labels },
    // Fixed once per boot: were it measured again, one replica's interval would have two clocks.
    clockOffsetUs: known?.bootId === sighting.bootId ? known.clockOffsetUs : nowUs - monotonicUs,
  },
});

const see = (state: Node, command: SeeNode): readonly NodeEvent[] => {
  const { nodeId, bootId } = command.sighting;
  if (state.status === 'absent') return [registered(command, undefined)];
  if (!sameNode(state.registration, command.sighting)) return [registered(command, state.registration)];
  return state.status === 'lost' ? [{ type: 'NodeReturned', data: { nodeId, bootId } }] : [];
};

export const node: Decider<Node, NodeCommand, NodeEvent> = {
  initial: { status: 'absent' },

  decide(state, command) {
    switch (command.type) {
      case 'SeeNode':
        return see(state, command);
      case 'LoseNode': {
        const { lastSeenAtUs } = command;
        return state.status === 'ready'
          ? [{ type: 'NodeLost', data: { nodeId: state.registration.nodeId, lastSeenAtUs } }]
          : [];
      }
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'NodeRegistered':
        return { status: 'ready', registration: event.data };
      case 'NodeLost':
        return state.status === 'absent' ? state : { ...state, status: 'lost' };
      case 'NodeReturned':
        return state.status === 'absent' ? state : { ...state, status: 'ready' };
    }
  },
};
