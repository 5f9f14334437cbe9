import { Injectable } from '@nestjs/common';
import { type MetricAsk, type MetricValue, metricQuestions as questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';

export type Page = Readonly<{ items: readonly MetricValue[]; nextCursor: string | null }>;

/** Where the figures come from that alerts judge. */
export abstract class MetricValues {
  /** @throws Refusal service.unavailable when nobody answers */
  abstract page(asks: readonly MetricAsk[], cursor: string | null): Promise<Page>;
}

const TIME_LIMIT_MS = 8000;

/** The service `metrics`. */
@Injectable()
export class AskMetrics implements MetricValues {
  constructor(private readonly asker: Asker) {}

  page(asks: readonly MetricAsk[], cursor: string | null): Promise<Page> {
    return this.asker.ask(questions.values, { asks: [...asks], cursor }, { timeoutMs: TIME_LIMIT_MS });
  }
}
