import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import type { FixedDelays } from './budgets/overshoot.ts';
import { BUDGET_ANSWERS, budgetProviders, USUAL_DELAYS } from './budgets/budgets.module.ts';
import { CreateBudgets1764400000000 } from './budgets/budgets.migration.ts';
import { GRACE_SECONDS } from './closes/close-hours.loop.ts';
import { LogReplay } from './costs/log-replay.store.ts';
import { VerifiedTables, VerifyBill } from './costs/verify-bill.handler.ts';
import { LEDGER_ANSWERS, LEDGER_PROVIDERS, LEDGER_STORES } from './ledger/ledger.module.ts';
import { PostedTables, VerifyLedger } from './ledger/verify-ledger.handler.ts';
import { CreateLedger1764200000000 } from './ledger/ledger.migration.ts';
import { MeterPhases1764100000000 } from './metered-usage.migration.ts';
import { Calendar } from './periods/calendar.ts';
import type { DefaultRate } from './rates/default-rate.ts';
import { DEFAULT_RATES, PublishRates } from './rates/publish-rates.loop.ts';
import { CreateLabels1764300000000 } from './reports/labels.migration.ts';
import { REPORTS_ANSWERS, REPORTS_PROVIDERS } from './reports/reports.module.ts';
import { USAGE_CONTROLLERS, USAGE_PROVIDERS, USAGE_STORES } from './usage/usage.module.ts';
import { CreateUsage1763710000000 } from './usage.migration.ts';

/** Read when the module starts. */
export type BillingOptions = Readonly<{
  /** Whose months are billed. */
  timeZone: string;
  /** How long after its end a month is closed. */
  graceSeconds: number;
  /** What the overshoot of a hard budget depends on. */
  delays?: FixedDelays;
}>;

const migrations = [
  CreateUsage1763710000000,
  MeterPhases1764100000000,
  CreateLedger1764200000000,
  CreateLabels1764300000000,
  CreateBudgets1764400000000,
];
const eventing = (): DynamicModule => EventingModule.forRoot({ service: 'billing', migrations });
const stores = (options: Pick<BillingOptions, 'timeZone'>): Provider[] => [
  { provide: Calendar, useFactory: () => new Calendar(options.timeZone) },
  ...USAGE_STORES,
  ...LEDGER_STORES,
];

@Module({})
export class BillingModule {
  /** @param defaults the price of each flavour that no rate was published for */
  static with(
    defaults: readonly DefaultRate[],
    options: BillingOptions = { timeZone: 'UTC', graceSeconds: 3600 },
  ): DynamicModule {
    return {
      module: BillingModule,
      imports: [eventing()],
      controllers: [...USAGE_CONTROLLERS, ...LEDGER_ANSWERS, ...REPORTS_ANSWERS, ...BUDGET_ANSWERS],
      providers: [
        ...stores(options),
        ...USAGE_PROVIDERS,
        ...LEDGER_PROVIDERS,
        ...REPORTS_PROVIDERS,
        ...budgetProviders(() => options.delays ?? USUAL_DELAYS),
        { provide: GRACE_SECONDS, useFactory: () => options.graceSeconds },
        { provide: DEFAULT_RATES, useValue: defaults },
        PublishRates,
      ],
    };
  }
}

const VERIFIERS = [LogReplay, VerifiedTables, VerifyBill, PostedTables, VerifyLedger];

/** Only what checks the books: it consumes nothing, answers nothing and publishes nothing. */
@Module({})
export class VerifyModule {
  static with(options: Pick<BillingOptions, 'timeZone'> = { timeZone: 'UTC' }): DynamicModule {
    return { module: VerifyModule, imports: [eventing()], providers: [...stores(options), ...VERIFIERS] };
  }
}
