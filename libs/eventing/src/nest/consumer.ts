import {
  type AnyEvent,
  type EventNamed,
  type EventType,
  type Question,
  type Recorded,
  type AskOf,
  type AnswerOf,
} from '@tidegate/contracts';
import { Controller, type Type, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { type Projection, statementsOf } from '../projection.ts';
import type { Signal } from './cloud-event.ts';
import type { Tx } from './db.ts';
import { Rethrow } from './rethrow.ts';
import type { WorkerSettings } from './worker.consumer.ts';

export type EventOf<Type extends EventType> = Recorded<EventNamed<Type>>;
export type SignalOf<Type extends EventType> = Signal<EventNamed<Type>['data']>;

type ConsumerOptions = Readonly<{
  parkAfter?: number;
  /** The most events of one transaction. */
  batchSize?: number;
  projection?: Projection;
}>;
/** One event at a time, or all of a batch at once. */
type Takes = 'event' | 'batch';

/** What the strategy finds behind a Nest message handler. */
export type Binding =
  | (Readonly<{ kind: 'log'; consumer: string; type: string; takes: Takes }> & ConsumerOptions)
  | Readonly<{ kind: 'work'; worker: string; type: string; settings: WorkerSettings }>
  | Readonly<{ kind: 'question'; question: Question<string, z.ZodType, z.ZodType> }>;

const ON = Symbol('types a method handles');
const TAKES = Symbol('whether a method handles a batch at once');

/** The event a method of a consumer or worker is for. */
export const On =
  (type: EventType): MethodDecorator =>
  (_target, _key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as object;
    Reflect.defineMetadata(
      ON,
      [...((Reflect.getMetadata(ON, method) as string[] | undefined) ?? []), type],
      method,
    );
  };

/**
 * The events a method of a log consumer is for, as many at once as come one after the other: it is called with all of them, in
 * order, and the transaction. Events of another method of the consumer come between two calls. At most one such method a consumer.
 */
export const OnBatch =
  (types: readonly EventType[]): MethodDecorator =>
  (_target, _key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as object;
    Reflect.defineMetadata(ON, types, method);
    Reflect.defineMetadata(TAKES, 'batch', method);
  };

/** Binds every @On method of a class to the strategy. */
const bind = (
  target: Type,
  patternOf: (type: string) => string,
  binding: (type: string, takes: Takes) => Binding,
): void => {
  const prototype = target.prototype as Record<string, unknown>;
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    const types = descriptor?.value
      ? (Reflect.getMetadata(ON, descriptor.value as object) as string[] | undefined)
      : undefined;
    if (!descriptor || !types) continue;
    const takes = (Reflect.getMetadata(TAKES, descriptor.value as object) as Takes | undefined) ?? 'event';
    Payload()(prototype, key, 0);
    Ctx()(prototype, key, 1);
    UseFilters(Rethrow)(prototype, key, descriptor);
    EventPattern(types.map(patternOf), {
      bindings: Object.fromEntries(types.map((type) => [patternOf(type), binding(type, takes)])),
    })(prototype, key, descriptor);
  }
  Controller()(target);
};

/**
 * A durable log consumer: every event once, in order, its SQL in the transaction of its checkpoint.
 * The name is its identity: renaming it starts again from the beginning. List the class among a module's controllers.
 */
export const Consumer =
  (name: string, options: ConsumerOptions = {}): ClassDecorator =>
  (target) => {
    bind(
      target as unknown as Type,
      (type) => `log/${name}/${type}`,
      (type, takes) => ({ kind: 'log', consumer: name, type, takes, ...options }),
    );
  };

const USUAL: WorkerSettings = {
  concurrency: 16,
  ackWaitSeconds: 30,
  maxDeliver: 8,
  backoffSeconds: [0.2, 1, 5, 30],
};

/** A consumer of a work queue. List the class among a module's controllers. */
export const Worker =
  (name: string, settings: Partial<WorkerSettings> = {}): ClassDecorator =>
  (target) => {
    bind(
      target as unknown as Type,
      (type) => `work/${name}/${type}`,
      (type) => ({ kind: 'work', worker: name, type, settings: { ...USUAL, ...settings } }),
    );
  };

/** A method that answers a question of another service. Its class is listed among a module's controllers. */
export const Answers =
  <Q extends Question<string, z.ZodType, z.ZodType>>(question: Q) =>
  <Method extends (ask: AskOf<Q>) => Promise<AnswerOf<Q>>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    Payload()(target, key, 0);
    UseFilters(Rethrow)(target, key, descriptor);
    MessagePattern(question.name, { bindings: { [question.name]: { kind: 'question', question } } })(
      target,
      key,
      descriptor,
    );
  };

/** A controller class that runs a pure projection as a log consumer. */
export const projectionConsumer = (projection: Projection): Type => {
  class RunsProjection {
    async apply(event: Recorded<AnyEvent>, tx: Tx): Promise<void> {
      for (const statement of statementsOf(projection, event)) await tx.query(statement);
    }
  }
  Object.defineProperty(RunsProjection, 'name', { value: `Runs ${projection.name}` });
  const descriptor = Object.getOwnPropertyDescriptor(RunsProjection.prototype, 'apply');
  if (descriptor)
    for (const type of Object.keys(projection.on))
      On(type as EventType)(RunsProjection.prototype, 'apply', descriptor);
  Consumer(projection.name, { projection })(RunsProjection);
  return RunsProjection;
};
