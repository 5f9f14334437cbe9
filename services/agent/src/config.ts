import { defineConfig } from '@tidegate/bootstrap';
import { NodeId } from '@tidegate/contracts';
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { AgentSettings } from './settings.ts';

const Milliseconds = z.coerce.number().int();
const Path = z.string().refine(isAbsolute, 'must be an absolute path');

export const config = defineConfig('agent', {
  TIDEGATE_NODE_ID: NodeId.describe('this node, the same after every restart'),
  TIDEGATE_CLUSTER: z.string().min(1).max(64).default('local').describe('the pool this node belongs to'),
  TIDEGATE_NODE_ADDRESS: z
    .string()
    .refine((value) => isIP(value) !== 0, 'must be an IP address')
    .default('127.0.0.1')
    .describe('where gateways reach replicas of this node'),
  TIDEGATE_MODELS_DIR: Path.optional().describe('holds <owner>/<name>/*.gguf'),
  TIDEGATE_AGENT_DIR: Path.describe("the agent's own folder, of no other agent"),
  TIDEGATE_SIMULATE_GPUS: z.string().max(200).default('').describe('GPUs to pretend to have, e.g. 8xH100'),
  TIDEGATE_DRIVER: z
    .enum(['process', 'docker'])
    .default('process')
    .describe('how replicas run on this node: as processes, or as containers of its Docker daemon'),
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
  TIDEGATE_AGENT_LOG_LINES_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(2000)
    .describe('lines that one replica may write for long, and five times as many at once; more is dropped'),
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
  stopReplicasOnExit: config.TIDEGATE_STOP_REPLICAS_ON_EXIT === 'true',
  driver: config.TIDEGATE_DRIVER,
  dockerSocket: config.TIDEGATE_DOCKER_SOCKET,
  environment: inheritedEnvironment(),
  syncMs: config.TIDEGATE_AGENT_SYNC_MS,
  healthMs: config.TIDEGATE_AGENT_HEALTH_MS,
  stopLimitMs: config.TIDEGATE_AGENT_STOP_LIMIT_MS,
  endedKeptMs: config.TIDEGATE_AGENT_ENDED_KEPT_MS,
  logLinesPerSecond: config.TIDEGATE_AGENT_LOG_LINES_PER_SECOND,
  metricsMs: config.TIDEGATE_AGENT_METRICS_MS,
});
