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
import { AcceptInvocations } from './invocations/accept-invocations.handler.ts';
import { AnswerForInvocations } from './invocations/answer-for-invocations.controller.ts';
import { InvocationKeys } from './invocations/invocation-keys.store.ts';
import { KeepInvocationsInPostgres1764500000000 } from './invocations/invocation-runs.migration.ts';
import { Invocations } from './invocations/invocations.gateway.ts';
import { CreateInvocations1763600000100 } from './invocations/invocations.migration.ts';
import { InvocationStore } from './invocations/invocations.store.ts';
import { ManageInvocations } from './invocations/manage-invocations.handler.ts';
import { RecordInvocations } from './invocations/record-invocations.consumer.ts';
import { ShareTakings } from './limits/share-takings.loop.ts';
import { AccessLog } from './reports/access-log.loop.ts';
import { TokenUses } from './reports/token-uses.loop.ts';
import { TrafficReports } from './reports/traffic.loop.ts';
import { PlatformResults } from './results/platform-results.store.ts';
import { Results } from './results/results.store.ts';
import { TokenGuard } from './routing/token.guard.ts';
import { Backlogs } from './runs/backlogs.loop.ts';
import { CallReplica } from './runs/call-replica.gateway.ts';
import { DueInvocations } from './runs/due-invocations.store.ts';
import { FollowInvocations } from './runs/follow-invocations.loop.ts';
import { RunInvocations } from './runs/run-invocations.loop.ts';
import { SettleInvocations } from './runs/settle-invocations.handler.ts';
import { TendInvocations } from './runs/tend-invocations.loop.ts';
import { type GatewaySettings, SETTINGS } from './settings.ts';

const TABLES = [Tables, TokenGuard, FollowLog];
const CALLS = [Upstreams, WaitingRoom, Means, Admission, Inference, ApiProxy, FrontDoor];
const REPORTS = [AccessLog, TrafficReports, TokenUses, ShareTakings];
const INVOCATIONS = [InvocationStore, InvocationKeys, AcceptInvocations, ManageInvocations, Invocations];
const RESULTS = [PlatformResults, Results];
const RUNS = [
  DueInvocations,
  Backlogs,
  CallReplica,
  FollowInvocations,
  SettleInvocations,
  RunInvocations,
  TendInvocations,
];
const MIGRATIONS = [CreateInvocations1763600000100, KeepInvocationsInPostgres1764500000000];

@Module({})
export class GatewayModule {
  /** Settings are asked for when the process starts, not before. */
  static with(settings: () => GatewaySettings): DynamicModule {
    return {
      module: GatewayModule,
      imports: [EventingModule.forRoot({ service: 'gateway', migrations: MIGRATIONS })],
      controllers: [RecordInvocations, AnswerForInvocations],
      providers: [
        { provide: SETTINGS, useFactory: settings },
        ...TABLES,
        ...CALLS,
        ...REPORTS,
        ...INVOCATIONS,
        ...RESULTS,
        ...RUNS,
      ],
    };
  }
}
