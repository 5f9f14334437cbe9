import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Scheduler, type Abandon } from './generation.ts';
import { Metrics } from './metrics.ts';
import { answerTokens, countTokens, embeddingOf } from './text.ts';

const pace = { ttftMs: 100, tokensPerSecond: 10, maxNumSeqs: 1, kvCacheTokens: 100 };

class Caller {
  readonly got: string[] = [];
  done = false;
  readonly abandon: Abandon | null;

  constructor(scheduler: Scheduler, count: number) {
    this.abandon = scheduler.submit({
      promptTokens: 8,
      tokens: answerTokens('a prompt', count),
      reason: 'stop',
      deliver: (tokens) => this.got.push(...tokens),
      done: () => (this.done = true),
    });
  }
}

const lines = (metrics: Metrics, prefix: string): string[] =>
  metrics
    .text('m', { running: 0, waiting: 0, kvCacheUsage: 0, startSeconds: 0 })
    .split('\n')
    .filter((line) => line.startsWith(prefix));

describe('a scheduler of one sequence', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives the first token after its time and the others at the rate', () => {
    const caller = new Caller(new Scheduler(pace, new Metrics()), 3);
    const seen = [99, 1, 99, 1, 100].map((ms) => {
      jest.advanceTimersByTime(ms);
      return caller.got.length;
    });
    expect(seen).toEqual([0, 1, 1, 2, 3]);
    expect(caller.done).toBe(true);
  });

  it('makes the others wait in order, and says so', () => {
    const scheduler = new Scheduler(pace, new Metrics());
    const callers = [1, 1, 1].map((count) => new Caller(scheduler, count));
    expect(scheduler.load).toEqual({ running: 1, waiting: 2, kvCacheUsage: 0.09 });
    jest.advanceTimersByTime(100);
    expect(callers.map(({ done }) => done)).toEqual([true, false, false]);
    jest.advanceTimersByTime(200);
    expect(callers.map(({ done }) => done)).toEqual([true, true, true]);
    expect(scheduler.load).toEqual({ running: 0, waiting: 0, kvCacheUsage: 0 });
  });

  it('frees the place of a caller that gives up, running or waiting', () => {
    const metrics = new Metrics();
    const scheduler = new Scheduler(pace, metrics);
    const [running, waiting, last] = [5, 5, 1].map((count) => new Caller(scheduler, count));
    waiting?.abandon?.();
    running?.abandon?.();
    running?.abandon?.();
    expect(scheduler.load).toMatchObject({ running: 1, waiting: 0 });
    jest.advanceTimersByTime(100);
    expect([running?.done, waiting?.done, last?.done]).toEqual([false, false, true]);
    expect(lines(metrics, 'vllm:request_success_total')).toEqual([
      'vllm:request_success_total{model_name="m",finished_reason="stop"} 1',
      'vllm:request_success_total{model_name="m",finished_reason="length"} 0',
      'vllm:request_success_total{model_name="m",finished_reason="abort"} 2',
    ]);
  });

  it('is done at once when it needs no time', () => {
    const caller = new Caller(new Scheduler({ ...pace, ttftMs: 0, tokensPerSecond: 0 }, new Metrics()), 4);
    expect([caller.got.length, caller.done]).toEqual([4, true]);
  });

  it('counts tokens and times as vLLM does', () => {
    const metrics = new Metrics();
    const caller = new Caller(new Scheduler(pace, metrics), 3);
    jest.advanceTimersByTime(300);
    expect(caller.done).toBe(true);
    expect(lines(metrics, 'vllm:prompt_tokens_total')).toEqual([
      'vllm:prompt_tokens_total{model_name="m"} 8',
    ]);
    expect(lines(metrics, 'vllm:generation_tokens_total')).toEqual([
      'vllm:generation_tokens_total{model_name="m"} 3',
    ]);
    expect(lines(metrics, 'vllm:time_to_first_token_seconds_bucket{model_name="m",le="0.1"}')).toEqual([
      'vllm:time_to_first_token_seconds_bucket{model_name="m",le="0.1"} 1',
    ]);
    expect(lines(metrics, 'vllm:time_per_output_token_seconds_sum')).toEqual([
      'vllm:time_per_output_token_seconds_sum{model_name="m"} 0.1',
    ]);
    expect(lines(metrics, 'vllm:e2e_request_latency_seconds_count')).toEqual([
      'vllm:e2e_request_latency_seconds_count{model_name="m"} 1',
    ]);
  });
});

describe('the texts of the double', () => {
  it('are the same for the same prompt, and as long as asked', () => {
    expect(answerTokens('hello', 5)).toEqual(answerTokens('hello', 5));
    expect(answerTokens('hello', 5)).not.toEqual(answerTokens('hello there', 5));
    expect(countTokens(answerTokens('hello', 50).join(''))).toBe(50);
  });

  it('have at least one token', () => {
    expect([countTokens(''), countTokens(' a  b ')]).toEqual([1, 2]);
  });

  it('have a vector of length 1 of their own', () => {
    expect(Math.hypot(...embeddingOf('a'))).toBeCloseTo(1, 9);
    expect(embeddingOf('a')).not.toEqual(embeddingOf('b'));
  });
});

describe('a model with an odd name', () => {
  it('keeps the metrics readable', () => {
    const text = new Metrics().text('a"b\\c\n', { running: 0, waiting: 0, kvCacheUsage: 0, startSeconds: 0 });
    expect(text).toContain('{model_name="a\\"b\\\\c\\n"}');
  });
});
