import { z } from 'zod';
import { EndpointSpec, SLEEP_MODES } from './endpoint-spec.ts';
import { EndpointId, InvocationId, NodeId, ProjectId, ReplicaId, SecretId, TokenId } from './ids.ts';
import { INVOCATION_STATES, InvocationView } from './invocation-views.ts';
import { LogTailAnswer, LogTailAsk } from './log-questions.ts';
import { NodeCapacity, NodeTraits } from './node.events.ts';
import { CandidateView, NodeView, PlacementView, ReplicaView } from './pool-views.ts';
import { StopCause } from './replica.events.ts';
import { RequestHoursAnswer, RequestHoursAsk, RequestsAnswer, RequestsAsk } from './request-views.ts';
import { ScalingView, SimulateAnswer, SimulateAsk } from './scaling-views.ts';
import { usageQuestions } from './usage-questions.ts';

/** Requests to the control API are small; what is larger is refused before it is read. */
export const CONTROL_BODY_LIMIT_BYTES = 1024 * 1024;

/** Questions between services, asked and answered over NATS request/reply. */
export type Question<Name extends string, Ask extends z.ZodType, Answer extends z.ZodType> = Readonly<{
  name: Name;
  ask: Ask;
  answer: Answer;
}>;

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** What an agent saw happen to a replica. Each kind happens once in a replica's life. */
export const ReplicaFact = z.object({
  replicaId: ReplicaId,
  kind: z.enum(['started', 'ready', 'slept', 'stopped']),
  /** Microseconds of the node's monotonic clock. */
  monotonicUs: z.int().min(0),
  /** Of `ready` and `slept`, which happen again in a life: how often it had been woken by then; absent: never. */
  wakes: z.int().min(0).optional(),
  /** Of `slept`. */
  how: z.enum(['frozen', 'unloaded']).optional(),
  /** Of `ready`: where it listens on the node's address. */
  port: z.int().nullable(),
  /** Of `ready`: where it is reached instead of the node's address. */
  host: z.string().min(1).max(255).optional(),
  /** Of `stopped`. */
  cause: StopCause.nullable(),
  exitCode: z.int().nullable(),
  lastLines: z.array(z.string()).max(20),
  /** W3C trace context of the start that it is part of. */
  traceparent: z.string().max(64).optional(),
});
export type ReplicaFact = z.infer<typeof ReplicaFact>;

/** A replica that a node must run. The agent starts what it lacks, and stops and reports what is not listed. */
export const DesiredReplica = z.object({
  replicaId: ReplicaId,
  endpointId: EndpointId,
  projectId: ProjectId,
  /** The template it runs. */
  revision: z.int(),
  gpuIndices: z.array(z.int()),
  /** It is to keep its place and do nothing; absent: it is to be awake. */
  asleep: z.boolean().optional(),
  /** How often it was to wake, so that each wake happens once; absent: never. */
  wakes: z.int().min(0).optional(),
  /** Absent: `cold`. A `warm` one is launched so that it can fall asleep. */
  sleepMode: z.enum(SLEEP_MODES).optional(),
  /** W3C trace context of the event that it starts, or wakes, because of. */
  traceparent: z.string().max(64).optional(),
  ...EndpointSpec.pick({
    model: true,
    modelSource: true,
    image: true,
    framework: true,
    quantization: true,
    engineArguments: true,
    environment: true,
    secrets: true,
    hardware: true,
    diskMib: true,
    mountPath: true,
    containerPort: true,
    healthPath: true,
    startupTimeoutSeconds: true,
  }).shape,
});
export type DesiredReplica = z.infer<typeof DesiredReplica>;

export const NodeSyncAsk = z.object({
  nodeId: NodeId,
  cluster: z.string(),
  hostname: z.string(),
  address: z.string(),
  bootId: z.string(),
  /** One life of the agent process. */
  agentId: z.string(),
  /** The node's monotonic clock when this was sent. */
  monotonicUs: z.int().min(0),
  capacity: NodeCapacity,
  ...NodeTraits.shape,
  /** Weights and images that are on the node already: `model:<id>`, `image:<reference>`. */
  has: z.array(z.string().max(512)).max(500).default([]),
  /** Facts not yet acknowledged, oldest first. */
  facts: z.array(ReplicaFact).max(200),
  /** Every replica whose process exists on the node now or is being started. One that was let go and is not here has ended. */
  running: z.array(ReplicaId).max(2000),
});
export type NodeSyncAsk = z.infer<typeof NodeSyncAsk>;

export const NodeSyncAnswer = z.object({
  desired: z.array(DesiredReplica),
  /** Why a replica is not listed any more, so that its end carries the cause. */
  stopCauses: z.record(z.string(), StopCause),
  /** Without another answer for so long the node's replicas are given to others. */
  leaseSeconds: z.number(),
});
export type NodeSyncAnswer = z.infer<typeof NodeSyncAnswer>;

/** What every gateway says each second on SUBJECTS.gatewayReport. */
export const GatewayReport = z.object({
  gatewayId: z.string(),
  /** It has applied the log up to here: a replica draining at or below it gets no new request. */
  position: z.int().min(0),
  /** Requests in flight by draining replica. */
  draining: z.record(z.string(), z.int()),
});
export type GatewayReport = z.infer<typeof GatewayReport>;

/** What whoever checks tokens says on SUBJECTS.tokensUsed. */
export const TokensUsed = z.object({ tokenIds: z.array(TokenId).max(1000) });
export type TokensUsed = z.infer<typeof TokensUsed>;

/** Whole microseconds and whole nano-dollars as decimal strings: they outgrow a double. */
const OneInvocation = z.object({
  endpointId: EndpointId,
  projectId: ProjectId,
  invocationId: InvocationId,
});

export const questions = {
  /** What an agent asks right before it starts a replica: the values behind the ids of its secrets. They stay in memory. */
  openSecrets: question(
    'api.open-secrets',
    z.object({
      endpointId: EndpointId,
      replicaId: ReplicaId,
      nodeId: NodeId,
      secretIds: z.array(SecretId).max(256),
    }),
    z.object({ values: z.record(z.string(), z.string()) }),
  ),
  nodeSync: question('scheduler.node-sync', NodeSyncAsk, NodeSyncAnswer),
  nodes: question('scheduler.nodes', z.object({ ...Paging }), pageOf(NodeView)),
  node: question('scheduler.node', z.object({ nodeId: NodeId }), NodeView),
  commandNode: question(
    'scheduler.command-node',
    z.object({
      nodeId: NodeId,
      action: z.enum(['cordon', 'uncordon', 'drain', 'remove']),
      /** Of `drain`: after so long what is left goes without a replacement. */
      deadlineSeconds: z.int().min(0).max(86_400).nullable(),
      actor: z.string(),
      requestId: z.string().nullable(),
      commandId: z.uuid(),
    }),
    z.object({ node: NodeView.nullable() }),
  ),
  /** Why a replica is where it is. */
  explainPlacement: question(
    'scheduler.explain-placement',
    z.object({ endpointId: EndpointId, replicaId: ReplicaId }),
    PlacementView,
  ),
  /** How much of something the pool could take: what a new endpoint is told before it is created. */
  roomFor: question(
    'scheduler.room-for',
    z.object({
      projectId: ProjectId.nullable(),
      replicas: z.int().min(1).max(64),
      ...EndpointSpec.pick({
        cluster: true,
        model: true,
        image: true,
        framework: true,
        hardware: true,
        diskMib: true,
        placement: true,
      }).shape,
    }),
    z.object({
      /** How many of `replicas` fit now, and how many would if nothing ran. */
      now: z.int(),
      ever: z.int(),
      /** Nodes of the cluster that take part at all: not lost, not cordoned. */
      nodes: z.int(),
      /** Why not all of them ever fit, in one sentence; null: they do. */
      obstacle: z.string().nullable(),
      candidates: z.array(CandidateView).max(20),
    }),
  ),
  replicas: question(
    'scheduler.replicas',
    z.object({ endpointId: EndpointId, includeStopped: z.boolean(), ...Paging }),
    pageOf(ReplicaView),
  ),
  /** Why an endpoint has the count it has; null: nothing is known of it, e.g. because it is deleted. */
  explainScaling: question(
    'scaler.explain',
    z.object({ endpointId: EndpointId }),
    z.object({ scaling: ScalingView.nullable() }),
  ),
  /** Replays an endpoint’s recorded traffic against other policies. May take as long as SIMULATION_BOUNDS says. */
  simulateScaling: question('scaler.simulate', SimulateAsk, SimulateAnswer),
  ...usageQuestions,
  /** Newest first, without results. */
  invocations: question(
    'gateway.invocations',
    z.object({
      endpointId: EndpointId,
      projectId: ProjectId,
      state: z.enum(INVOCATION_STATES).nullable(),
      /** Only those that were given up. */
      deadLetters: z.boolean(),
      ...Paging,
    }),
    pageOf(InvocationView),
  ),
  invocation: question('gateway.invocation', OneInvocation, InvocationView),
  cancelInvocation: question('gateway.cancel-invocation', OneInvocation, InvocationView),
  /** Queues one that was given up anew. A second time it answers as the first time. */
  replayInvocation: question(
    'gateway.replay-invocation',
    OneInvocation,
    z.object({ invocationId: InvocationId }),
  ),
  /** Whether results of asynchronous requests could be stored there; null: nothing speaks against it. */
  checkResultTarget: question(
    'gateway.check-result-target',
    z.object({ target: z.string().max(1000) }),
    z.object({ problem: z.string().nullable() }),
  ),
  logTail: question('logs.tail', LogTailAsk, LogTailAnswer),
  requests: question('logs.requests', RequestsAsk, RequestsAnswer),
  requestHours: question('logs.request-hours', RequestHoursAsk, RequestHoursAnswer),
} as const;

export type AskOf<Q> = Q extends Question<string, infer Ask, z.ZodType> ? z.infer<Ask> : never;
export type AnswerOf<Q> = Q extends Question<string, z.ZodType, infer Answer> ? z.infer<Answer> : never;
