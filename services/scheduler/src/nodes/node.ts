import { type EventNamed, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';
import { type Sighting, sameNode } from './sighting.ts';

export type NodeEvent =
  | EventNamed<'NodeRegistered'>
  | EventNamed<'NodeLost'>
  | EventNamed<'NodeReturned'>
  | EventNamed<'NodeCordoned'>
  | EventNamed<'NodeUncordoned'>
  | EventNamed<'NodeDrainStarted'>
  | EventNamed<'NodeDrained'>
  | EventNamed<'NodeRemoved'>;
type Registration = EventNamed<'NodeRegistered'>['data'];

/** What was asked of a node. It stays asked while the node is lost. */
export type Cordon =
  Readonly<{ kind: 'none' | 'cordoned' }> | Readonly<{ kind: 'draining'; deadlineSeconds: number | null }>;

export type Node =
  /** `was`: what it was when it was removed. */
  | Readonly<{ status: 'absent'; was?: Registration }>
  | Readonly<{ status: 'ready' | 'lost'; cordon: Cordon; registration: Registration }>;
type KnownNode = Exclude<Node, { status: 'absent' }>;

/** What somebody may ask of a node; `by` is who. */
export type NodeWish = Readonly<{ nodeId: string; by: string }> &
  (
    | Readonly<{ type: 'CordonNode' }>
    | Readonly<{ type: 'UncordonNode' }>
    | Readonly<{ type: 'StartDrain'; deadlineSeconds: number | null }>
    /** `replicas` is how many hold something of it. */
    | Readonly<{ type: 'RemoveNode'; replicas: number }>
  );

export type NodeCommand =
  | Readonly<{
      type: 'SeeNode';
      sighting: Sighting;
      monotonicUs: number;
      nowUs: number;
      /** How many replicas it runs, by its own word. */
      runs: number;
      /** How many that were placed on it have not ended. */
      holds: number;
    }>
  | Readonly<{ type: 'LoseNode'; lastSeenAtUs: number }>
  /** Nothing is on it any more. */
  | Readonly<{ type: 'FinishDrain' }>
  | NodeWish;

type Command<Type extends NodeCommand['type']> = Extract<NodeCommand, { type: Type }>;

/** A node's state in one word: what is asked of it, unless nobody hears it. */
export const nodeStateOf = (status: string, cordon: string): 'ready' | 'cordoned' | 'draining' | 'lost' => {
  if (status === 'lost') return 'lost';
  return cordon === 'cordoned' || cordon === 'draining' ? cordon : 'ready';
};

const registered = (
  { sighting, monotonicUs, nowUs }: Command<'SeeNode'>,
  known: Registration | undefined,
): NodeEvent => ({
  type: 'NodeRegistered',
  data: {
    ...sighting,
    labels: { ...sighting.labels },
    taints: [...sighting.taints],
    // Fixed once per boot: were it measured again, one replica's interval would have two clocks.
    clockOffsetUs: known?.bootId === sighting.bootId ? known.clockOffsetUs : nowUs - monotonicUs,
  },
});

/**
 * What ran on a node that was away, or before it booted, has ended for everybody else. While some of it still runs there its GPUs
 * are not free, so the node is taken, or taken back, when that is gone; and when nobody ends any more what it held.
 */
const mayCome = (state: Node, { sighting, runs, holds }: Command<'SeeNode'>): boolean =>
  state.status === 'ready'
    ? runs === 0 || state.registration.bootId === sighting.bootId
    : runs === 0 && holds === 0;

const see = (state: Node, command: Command<'SeeNode'>): readonly NodeEvent[] => {
  const { nodeId, bootId } = command.sighting;
  if (!mayCome(state, command)) return [];
  if (state.status === 'absent') return [registered(command, undefined)];
  if (!sameNode(state.registration, command.sighting)) return [registered(command, state.registration)];
  return state.status === 'lost' ? [{ type: 'NodeReturned', data: { nodeId, bootId } }] : [];
};

/** A drain that goes on is another one when its deadline is. */
const startDrain = ({ cordon }: KnownNode, command: Command<'StartDrain'>): readonly NodeEvent[] => {
  const { nodeId, by, deadlineSeconds } = command;
  if (cordon.kind === 'draining' && cordon.deadlineSeconds === deadlineSeconds) return [];
  return [{ type: 'NodeDrainStarted', data: { nodeId, by, deadlineSeconds } }];
};

/** A lost node runs nothing that counts. Any other one must be closed, or something could be placed on it meanwhile. */
const remove = ({ status, cordon }: KnownNode, command: Command<'RemoveNode'>): readonly NodeEvent[] => {
  const { nodeId, by, replicas } = command;
  if (status !== 'lost' && (cordon.kind === 'none' || replicas > 0))
    return refuse('node.in_use', { nodeId, state: nodeStateOf(status, cordon.kind), replicas });
  return [{ type: 'NodeRemoved', data: { nodeId, by } }];
};

/** What is asked twice is agreement: a retry must not fail because the first try worked. */
const wish = (state: Node, command: NodeWish): readonly NodeEvent[] => {
  const { nodeId, by } = command;
  if (state.status === 'absent') return refuse('node.not_found', { nodeId });
  const isOpen = state.cordon.kind === 'none';
  switch (command.type) {
    case 'CordonNode':
      return isOpen ? [{ type: 'NodeCordoned', data: { nodeId, by } }] : [];
    case 'UncordonNode':
      return isOpen ? [] : [{ type: 'NodeUncordoned', data: { nodeId, by } }];
    case 'StartDrain':
      return startDrain(state, command);
    case 'RemoveNode':
      return remove(state, command);
  }
};

const known = (state: KnownNode, event: Exclude<NodeEvent, { type: 'NodeRegistered' }>): Node => {
  switch (event.type) {
    case 'NodeLost':
      return { ...state, status: 'lost' };
    case 'NodeReturned':
      return { ...state, status: 'ready' };
    case 'NodeCordoned':
    case 'NodeDrained':
      return { ...state, cordon: { kind: 'cordoned' } };
    case 'NodeUncordoned':
      return { ...state, cordon: { kind: 'none' } };
    case 'NodeDrainStarted':
      return { ...state, cordon: { kind: 'draining', deadlineSeconds: event.data.deadlineSeconds } };
    case 'NodeRemoved':
      return { status: 'absent', was: state.registration };
  }
};

/** A node's life. A removed one is forgotten: if it reports again it is a new one. */
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
      case 'FinishDrain':
        return state.status !== 'absent' && state.cordon.kind === 'draining'
          ? [{ type: 'NodeDrained', data: { nodeId: state.registration.nodeId } }]
          : [];
      default:
        return wish(state, command);
    }
  },

  evolve(state, event) {
    if (event.type === 'NodeRegistered') {
      const cordon: Cordon = state.status === 'absent' ? { kind: 'none' } : state.cordon;
      return { status: 'ready', cordon, registration: event.data };
    }
    return state.status === 'absent' ? state : known(state, event);
  },
};
