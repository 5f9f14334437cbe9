import { defineConfig } from '@tidegate/bootstrap';
import { NodeId } from '@tidegate/contracts';
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { labelsIn, taintsIn, zoneIn } from './node/own-traits.ts';
import type { AgentSettings } from './settings.ts';

const Milliseconds = z.coerce.number().int();
const Path = z.string().refine(isAbsolute, 'must be an absolute path');

/** Text that `read` understands, or says why not and what to write instead. */
const readBy = <T>(read: (text: string) => T) =>
  z
    .string()
    .max(16_384)
    .default('')
    .transform((text, context): T => {
      try {
        return read(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    });

/** What else is needed depends on it. */
const isOfCluster = process.env['TIDEGATE_DRIVER'] === 'kubernetes';
const OWN_NODE_ONLY =
  'must not be set with TIDEGATE_DRIVER=kubernetes: it is of the machine that an agent runs on';

export const config = defineConfig('agent', {
  TIDEGATE_NODE_ID: (isOfCluster ? z.literal('', OWN_NODE_ONLY).default('') : NodeId).describe(
    'this node, the same after every restart',
  ),
  TIDEGATE_CLUSTER: z.string().min(1).max(64).default('local').describe('the pool this node belongs to'),
  TIDEGATE_NODE_ADDRESS: z
    .string()
    .refine((value) => isIP(value) !== 0, 'must be an IP address')
    .default('127.0.0.1')
    .describe('where gateways reach replicas of this node'),
  TIDEGATE_NODE_LABELS: readBy(labelsIn).describe('what endpoints may ask of a node, e.g. rack=7,pool=batch'),
  TIDEGATE_NODE_TAINTS: readBy(taintsIn).describe(
    'only replicas that tolerate each come here, e.g. spot,dedicated',
  ),
  TIDEGATE_NODE_ZONE: readBy(zoneIn).describe('nodes of one zone fail together'),
  TIDEGATE_MODELS_DIR: Path.optional().describe('holds <owner>/<name>/*.gguf'),
  TIDEGATE_AGENT_DIR: Path.describe("the agent's own folder, of no other agent"),
  TIDEGATE_SIMULATE_GPUS: z
    .string()
    .max(200)
    .refine((text) => !isOfCluster || text === '', OWN_NODE_ONLY)
    .default('')
    .describe('GPUs to pretend to have, e.g. 8xH100'),
  TIDEGATE_DRIVER: z
    .enum(['process', 'docker', 'kubernetes'])
    .default('process')
    .describe(
      'how replicas run: as processes of this node, as containers of its Docker daemon, or as pods of a whole cluster',
    ),
  KUBECONFIG: Path.optional().describe(
    'the file that says where the API server is; left out in a pod of the cluster',
  ),
  TIDEGATE_KUBERNETES_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace')
    .default('tidegate')
    .describe('where the pods of replicas are, and of no other agent'),
  TIDEGATE_KUBERNETES_IMAGE_PULL: z
    .enum(['always', 'if-missing'])
    .default('always')
    .describe('whether a registry is asked also for a pinned image that is on the node already'),
  TIDEGATE_KUBERNETES_REACH: z
    .enum(['pod', 'node'])
    .default('pod')
    .describe("where gateways reach replicas: at their pods' own addresses, or at ports of their nodes"),
  TIDEGATE_KUBERNETES_MODELS_PATH: Path.optional().describe(
    'where nodes keep <owner>/<name>, for pods to read',
  ),
  TIDEGATE_DOCKER_SOCKET: Path.default('/var/run/docker.sock').describe(
    'of the Docker daemon of this machine',
  ),
  TIDEGATE_STOP_REPLICAS_ON_EXIT: z
    .enum(['true', 'false'])
    .default('false')
    .describe('stop the replicas when the agent is asked to stop, instead of leaving them to the next agent'),
  TIDEGATE_AGENT_SYNC_MS: Milliseconds.min(50)
    .max(60_000)
    .default(1000)
    .describe('how often the control plane is asked at least'),
  TIDEGATE_AGENT_HEALTH_MS: Milliseconds.min(50)
    .max(600_000)
    .default(5000)
    .describe("how often a ready replica's health is checked"),
  TIDEGATE_AGENT_STOP_LIMIT_MS: Milliseconds.min(0)
    .max(600_000)
    .default(10_000)
    .describe('a replica that was asked to stop is killed after so long'),
  TIDEGATE_AGENT_ENDED_KEPT_MS: Milliseconds.min(0)
    .max(3_600_000)
    .default(30_000)
    .describe('an end is remembered for so long after the control plane was told of it'),
  TIDEGATE_AGENT_LOG_KIB_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_048_576)
    .default(1024)
    .describe('what one replica may write for long, and eight times as much at once; more is dropped'),
  TIDEGATE_AGENT_METRICS_MS: Milliseconds.min(250)
    .max(600_000)
    .default(2000)
    .describe('how often a ready replica is measured'),
});

const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR'] as const;

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

export const settingsOfEnvironment = (): AgentSettings => ({
  nodeId: config.TIDEGATE_NODE_ID,
  cluster: config.TIDEGATE_CLUSTER,
  address: config.TIDEGATE_NODE_ADDRESS,
  modelsFolder: config.TIDEGATE_MODELS_DIR ?? null,
  folder: config.TIDEGATE_AGENT_DIR,
  simulateGpus: config.TIDEGATE_SIMULATE_GPUS,
  traits: {
    labels: config.TIDEGATE_NODE_LABELS,
    taints: config.TIDEGATE_NODE_TAINTS,
    zone: config.TIDEGATE_NODE_ZONE,
  },
  stopReplicasOnExit: config.TIDEGATE_STOP_REPLICAS_ON_EXIT === 'true',
  driver: config.TIDEGATE_DRIVER,
  ...(config.TIDEGATE_DRIVER === 'kubernetes' && {
    kubernetes: {
      kubeconfig: config.KUBECONFIG ?? null,
      namespace: config.TIDEGATE_KUBERNETES_NAMESPACE,
      imagePull: config.TIDEGATE_KUBERNETES_IMAGE_PULL,
      reach: config.TIDEGATE_KUBERNETES_REACH,
      modelsPath: config.TIDEGATE_KUBERNETES_MODELS_PATH ?? null,
    },
  }),
  dockerSocket: config.TIDEGATE_DOCKER_SOCKET,
  environment: inheritedEnvironment(),
  syncMs: config.TIDEGATE_AGENT_SYNC_MS,
  healthMs: config.TIDEGATE_AGENT_HEALTH_MS,
  stopLimitMs: config.TIDEGATE_AGENT_STOP_LIMIT_MS,
  endedKeptMs: config.TIDEGATE_AGENT_ENDED_KEPT_MS,
  logKibPerSecond: config.TIDEGATE_AGENT_LOG_KIB_PER_SECOND,
  metricsMs: config.TIDEGATE_AGENT_METRICS_MS,
});
