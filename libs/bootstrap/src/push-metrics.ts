import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

const EVERY_MS = 60_000;
const SHORTEST_MS = 100;

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether metrics are pushed by OTLP, beside what is read from /metrics. */
export const pushesMetrics = (env: Environment): boolean =>
  env['OTEL_METRICS_EXPORTER'] !== 'none' &&
  Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT']);

/** How often, in milliseconds. */
export const pushIntervalMs = (env: Environment): number => {
  const given = Number(env['OTEL_METRIC_EXPORT_INTERVAL']);
  return Number.isFinite(given) && given > 0 ? Math.max(SHORTEST_MS, given) : EVERY_MS;
};

/** Reads its own settings (endpoint, headers, time limit, …) from the environment. Loaded only where it is used: it is large. */
const exporterFor = async (env: Environment) => {
  switch (env['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL']) {
    case 'grpc':
      return new (await import('@opentelemetry/exporter-metrics-otlp-grpc')).OTLPMetricExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter();
    default:
      return new (await import('@opentelemetry/exporter-metrics-otlp-proto')).OTLPMetricExporter();
  }
};

/** What pushes metrics, if the environment asks for it. */
export const metricsPush = async (env: Environment): Promise<IMetricReader[]> => {
  if (!pushesMetrics(env)) return [];
  const exportIntervalMillis = pushIntervalMs(env);
  const exporter = await exporterFor(env);
  return [
    new PeriodicExportingMetricReader({
      exporter,
      exportIntervalMillis,
      exportTimeoutMillis: Math.min(exportIntervalMillis, 10_000),
    }),
  ];
};
