import { type DynamicModule, Module } from '@nestjs/common';
import { Clock, EventingModule } from '@tidegate/eventing/nest';
import { settingsOfEnvironment } from './config.ts';
import { PlanLaunch } from './launching/plan-launch.gateway.ts';
import { LinesModule } from './lines/lines.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { NodeModule } from './node/node.module.ts';
import { LifeParts } from './replicas/life-parts.handler.ts';
import { ProcessDriver } from './drivers/process.driver.ts';
import { replicasFolder } from './drivers/replica-folder.store.ts';
import { ReplicaMemory } from './replicas/replica-memory.store.ts';
import { ReplicaDriver } from './drivers/replica.driver.ts';
import { ShippedLines } from './replicas/shipped-lines.gateway.ts';
import { Supervisor } from './replicas/supervisor.handler.ts';
import { WrittenLines } from './replicas/written-lines.ts';
import { type AgentSettings, SETTINGS } from './settings.ts';
import { SyncNode } from './sync/sync-node.handler.ts';
import { SyncNodeLoop } from './sync/sync-node.loop.ts';

const driver = {
  provide: ReplicaDriver,
  useFactory: ({ folder }: AgentSettings, clock: Clock) => new ProcessDriver(replicasFolder(folder), clock),
  inject: [SETTINGS, Clock],
};

@Module({})
export class AgentModule {
  static with(settings: () => AgentSettings = settingsOfEnvironment): DynamicModule {
    return {
      module: AgentModule,
      imports: [
        EventingModule.forBus({ service: 'agent' }),
        NodeModule.with(settings),
        LinesModule,
        MetricsModule,
      ],
      providers: [
        driver,
        PlanLaunch,
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
