import { describe, expect, it } from '@jest/globals';
import { metricsPush, pushIntervalMs, pushesMetrics } from './push-metrics.ts';

const URL = 'http://127.0.0.1:4318';

describe('the push of metrics', () => {
  it('happens where the environment names an endpoint for everything or for metrics, and not else', () => {
    expect(pushesMetrics({})).toBe(false);
    expect(pushesMetrics({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: URL })).toBe(false);
    expect(pushesMetrics({ OTEL_EXPORTER_OTLP_ENDPOINT: URL })).toBe(true);
    expect(pushesMetrics({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: URL })).toBe(true);
    expect(pushesMetrics({ OTEL_EXPORTER_OTLP_ENDPOINT: URL, OTEL_METRICS_EXPORTER: 'none' })).toBe(false);
  });

  it('comes as often as the environment says, each minute else', () => {
    expect(pushIntervalMs({})).toBe(60_000);
    expect(pushIntervalMs({ OTEL_METRIC_EXPORT_INTERVAL: '5000' })).toBe(5000);
    expect(pushIntervalMs({ OTEL_METRIC_EXPORT_INTERVAL: 'often' })).toBe(60_000);
    expect(pushIntervalMs({ OTEL_METRIC_EXPORT_INTERVAL: '1' })).toBe(100);
  });

  it.each(['grpc', 'http/json', 'http/protobuf', undefined])('speaks %s', async (protocol) => {
    const readers = await metricsPush({
      OTEL_EXPORTER_OTLP_ENDPOINT: URL,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    });
    expect(readers).toHaveLength(1);
    await readers[0]?.shutdown().catch(() => undefined);
  });
});
