import { type DynamicModule, Module } from '@nestjs/common';
import { Copies, EventingModule } from '@tidegate/eventing/nest';
import { LineReader } from './lines/line-reader.store.ts';
import { LineWriter } from './lines/line-writer.store.ts';
import { StoreLinesByDay1764700000000 } from './lines/lines-by-day.migration.ts';
import { StoreLines } from './lines/store-lines.consumer.ts';
import { Tail } from './lines/tail.controller.ts';
import { CreateLogLines1763710000000 } from './logs.migration.ts';
import { RequestDays } from './requests/request-days.store.ts';
import { RequestHours } from './requests/request-hours.store.ts';
import { RequestReader } from './requests/request-reader.store.ts';
import { RequestRetention } from './requests/request-retention.store.ts';
import { RequestStore } from './requests/request.store.ts';
import { Requests } from './requests/requests.controller.ts';
import { CreateRequests1764500000000 } from './requests/requests.migration.ts';
import { StoreRequests } from './requests/store-requests.consumer.ts';
import { SayInLog } from './platform-lines/say-in-log.consumer.ts';
import { LIMITS } from './retention/limits.ts';
import type { Limits } from './retention/limits.ts';
import { KeepWithinLimits } from './retention/retention.loop.ts';
import { LineDays } from './retention/line-days.store.ts';
import { RetentionStore } from './retention/retention.store.ts';
import { AnswerSinks } from './sinks/answer-sinks.controller.ts';
import { ChangeSinks } from './sinks/change-sinks.handler.ts';
import { KnowSinks } from './sinks/know-sinks.consumer.ts';
import { LogSinks } from './sinks/log-sinks.handler.ts';
import { SendLines } from './sinks/send-lines.gateway.ts';
import { SINK_SETTINGS } from './sinks/settings.ts';
import type { SinkSettings } from './sinks/settings.ts';
import { ShipLines } from './sinks/ship-lines.loop.ts';
import { SinkHeaders } from './sinks/sink-headers.store.ts';
import { SinkStore } from './sinks/sink.store.ts';
import { CreateLogSinks1764800000000 } from './sinks/sinks.migration.ts';

const MIGRATIONS = [
  CreateLogLines1763710000000,
  CreateRequests1764500000000,
  StoreLinesByDay1764700000000,
  CreateLogSinks1764800000000,
];
const STORES = [
  Copies,
  LineDays,
  LineWriter,
  LineReader,
  RetentionStore,
  RequestStore,
  RequestDays,
  RequestReader,
  RequestHours,
  RequestRetention,
];

const SINKS = [LogSinks, SinkStore, SinkHeaders, SendLines, ChangeSinks, ShipLines];

@Module({})
export class LogsModule {
  /** Both are read when the service starts, so that a wrong setting is reported and not thrown at import. */
  static with(limits: () => Limits, sinks: () => SinkSettings): DynamicModule {
    return {
      module: LogsModule,
      imports: [EventingModule.forRoot({ service: 'logs', migrations: MIGRATIONS })],
      controllers: [StoreLines, Tail, SayInLog, KnowSinks, AnswerSinks, StoreRequests, Requests],
      providers: [
        ...STORES,
        ...SINKS,
        KeepWithinLimits,
        { provide: LIMITS, useFactory: limits },
        { provide: SINK_SETTINGS, useFactory: sinks },
      ],
    };
  }
}
