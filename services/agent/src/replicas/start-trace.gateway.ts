import { type Span, SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { contextFromTraceparent } from '@tidegate/eventing/nest';
import type { ReplicaRecord } from './replica-record.ts';

const tracer = trace.getTracer('tidegate');

/**
 * A replica's start, or its wake, as spans under the event that it happens because of: `replica pull` until its process
 * runs (secrets, weights, image, launch), then `replica load` until it answers.
 */
export class StartTrace {
  #whole: Span | undefined;
  #load: Span | undefined;

  /** Of one that an earlier agent has begun only the rest is seen. */
  constructor(record: ReplicaRecord) {
    if (record.stopped || record.readyAtUs !== null) return;
    this.#begin('replica start', record);
    if (record.startedAtUs !== null) this.#loads();
  }

  /** Whatever the work opens itself, e.g. for its image, is part of it. */
  pulls<T>(work: () => Promise<T>): Promise<T> {
    const pull = this.#child('replica pull');
    if (!pull) return work();
    return context.with(trace.setSpan(context.active(), pull), work).finally(() => {
      pull.end();
    });
  }

  follow(before: ReplicaRecord, now: ReplicaRecord): void {
    if (now.stopped) this.#failed(now.stopped.cause);
    else if (now.rest === 'waking' && before.rest !== 'waking') this.#begin('replica wake', now);
    else if (now.readyAtUs !== null && before.readyAtUs === null) this.#ready();
    else if (now.startedAtUs !== null && before.startedAtUs === null) this.#loads();
  }

  #begin(name: string, { replicaId, endpointId, nodeId, traceparent }: ReplicaRecord): void {
    this.#over();
    const attributes = {
      'tidegate.replica.id': replicaId,
      'tidegate.endpoint.id': endpointId,
      'tidegate.node.id': nodeId,
    };
    const parent = contextFromTraceparent(traceparent);
    this.#whole = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes }, parent);
  }

  #loads(): void {
    this.#load ??= this.#child('replica load');
  }

  #ready(): void {
    this.#whole?.addEvent('ready');
    this.#over();
  }

  /** Once it was ready nothing is open any more. */
  #failed(cause: string): void {
    this.#whole?.setStatus({ code: SpanStatusCode.ERROR, message: cause });
    this.#whole?.setAttribute('error.type', cause);
    this.#over();
  }

  #child(name: string): Span | undefined {
    const whole = this.#whole;
    return whole && tracer.startSpan(name, {}, trace.setSpan(context.active(), whole));
  }

  #over(): void {
    this.#load?.end();
    this.#whole?.end();
    this.#load = this.#whole = undefined;
  }
}
