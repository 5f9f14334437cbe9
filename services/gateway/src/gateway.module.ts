import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { Admission } from './calls/admission.gateway.ts';
import { ApiProxy } from './calls/api-proxy.gateway.ts';
import { FollowLog } from './calls/follow-log.loop.ts';
import { FrontDoor } from './calls/front-door.gateway.ts';
import { Inference } from './calls/inference.gateway.ts';
import { Means } from './calls/means.gateway.ts';
import { Tables } from './calls/tables.gateway.ts';
import { Upstreams } from './calls/upstreams.gateway.ts';
import { WaitingRoom } from './calls/waiting-room.gateway.ts';
import { CallReplica } from './invocations/call-replica.gateway.ts';
import { ForgetInvocations } from './invocations/forget-invocations.loop.ts';
import { Invocations } from './invocations/invocations.gateway.ts';
import { CreateInvocations1763600000100 } from './invocations/invocations.migration.ts';
import { InvocationStore } from './invocations/invocations.store.ts';
import { RunInvocations } from './invocations/run-invocations.consumer.ts';
import { AccessLog } from './reports/access-log.loop.ts';
import { TokenUses } from './reports/token-uses.loop.ts';
import { TrafficReports } from './reports/traffic.loop.ts';
import { TokenGuard } from './routing/token.guard.ts';
import { type GatewaySettings, SETTINGS } from './settings.ts';

const TABLES = [Tables, TokenGuard, FollowLog];
const CALLS = [Upstreams, WaitingRoom, Means, Admission, Inference, ApiProxy, FrontDoor];
const REPORTS = [AccessLog, TrafficReports, TokenUses];
const INVOCATIONS = [InvocationStore, Invocations, CallReplica, ForgetInvocations];

@Module({})
export class GatewayModule {
  /** Settings are asked for when the process starts, not before. */
  static with(settings: () => GatewaySettings): DynamicModule {
    return {
      module: GatewayModule,
      imports: [EventingModule.forRoot({ service: 'gateway', migrations: [CreateInvocations1763600000100] })],
      controllers: [RunInvocations],
      providers: [
        { provide: SETTINGS, useFactory: settings },
        ...TABLES,
        ...CALLS,
        ...REPORTS,
        ...INVOCATIONS,
      ],
    };
  }
}
