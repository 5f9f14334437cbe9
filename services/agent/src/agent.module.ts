import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { settingsOfEnvironment } from './config.ts';
import { Intake } from './intake/intake.gateway.ts';
import { PlanWithIntake } from './intake/plan-with-intake.gateway.ts';
import { PlanContainer } from './launching/plan-container.gateway.ts';
import { PlanPod } from './launching/plan-pod.gateway.ts';
import { PlanLaunch } from './launching/plan-launch.ts';
import { PlanProcess } from './launching/plan-process.gateway.ts';
import { LinesModule } from './lines/lines.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { NodeModule } from './node/node.module.ts';
import { PlanWithGpus } from './node/plan-with-gpus.gateway.ts';
import { AgentNodes } from './node/agent-nodes.ts';
import { NodeClock } from './node/node-clock.gateway.ts';
import { ThisNode } from './node/this-node.gateway.ts';
import { Cluster } from './kubernetes/cluster.gateway.ts';
import { LifeParts } from './replicas/life-parts.handler.ts';
import { DockerDriver } from './drivers/docker.driver.ts';
import { KubernetesDriver } from './drivers/kubernetes.driver.ts';
import { ProcessDriver } from './drivers/process.driver.ts';
import { replicasFolder } from './drivers/replica-folder.store.ts';
import { ReplicaRegistry } from './replicas/replica-registry.ts';
import { ReplicaMemory } from './replicas/replica-memory.store.ts';
import { ReplicaDriver } from './drivers/replica.driver.ts';
import { OpenSecrets } from './secrets/open-secrets.gateway.ts';
import { ShippedLines } from './replicas/shipped-lines.gateway.ts';
import { Supervisor } from './replicas/supervisor.handler.ts';
import { WrittenLines } from './replicas/written-lines.ts';
import { type AgentSettings, SETTINGS } from './settings.ts';
import { SyncNode } from './sync/sync-node.handler.ts';
import { SyncNodeLoop } from './sync/sync-node.loop.ts';

const driver = {
  provide: ReplicaDriver,
  useFactory: (settings: AgentSettings, clock: NodeClock, cluster: Cluster | null): ReplicaDriver => {
    switch (settings.driver) {
      case 'process':
        return new ProcessDriver(replicasFolder(settings.folder), clock);
      case 'docker':
        return new DockerDriver(settings, clock);
      case 'kubernetes':
        return kubernetesDriver(settings, clock, cluster);
    }
  },
  inject: [SETTINGS, NodeClock, Cluster],
};

const kubernetesDriver = (
  { folder, kubernetes, stopLimitMs }: AgentSettings,
  clock: NodeClock,
  cluster: Cluster | null,
): ReplicaDriver => {
  if (!kubernetes || !cluster) throw new Error('the driver kubernetes is not told of its cluster');
  return new KubernetesDriver({ folder, stopLimitMs, ...kubernetes }, cluster, clock);
};

/** The GPUs of the agent's own machine go by names that it knows. */
const withGpus = (launches: PlanLaunch, nodes: AgentNodes): PlanLaunch =>
  nodes instanceof ThisNode ? new PlanWithGpus(launches, nodes) : launches;

/** Plans what that driver can start, and nothing else. */
const planner = {
  provide: PlanLaunch,
  useFactory: (settings: AgentSettings, nodes: AgentNodes, intake: Intake | null): PlanLaunch => {
    const planned = withGpus(plannerOf(settings), nodes);
    return intake ? new PlanWithIntake(planned, intake) : planned;
  },
  inject: [SETTINGS, AgentNodes, Intake],
};

const plannerOf = (settings: AgentSettings): PlanLaunch => {
  switch (settings.driver) {
    case 'process':
      return new PlanProcess(settings);
    case 'docker':
      return new PlanContainer(settings);
    case 'kubernetes':
      return new PlanPod(settings, settings.kubernetes?.modelsPath ?? null);
  }
};

/** Null: what replicas of this driver reach is not this machine’s own address. */
const intake = {
  provide: Intake,
  useFactory: (settings: AgentSettings, registry: ReplicaRegistry, clock: NodeClock): Intake | null => {
    const { driver: kind, address: host, folder } = settings;
    const isReached = kind === 'process' || (kind === 'docker' && !isLoopback(host));
    return isReached ? new Intake({ registry, clock, folder, host }) : null;
  },
  inject: [SETTINGS, ReplicaRegistry, NodeClock],
};

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** After a quiet time a replica may write so many seconds' worth at once. */
const BURST_SECONDS = 8;
const linesOf = ({ logKibPerSecond }: AgentSettings) => ({
  bytesPerSecond: logKibPerSecond * 1024,
  burstBytes: logKibPerSecond * 1024 * BURST_SECONDS,
});

@Module({})
export class AgentModule {
  static with(settings: () => AgentSettings = settingsOfEnvironment): DynamicModule {
    return {
      module: AgentModule,
      imports: [
        EventingModule.forBus({ service: 'agent' }),
        NodeModule.with(settings),
        LinesModule.with(() => linesOf(settings())),
        MetricsModule.with(() => ({ everyMs: settings().metricsMs })),
      ],
      providers: [
        driver,
        intake,
        planner,
        OpenSecrets,
        ReplicaMemory,
        { provide: WrittenLines, useClass: ShippedLines },
        LifeParts,
        Supervisor,
        SyncNode,
        SyncNodeLoop,
      ],
    };
  }
}
