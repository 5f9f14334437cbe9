import { Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { AnswerMetrics } from './answers/answer-metrics.controller.ts';
import { MetricSeriesHandler } from './answers/metric-series.handler.ts';
import { MetricValuesHandler } from './answers/metric-values.handler.ts';
import { AskCosts } from './costs/ask-costs.loop.ts';
import { Expose } from './exposition/expose.handler.ts';
import { Exposition } from './exposition/exposition.controller.ts';
import { FleetStore } from './fleet/fleet.store.ts';
import { KeepSteps } from './keeping/keep-steps.store.ts';
import { ReadSteps } from './keeping/read-steps.store.ts';
import { CreateMetrics1765000000000 } from './metrics.migration.ts';
import { RecordSteps } from './recording/record.loop.ts';

@Module({
  imports: [EventingModule.forRoot({ service: 'metrics', migrations: [CreateMetrics1765000000000] })],
  controllers: [AnswerMetrics, Exposition],
  providers: [
    FleetStore,
    KeepSteps,
    ReadSteps,
    MetricSeriesHandler,
    MetricValuesHandler,
    Expose,
    AskCosts,
    RecordSteps,
  ],
})
export class MetricsModule {}
