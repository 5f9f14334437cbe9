import { ANYWHERE, type AnswerOf, type AskOf, type EndpointSpec, type questions } from '@tidegate/contracts';
import { canLaunch, frameworkOf } from '@tidegate/frameworks';
import { mostReplicas } from '../configuration/replica-range.ts';

/** Something that is no problem, and that its owner should know. */
export type Warning = Readonly<{ pointer: string; message: string }>;

export type RoomAsk = AskOf<typeof questions.roomFor>;
export type Room = AnswerOf<typeof questions.roomFor>;

/** The most that one question may ask for. */
const MOST_ASKED = 64;

/** How many replicas there may be of it. */
const mostOf = ({ scaling }: EndpointSpec): number => mostReplicas(scaling).replicas;

/** Whether the pool could hold all that an endpoint may grow to. */
export const roomAskOf = (projectId: string, spec: EndpointSpec): RoomAsk => {
  const { cluster, model, image, framework, hardware, diskMib, placement } = spec;
  const replicas = Math.min(MOST_ASKED, Math.max(1, mostOf(spec)));
  return { projectId, replicas, cluster, model, image, framework, hardware, diskMib, placement };
};

/** What could be in the way: a field of the endpoint by its pointer, or what its project may hold. */
export const QUOTA = 'quota';
/** It, and the same question as it would be without it. */
export type Suspect = Readonly<{ culprit: string; ask: RoomAsk }>;

/** Every driver can start it: what is left are the other demands. */
export const STARTED_ANYWHERE = { image: null, framework: 'llama.cpp' };

/** Each demand that could be why there is no room. Whose absence makes room is what is in the way. */
export const suspectsIn = (ask: RoomAsk): Suspect[] => {
  const { placement, image, diskMib, hardware } = ask;
  const without = (part: Partial<RoomAsk['placement']>): RoomAsk => ({
    ...ask,
    placement: { ...placement, ...part },
  });
  const suspects: readonly (Suspect | false)[] = [
    { culprit: image ? '/image' : '/framework', ask: { ...ask, ...STARTED_ANYWHERE } },
    Object.keys(placement.nodeLabels).length > 0 && {
      culprit: '/placement/nodeLabels',
      ask: without({ nodeLabels: ANYWHERE.nodeLabels }),
    },
    placement.zones !== null && { culprit: '/placement/zones', ask: without({ zones: null }) },
    placement.spread !== 'prefer' && { culprit: '/placement/spread', ask: without({ spread: 'prefer' }) },
    diskMib !== null && { culprit: '/diskMib', ask: { ...ask, diskMib: null } },
    hardware.gpuCount > 0 && { culprit: QUOTA, ask: { ...ask, projectId: null } },
  ];
  return suspects.filter((suspect) => suspect !== false);
};

/** All of it fits, once nothing else runs. */
export const hasRoom = (ask: RoomAsk, { ever }: Room): boolean => ever >= ask.replicas;

/** What its owner is told where they have no say in it: it is accepted all the same. */
export const notChecked = ({ cluster }: EndpointSpec): Warning => ({
  pointer: '/cluster',
  message: `whether ${cluster} has room for it could not be checked, because the scheduler does not answer: it is accepted all the same`,
});

/**
 * A pool that cannot hold what an endpoint may grow to: it is accepted, and its owner told what is missing.
 * @param culprit of the suspects that without which there were more room; null: none by itself
 */
export const poolWarnings = (
  spec: EndpointSpec,
  ask: RoomAsk,
  room: Room,
  culprit: string | null,
): Warning[] => {
  if (room.nodes === 0) return [noNodes(spec)];
  if (culprit === QUOTA) return [overQuota(spec, ask, room)];
  if (room.ever === 0) return [noRoom(spec, room, culprit)];
  if (spec.placement.spread === 'nodes' && mostOf(spec) > room.nodes) return [tooSpread(spec, room)];
  return hasRoom(ask, room) ? [] : [tooSmall(spec, ask, room, culprit)];
};

const noNodes = ({ cluster }: EndpointSpec): Warning => ({
  pointer: '/cluster',
  message: `the cluster ${cluster} has no node now that takes replicas: they wait until one joins`,
});

const noRoom = (spec: EndpointSpec, { nodes, obstacle }: Room, culprit: string | null): Warning => {
  const { cluster, hardware } = spec;
  if (culprit === '/image' || culprit === '/framework') return noDriver(spec, nodes, culprit);
  return {
    pointer: culprit ?? '/hardware',
    message: `none of the ${counted(nodes)} of ${cluster} can take it on ${hardware.id}${because(obstacle)}: its replicas wait until one joins that can; or change what it asks for`,
  };
};

/** It becomes possible when a node joins that can start it. */
const noDriver = ({ cluster, framework, image }: EndpointSpec, nodes: number, pointer: string): Warning => {
  const known = frameworkOf(framework);
  const needsContainers = image !== null || known === null || canLaunch(known, 'docker');
  const [what, drivers] = needsContainers
    ? ['containers', 'docker or kubernetes']
    : ['processes without containers', 'process'];
  return {
    pointer,
    message:
      `none of the ${counted(nodes)} of ${cluster} starts ${what}, which ${image ? 'an image' : framework} needs: its replicas wait ` +
      `until a node joins whose driver is ${drivers}; or choose another framework`,
  };
};

const overQuota = (spec: EndpointSpec, { replicas }: RoomAsk, { ever, obstacle }: Room): Warning => ({
  pointer: countOf(spec),
  message: `at most ${ever} of ${replicas} replicas may hold hardware at once${because(obstacle)}: more than that wait; ask the operator for a larger quota`,
});

const tooSpread = ({ cluster }: EndpointSpec, { nodes }: Room): Warning => ({
  pointer: '/placement/spread',
  message: `never two replicas share a node, and ${cluster} has ${counted(nodes)}: more than that wait until others join; or choose prefer`,
});

const tooSmall = (
  spec: EndpointSpec,
  { replicas }: RoomAsk,
  { ever, nodes, obstacle }: Room,
  culprit: string | null,
): Warning => ({
  pointer: culprit ?? countOf(spec),
  message:
    `the ${counted(nodes)} of ${spec.cluster} can take at most ${ever} of ${replicas} replicas on ${spec.hardware.id}, even if nothing else is there` +
    `${because(obstacle)}: more than that wait until room appears`,
});

const countOf = ({ scaling }: EndpointSpec): string => mostReplicas(scaling).pointer;

const because = (obstacle: string | null): string =>
  obstacle === null ? '' : ` (${obstacle.replace(/\.$/, '')})`;

const counted = (nodes: number): string => (nodes === 1 ? 'one node' : `${nodes} nodes`);
