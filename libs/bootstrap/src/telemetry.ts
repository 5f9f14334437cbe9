import { context, propagation, trace, metrics } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type IMetricReader, MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { observeProcess } from './process-metrics.ts';
import { metricsPush } from './push-metrics.ts';

export type Telemetry = Readonly<{ prometheus: PrometheusExporter; stop: () => Promise<void> }>;

/**
 * OpenTelemetry for the process. Traces go where OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) says, and nowhere
 * without it: then they are not recorded, but still carry ids, so that logs and events of one request stay joined.
 * Metrics are read from /metrics, and also pushed where OTEL_EXPORTER_OTLP_ENDPOINT (or …_METRICS_ENDPOINT) says.
 */
export const startTelemetry = async (service: string): Promise<Telemetry> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = process.env;
  const areExported = (endpoint || traces) && process.env['OTEL_TRACES_EXPORTER'] !== 'none';
  const prometheus = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const serviceName = `tidegate-${service}`;
  const readers = [prometheus, ...(await metricsPush(process.env))];
  const stop = areExported ? await startExport(serviceName, readers) : startLocal(serviceName, readers);
  observeProcess();
  return { prometheus, stop: () => stop().catch(() => undefined) };
};

let exporting = false;

/** Whether spans go somewhere. */
export const exportsTraces = (): boolean => exporting;

/** The exporters are large: only a process that exports loads them. */
const startExport = async (
  serviceName: string,
  metricReaders: IMetricReader[],
): Promise<() => Promise<void>> => {
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName,
    autoDetectResources: false,
    instrumentations: [],
    metricReaders,
    logRecordProcessors: [],
  });
  sdk.start();
  exporting = true;
  return () => sdk.shutdown();
};

const startLocal = (serviceName: string, readers: IMetricReader[]): (() => Promise<void>) => {
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  const meters = new MeterProvider({ resource, readers });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new TracerProvider({ resource, sampler: new AlwaysOffSampler() }));
  metrics.setGlobalMeterProvider(meters);
  return () => meters.shutdown();
};
