import { type DynamicModule, Global, Module } from '@nestjs/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReplicaRegistry, type RunningReplica } from '../replicas/replica-registry.ts';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { noSecrets } from './no-secrets.spec-helper.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';

/** A folder that is gone after the test. */
export const testFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'tidegate-agent-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** A process group id that no machine gives. */
export const NO_GROUP = 2 ** 30;

export const runningReplica = (folder: string, given: Partial<RunningReplica> = {}): RunningReplica => ({
  replicaId: 'repl-0123456789ab',
  nodeId: 'node-0123456789ab',
  endpointId: 'endpt-0123456789ab',
  projectId: 'proj-0123456789ab',
  groupId: NO_GROUP,
  port: 9,
  host: '127.0.0.1',
  metricsPath: null,
  metricsPort: null,
  healthPath: '/health',
  ready: true,
  output: { stdout: join(folder, 'stdout.log'), stderr: join(folder, 'stderr.log') },
  ...given,
});

/** What the rest of the agent gives to every module, without the rest of the agent. */
@Global()
@Module({})
export class FakeNode {
  static with(settings: Partial<AgentSettings>, secrets = noSecrets): DynamicModule {
    return {
      module: FakeNode,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: KnownSecrets, useValue: secrets },
        RunningReplicas,
        { provide: ReplicaRegistry, useExisting: RunningReplicas },
      ],
      exports: [SETTINGS, KnownSecrets, RunningReplicas, ReplicaRegistry],
    };
  }
}
