import { z } from 'zod';
import { EndpointSpec } from './endpoint-spec.ts';
import { EndpointId, InvocationId, NodeId, ProjectId, ReplicaId, SecretId, TokenId } from './ids.ts';
import { NodeCapacity, NodeTraits } from './node.events.ts';
import { CandidateView, NodeView, PlacementView, ReplicaView } from './pool-views.ts';
import { StopCause } from './replica.events.ts';

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
  kind: z.enum(['started', 'ready', 'stopped']),
  /** Microseconds of the node's monotonic clock. */
  monotonicUs: z.int().min(0),
  /** Of `ready`: where it listens on the node's address. */
  port: z.int().nullable(),
  /** Of `ready`: where it is reached instead of the node's address. */
  host: z.string().min(1).max(255).optional(),
  /** Of `stopped`. */
  cause: StopCause.nullable(),
  exitCode: z.int().nullable(),
  lastLines: z.array(z.string()).max(20),
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
const BigNumber = z.string().regex(/^\d+$/);

export const CostView = z.object({
  /** Of the project, or of one endpoint: over everything, not over the page. Whole microseconds of whole GPUs. */
  gpuMicroseconds: BigNumber,
  /** The same without rounding: a microsecond of a thousandth of a GPU. */
  gpuThousandthsMicroseconds: BigNumber,
  vcpuMillisMicroseconds: BigNumber,
  costNanoUsd: BigNumber,
  burnRateNanoUsdPerHour: BigNumber,
  asOf: z.iso.datetime(),
  lines: z.array(
    z.object({
      endpointId: EndpointId,
      replicaId: ReplicaId,
      revision: z.int(),
      hardwareId: z.string(),
      simulated: z.boolean(),
      startedAtUs: z.int(),
      stoppedAtUs: z.int().nullable(),
      heldMicroseconds: BigNumber,
      priceNanoUsdPerHour: BigNumber,
      costNanoUsd: BigNumber,
      billed: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type CostView = z.infer<typeof CostView>;

export const LogLineView = z.object({
  /** Rises with storage: a cursor for following. */
  cursor: z.string(),
  replicaId: ReplicaId,
  sequence: z.int(),
  at: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr', 'platform']),
  text: z.string(),
});
export type LogLineView = z.infer<typeof LogLineView>;

export const InvocationView = z.object({
  id: InvocationId,
  endpointId: EndpointId,
  state: z.enum(['queued', 'running', 'succeeded', 'failed']),
  attempts: z.int(),
  queuedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  status: z.int().nullable(),
  error: z.string().nullable(),
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
  cost: question(
    'billing.cost',
    z.object({ projectId: ProjectId, endpointId: EndpointId.nullable(), ...Paging }),
    CostView,
  ),
  rates: question(
    'billing.rates',
    z.object({ ...Paging }),
    pageOf(
      z.object({ hardwareId: z.string(), priceNanoUsdPerHour: BigNumber, effectiveFrom: z.iso.datetime() }),
    ),
  ),
  logTail: question(
    'logs.tail',
    z.object({
      projectId: ProjectId,
      endpointId: EndpointId,
      replicaId: ReplicaId.nullable(),
      /** Only lines at most so old. */
      sinceSeconds: z.int().min(1).nullable(),
      /** Only lines stored after this cursor, oldest first; without it the newest lines, oldest first. */
      after: z.string().nullable(),
      limit: z.int().min(1).max(5000),
    }),
    z.object({ lines: z.array(LogLineView), cursor: z.string() }),
  ),
} as const;

export type AskOf<Q> = Q extends Question<string, infer Ask, z.ZodType> ? z.infer<Ask> : never;
export type AnswerOf<Q> = Q extends Question<string, z.ZodType, infer Answer> ? z.infer<Answer> : never;
