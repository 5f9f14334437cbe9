import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { LineStore } from './lines/line.store.ts';
import { StoreLines } from './lines/store-lines.consumer.ts';
import { Tail } from './lines/tail.controller.ts';
import { CreateLogLines1763710000000 } from './logs.migration.ts';
import { LIMITS } from './retention/limits.ts';
import type { Limits } from './retention/limits.ts';
import { KeepWithinLimits } from './retention/retention.loop.ts';
import { RetentionStore } from './retention/retention.store.ts';

@Module({})
export class LogsModule {
  /** @param limits read when the service starts, so that a wrong setting is reported and not thrown at import */
  static with(limits: () => Limits): DynamicModule {
    return {
      module: LogsModule,
      imports: [EventingModule.forRoot({ service: 'logs', migrations: [CreateLogLines1763710000000] })],
      controllers: [StoreLines, Tail],
      providers: [LineStore, RetentionStore, KeepWithinLimits, { provide: LIMITS, useFactory: limits }],
    };
  }
}
