import type { Flags } from './flags.ts';
import type { FinishedReason, Metrics } from './metrics.ts';

export interface Job {
  readonly promptTokens: number;
  readonly tokens: readonly string[];
  readonly reason: 'stop' | 'length';
  /** Gets the tokens as they come due. */
  readonly deliver: (tokens: readonly string[]) => void;
  readonly done: () => void;
}

/** What its caller holds: calling it gives the job up, wherever it is. */
export type Abandon = () => void;

/** vLLM's queue has no end. This one has, so that a forgotten load generator cannot fill the memory. */
const MAX_WAITING = 10_000;

type Pace = Pick<Flags, 'ttftMs' | 'tokensPerSecond' | 'maxNumSeqs' | 'kvCacheTokens'>;

class Generation {
  readonly job: Job;
  private readonly arrivedMs = performance.now();
  private startedMs = 0;
  private firstTokenMs = 0;
  private delivered = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly engine: { pace: Pace; metrics: Metrics; ended: (generation: Generation) => void };
  private over = false;

  constructor(job: Job, engine: { pace: Pace; metrics: Metrics; ended: (generation: Generation) => void }) {
    this.job = job;
    this.engine = engine;
  }

  start(): void {
    this.startedMs = performance.now();
    this.advance();
  }

  end(reason: FinishedReason): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    const now = performance.now();
    const gaps = this.delivered - 1;
    const perToken = gaps > 0 ? (now - this.firstTokenMs) / gaps / 1000 : null;
    this.engine.metrics.ended(reason, (now - this.arrivedMs) / 1000, perToken);
    this.engine.ended(this);
    if (reason !== 'abort') this.job.done();
  }

  /** How many tokens are due this long after the start: the first after the time to first token, then at the rate. */
  private dueAfter(elapsedMs: number): number {
    const { ttftMs, tokensPerSecond } = this.engine.pace;
    const { length } = this.job.tokens;
    if (elapsedMs < ttftMs) return 0;
    if (tokensPerSecond === 0) return length;
    return Math.min(length, 1 + Math.floor(((elapsedMs - ttftMs) * tokensPerSecond) / 1000));
  }

  private dueAtMs(token: number): number {
    const { ttftMs, tokensPerSecond } = this.engine.pace;
    return this.startedMs + ttftMs + (tokensPerSecond === 0 ? 0 : (token * 1000) / tokensPerSecond);
  }

  private advance(): void {
    const now = performance.now();
    const due = this.dueAfter(now - this.startedMs);
    if (due > this.delivered) this.deliver(due, now);
    if (this.delivered === this.job.tokens.length) {
      this.end(this.job.reason);
      return;
    }
    this.timer = setTimeout(
      () => {
        this.advance();
      },
      Math.max(1, Math.ceil(this.dueAtMs(this.delivered) - now)),
    );
  }

  private deliver(due: number, now: number): void {
    const { metrics } = this.engine;
    if (this.delivered === 0) {
      this.firstTokenMs = now;
      metrics.begun(this.job.promptTokens, (now - this.arrivedMs) / 1000);
    }
    metrics.generated(due - this.delivered);
    const tokens = this.job.tokens.slice(this.delivered, due);
    this.delivered = due;
    this.job.deliver(tokens);
  }
}

/** A batch of limited size that everybody else waits for, in order. */
export class Scheduler {
  private readonly running = new Set<Generation>();
  private readonly waiting: Generation[] = [];
  private readonly pace: Pace;
  private readonly metrics: Metrics;

  constructor(pace: Pace, metrics: Metrics) {
    this.pace = pace;
    this.metrics = metrics;
  }

  get load(): { running: number; waiting: number; kvCacheUsage: number } {
    let tokens = 0;
    for (const { job } of this.running) tokens += job.promptTokens + job.tokens.length;
    return {
      running: this.running.size,
      waiting: this.waiting.length,
      kvCacheUsage: Math.min(1, tokens / this.pace.kvCacheTokens),
    };
  }

  /** Null: the queue is full. */
  submit(job: Job): Abandon | null {
    if (this.waiting.length >= MAX_WAITING) return null;
    const generation = new Generation(job, {
      pace: this.pace,
      metrics: this.metrics,
      ended: (ended) => {
        this.leave(ended);
      },
    });
    if (this.running.size < this.pace.maxNumSeqs) this.begin(generation);
    else this.waiting.push(generation);
    return () => {
      generation.end('abort');
    };
  }

  private begin(generation: Generation): void {
    this.running.add(generation);
    generation.start();
  }

  private leave(generation: Generation): void {
    const place = this.waiting.indexOf(generation);
    if (place >= 0) this.waiting.splice(place, 1);
    if (!this.running.delete(generation)) return;
    const next = this.waiting.shift();
    if (next !== undefined) this.begin(next);
  }
}
