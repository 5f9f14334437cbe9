import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { AnswerCost } from './costs/answer-cost.controller.ts';
import { AnswerRates } from './rates/answer-rates.controller.ts';
import { CostStore } from './costs/cost.store.ts';
import { VerifyBill } from './costs/verify-bill.handler.ts';
import { HoldingStore } from './metering/holding.store.ts';
import type { DefaultRate } from './rates/default-rate.ts';
import { KeepUsage } from './rating/keep-usage.consumer.ts';
import { LineStore } from './rating/line.store.ts';
import { DEFAULT_RATES, PublishRates } from './rates/publish-rates.loop.ts';
import { RateStore } from './rates/rate.store.ts';
import { CreateUsage1763710000000 } from './usage.migration.ts';

const stores = [HoldingStore, RateStore, LineStore, CostStore];
const eventing = (): DynamicModule =>
  EventingModule.forRoot({ service: 'billing', migrations: [CreateUsage1763710000000] });

@Module({})
export class BillingModule {
  /** The price of each flavour that no rate was published for. */
  static with(defaults: readonly DefaultRate[]): DynamicModule {
    return {
      module: BillingModule,
      imports: [eventing()],
      controllers: [KeepUsage, AnswerCost, AnswerRates],
      providers: [...stores, { provide: DEFAULT_RATES, useValue: defaults }, PublishRates],
    };
  }
}

/** Only what checks the books: it consumes nothing, answers nothing and publishes nothing. */
@Module({})
export class VerifyModule {
  static whole(): DynamicModule {
    return { module: VerifyModule, imports: [eventing()], providers: [...stores, VerifyBill] };
  }
}
