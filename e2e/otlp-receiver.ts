import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

type Value = Readonly<{ stringValue?: string; intValue?: number | string; doubleValue?: number }>;
type Attributes = readonly Readonly<{ key: string; value: Value }>[];
type Link = Readonly<{ traceId: string; spanId: string }>;
type Spans = readonly Readonly<{
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: Attributes;
  links?: readonly Link[];
  events?: readonly Readonly<{ name: string }>[];
}>[];
type Traces = Readonly<{
  resourceSpans?: readonly Readonly<{
    resource: Readonly<{ attributes: Attributes }>;
    scopeSpans: readonly Readonly<{ spans: Spans }>[];
  }>[];
}>;
type Metrics = Readonly<{
  resourceMetrics?: readonly Readonly<{
    resource: Readonly<{ attributes: Attributes }>;
    scopeMetrics: readonly Readonly<{ metrics: readonly Readonly<{ name: string }>[] }>[];
  }>[];
}>;

export type ReceivedSpan = Readonly<{
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** Epoch nanoseconds. */
  startNs: bigint;
  endNs: bigint;
  attributes: Readonly<Record<string, string>>;
  links: readonly Link[];
  events: readonly string[];
}>;

const MOST_SPANS = 200_000;

/** A collector in memory: takes OTLP/HTTP in JSON, as `OTEL_EXPORTER_OTLP_PROTOCOL=http/json` sends it. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  /** Names of pushed metrics by service. */
  readonly metrics = new Map<string, Set<string>>();
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    const receiver = new OtlpReceiver(server);
    server.on('request', (request, response) => {
      receiver.take(request).then(
        () => response.setHeader('content-type', 'application/json').end('{}'),
        (error: unknown) => response.writeHead(400).end(String(error)),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  /** What makes a service send its traces and metrics here, soon. */
  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '300',
      OTEL_METRIC_EXPORT_INTERVAL: '2000',
    };
  }

  ofTrace(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const sent = Buffer.concat(parts);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString();
    if (request.url === '/v1/traces') this.takeTraces(JSON.parse(text) as Traces);
    else if (request.url === '/v1/metrics') this.takeMetrics(JSON.parse(text) as Metrics);
    else throw new Error(`nothing is taken at ${request.url ?? ''}`);
  }

  private takeTraces({ resourceSpans = [] }: Traces): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = serviceOf(resource.attributes);
      const room = MOST_SPANS - this.spans.length;
      const spans = scopeSpans.flatMap((scope) => scope.spans).slice(0, Math.max(0, room));
      this.spans.push(...spans.map((span) => ({ service, ...received(span) })));
    }
  }

  private takeMetrics({ resourceMetrics = [] }: Metrics): void {
    for (const { resource, scopeMetrics } of resourceMetrics) {
      const service = serviceOf(resource.attributes);
      const names = this.metrics.get(service) ?? new Set<string>();
      this.metrics.set(service, names);
      for (const { metrics } of scopeMetrics) for (const { name } of metrics) names.add(name);
    }
  }
}

const textOf = ({ stringValue, intValue, doubleValue }: Value): string =>
  String(stringValue ?? intValue ?? doubleValue ?? '');

const serviceOf = (attributes: Attributes): string =>
  textOf(attributes.find(({ key }) => key === 'service.name')?.value ?? {});

const received = (span: Spans[number]): Omit<ReceivedSpan, 'service'> => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId ?? '',
  name: span.name,
  startNs: BigInt(span.startTimeUnixNano),
  endNs: BigInt(span.endTimeUnixNano),
  attributes: Object.fromEntries((span.attributes ?? []).map(({ key, value }) => [key, textOf(value)])),
  links: span.links ?? [],
  events: (span.events ?? []).map(({ name }) => name),
});
