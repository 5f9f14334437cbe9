import type { MsgHdrs } from '@nats-io/transport-node';
import {
  type Context,
  type Link,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  context,
  propagation,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('tidegate');

const getter: TextMapGetter<MsgHdrs | undefined> = {
  keys: (carrier) => carrier?.keys() ?? [],
  get: (carrier, key) => carrier?.get(key) || undefined,
};

export const contextFromHeaders = (headers: MsgHdrs | undefined): Context =>
  propagation.extract(context.active(), headers, getter);

export const contextFromTraceparent = (traceparent: string | undefined): Context =>
  traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();

/** Links to other spans by their trace contexts; those that are not valid lead nowhere. */
export const linksTo = (traceparents: Iterable<string | undefined>): Link[] =>
  [...traceparents].flatMap((traceparent) => {
    const found = traceparent && trace.getSpanContext(contextFromTraceparent(traceparent));
    return found ? [{ context: found }] : [];
  });

/** The active trace context as a header value; undefined where nothing is traced. */
export const activeTraceparent = (): string | undefined => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
};

type Span = Readonly<{
  name: string;
  kind: SpanKind;
  parent: Context;
  attributes: Record<string, string | number>;
  /** What else led to it. */
  links?: readonly Link[];
}>;

/** Runs the work inside a span, which ends with it and carries its error. */
export const inSpan = <T>(
  { name, kind, parent, attributes, links = [] }: Span,
  work: () => Promise<T>,
): Promise<T> =>
  context.with(parent, () =>
    tracer.startActiveSpan(name, { kind, attributes, links: [...links] }, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    }),
  );

export { SpanKind };
