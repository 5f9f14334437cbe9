import type { Provider, Type } from '@nestjs/common';
import { AnswerCost } from '../costs/answer-cost.controller.ts';
import { CostStore } from '../costs/cost.store.ts';
import { EndpointStore } from '../metering/endpoint.store.ts';
import { HoldingStore } from '../metering/holding.store.ts';
import { AnswerPlans } from '../plans/plan.controller.ts';
import { PlanStore } from '../plans/plan.store.ts';
import { AnswerRates } from '../rates/answer-rates.controller.ts';
import { PublishRate } from '../rates/publish-rate.controller.ts';
import { RateStore } from '../rates/rate.store.ts';
import { CardStore } from './card.store.ts';
import { ChangeStore } from './change.store.ts';
import { FactStore } from './fact.store.ts';
import { KeepUsage } from './keep-usage.consumer.ts';
import { LineStore } from './line.store.ts';
import { Rated } from './rated.store.ts';
import { Settling } from './settling.store.ts';
import { Usage } from './usage.store.ts';

/** What reads the tables of usage. */
export const USAGE_STORES: Provider[] = [
  HoldingStore,
  EndpointStore,
  RateStore,
  PlanStore,
  CardStore,
  LineStore,
  Rated,
  Usage,
  CostStore,
];

/** What writes them. */
export const USAGE_PROVIDERS: Provider[] = [Settling, ChangeStore, FactStore];

export const USAGE_CONTROLLERS: Type[] = [KeepUsage, AnswerCost, AnswerRates, PublishRate, AnswerPlans];
