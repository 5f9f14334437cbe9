/** vLLM's own buckets, in seconds. */
const TTFT_BUCKETS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40,
];
const TOKEN_BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const LATENCY_BUCKETS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120];

export const FINISH_REASONS = ['stop', 'length', 'abort'] as const;
export type FinishedReason = (typeof FINISH_REASONS)[number];

class Histogram {
  private readonly bounds: readonly number[];
  private readonly counts: number[];
  private sum = 0;
  private count = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = bounds.map(() => 0);
  }

  observe(seconds: number): void {
    this.sum += seconds;
    this.count += 1;
    const bucket = this.bounds.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }

  lines(name: string, label: string): string[] {
    let cumulated = 0;
    const buckets = this.bounds.map((bound, index) => {
      cumulated += this.counts[index] ?? 0;
      return `${name}_bucket{${label},le="${bound}"} ${cumulated}`;
    });
    return [
      ...buckets,
      `${name}_bucket{${label},le="+Inf"} ${this.count}`,
      `${name}_sum{${label}} ${this.sum}`,
      `${name}_count{${label}} ${this.count}`,
    ];
  }
}

export interface Gauges {
  readonly running: number;
  readonly waiting: number;
  /** 1 is full. */
  readonly kvCacheUsage: number;
  readonly startSeconds: number;
}

const escaped = (label: string): string =>
  label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** vLLM's metrics, under its names. */
export class Metrics {
  private promptTokens = 0;
  private generationTokens = 0;
  private readonly finished = new Map<FinishedReason, number>();
  private readonly firstToken = new Histogram(TTFT_BUCKETS);
  private readonly perToken = new Histogram(TOKEN_BUCKETS);
  private readonly latency = new Histogram(LATENCY_BUCKETS);

  /** A first token came, so many seconds after its request. */
  begun(promptTokens: number, secondsToFirstToken: number): void {
    this.promptTokens += promptTokens;
    this.firstToken.observe(secondsToFirstToken);
  }

  generated(tokens: number): void {
    this.generationTokens += tokens;
  }

  ended(reason: FinishedReason, seconds: number, secondsPerToken: number | null): void {
    this.finished.set(reason, (this.finished.get(reason) ?? 0) + 1);
    if (reason === 'abort') return;
    this.latency.observe(seconds);
    if (secondsPerToken !== null) this.perToken.observe(secondsPerToken);
  }

  /** Prometheus text. */
  text(modelName: string, gauges: Gauges): string {
    const label = `model_name="${escaped(modelName)}"`;
    const one = (name: string, kind: 'gauge' | 'counter', value: number): string[] => [
      `# TYPE ${name} ${kind}`,
      `${name}{${label}} ${value}`,
    ];
    const histogram = (name: string, values: Histogram): string[] => [
      `# TYPE ${name} histogram`,
      ...values.lines(name, label),
    ];
    const lines = [
      ...one('vllm:num_requests_running', 'gauge', gauges.running),
      ...one('vllm:num_requests_waiting', 'gauge', gauges.waiting),
      ...one('vllm:kv_cache_usage_perc', 'gauge', gauges.kvCacheUsage),
      ...one('vllm:prompt_tokens_total', 'counter', this.promptTokens),
      ...one('vllm:generation_tokens_total', 'counter', this.generationTokens),
      '# TYPE vllm:request_success_total counter',
      ...FINISH_REASONS.map(
        (reason) =>
          `vllm:request_success_total{${label},finished_reason="${reason}"} ${this.finished.get(reason) ?? 0}`,
      ),
      ...histogram('vllm:time_to_first_token_seconds', this.firstToken),
      ...histogram('vllm:time_per_output_token_seconds', this.perToken),
      ...histogram('vllm:e2e_request_latency_seconds', this.latency),
      '# TYPE engine_start_seconds gauge',
      `engine_start_seconds ${gauges.startSeconds}`,
    ];
    return `${lines.join('\n')}\n`;
  }
}
