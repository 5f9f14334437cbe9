import { context, propagation, trace, metrics } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';

export type Telemetry = Readonly<{ prometheus: PrometheusExporter; stop: () => Promise<void> }>;

/**
 * OpenTelemetry for the process. Traces go where OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) says, and nowhere
 * without it: then they are not recorded, but still carry ids, so that logs and events of one request stay joined.
 * Metrics are read from /metrics.
 */
export const startTelemetry = async (service: string): Promise<Telemetry> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = process.env;
  const prometheus = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const serviceName = `tidegate-${service}`;
  const stop =
    endpoint || traces ? await startExport(serviceName, prometheus) : startLocal(serviceName, prometheus);
  return { prometheus, stop: () => stop().catch(() => undefined) };
};

/** The exporters are large: only a process that exports loads them. */
const startExport = async (
  serviceName: string,
  prometheus: PrometheusExporter,
): Promise<() => Promise<void>> => {
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName,
    autoDetectResources: false,
    instrumentations: [],
    metricReaders: [prometheus],
    logRecordProcessors: [],
  });
  sdk.start();
  return () => sdk.shutdown();
};

const startLocal = (serviceName: string, prometheus: PrometheusExporter): (() => Promise<void>) => {
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  const meters = new MeterProvider({ resource, readers: [prometheus] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new TracerProvider({ resource, sampler: new AlwaysOffSampler() }));
  metrics.setGlobalMeterProvider(meters);
  return () => meters.shutdown();
};
