import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { type AnswerOf, questions } from '@tidegate/contracts';
import { eventually, testService, type TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { causedBy } from '../cause.ts';
import { deriveUuid } from '../identity.ts';
import { Asker } from './asker.ts';
import { Bus } from './bus.ts';
import { Answers, Consumer, type EventOf, On, Worker } from './consumer.ts';
import { EventStore } from './event.store.ts';
import { aCause, rate, serviceOf } from './eventing.spec-helper.ts';

jest.setTimeout(60_000);

@Consumer('specs.pass-on')
class PassOn {
  constructor(private readonly store: EventStore) {}

  @On('RatePublished')
  async passOn(event: EventOf<'RatePublished'>): Promise<void> {
    const { streamId, data } = event;
    if (streamId !== 'rate-first') return;
    await this.store.append(
      'rate-second',
      'any',
      [rate(data.priceNanoUsdPerHour + 1)],
      causedBy(event, 'second'),
    );
  }
}

@Worker('specs.deliver')
class Deliver {
  @On('WebhookQueued')
  deliver(): Promise<void> {
    return Promise.resolve();
  }
}

@Controller()
class Nodes {
  @Answers(questions.nodes)
  nodes(): Promise<AnswerOf<typeof questions.nodes>> {
    return Promise.resolve({ items: [], nextCursor: null });
  }
}

describe('a request through the platform', () => {
  const spans = new InMemorySpanExporter();
  let app: TestService;
  beforeAll(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(
      new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
    );
    app = await testService({
      service: 'scheduler',
      module: serviceOf({ service: 'scheduler', relay: true, controllers: [PassOn, Deliver, Nodes] }),
    });
  });
  afterAll(async () => {
    await app.close();
    for (const api of [trace, context, propagation]) api.disable();
  });

  /** Runs the work as a request would, in a span of its own. @returns that span's ids */
  const request = (work: () => Promise<unknown>) =>
    trace.getTracer('specs').startActiveSpan('request', async (span) => {
      await work();
      span.end();
      return span.spanContext();
    });
  const spanNamed = (name: string, traceId: string) =>
    eventually(() => {
      const found = spans
        .getFinishedSpans()
        .find((span) => span.name === name && span.spanContext().traceId === traceId);
      expect(found).toBeDefined();
      return found!;
    });

  it('is one trace and one chain of causes: append, relay, consumer, next append, its consumer', async () => {
    const cause = { ...aCause(), requestId: 'req-0123456789ab' };
    const { traceId, spanId } = await request(() =>
      app.get(EventStore).append('rate-first', 'any', [rate(1)], cause),
    );
    const consumed = await spanNamed('specs.pass-on RatePublished', traceId);
    expect(consumed).toMatchObject({ kind: SpanKind.CONSUMER, parentSpanContext: { spanId } });

    const [first] = (await app.get(EventStore).read('rate-first')).events;
    const [second] = await eventually(async () => {
      const { events } = await app.get(EventStore).read('rate-second');
      expect(events).toHaveLength(1);
      return events;
    });
    expect(first!.meta.traceparent).toBe(`00-${traceId}-${spanId}-01`);
    expect(second).toMatchObject({
      id: deriveUuid(deriveUuid(first!.id, 'second'), 'rate-second', 0),
      correlationId: cause.commandId,
      causationId: first!.id,
      meta: {
        actor: 'operator',
        requestId: 'req-0123456789ab',
        traceparent: `00-${traceId}-${consumed.spanContext().spanId}-01`,
      },
    });
    await eventually(() => {
      const seen = spans.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
      const position = (of: typeof first) =>
        seen.find((s) => s.attributes['tidegate.position'] === of!.position);
      expect(position(second)?.parentSpanContext?.spanId).toBe(consumed.spanContext().spanId);
    });
  });

  it('is linked from a signal to whoever works on it', async () => {
    const data = {
      webhookId: randomUUID(),
      projectId: 'proj-000000000001',
      url: 'https://example.com',
      type: 'endpoint.ready',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: {},
    };
    const { traceId, spanId } = await request(() => app.get(Bus).signal('WebhookQueued', data));
    expect(await spanNamed('specs.deliver WebhookQueued', traceId)).toMatchObject({
      kind: SpanKind.CONSUMER,
      parentSpanContext: { spanId },
    });
  });

  it('is linked from a question to its answer', async () => {
    const { traceId, spanId } = await request(() =>
      app.get(Asker).ask(questions.nodes, { limit: 1, cursor: null }),
    );
    expect(await spanNamed('answer scheduler.nodes', traceId)).toMatchObject({
      kind: SpanKind.SERVER,
      parentSpanContext: { spanId },
    });
  });
});
