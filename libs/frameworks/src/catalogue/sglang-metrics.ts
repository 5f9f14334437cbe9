import { type MetricDefinition, counter, gauge, histogram } from '../metric.ts';

export const SGLANG_METRICS: readonly MetricDefinition[] = [
  gauge('sglang:num_running_reqs', 'sum', 'Requests that generate.'),
  gauge('sglang:num_queue_reqs', 'sum', 'Requests that wait inside the engine.'),
  gauge('sglang:num_grammar_queue_reqs', 'sum', 'Requests that wait for their grammar.'),
  gauge('sglang:num_used_tokens', 'sum', 'Tokens in the key-value cache.'),
  gauge('sglang:token_usage', 'average', 'How full the key-value cache is: 1 is full.'),
  gauge('sglang:gen_throughput', 'sum', 'Tokens generated in a second.'),
  gauge('sglang:cache_hit_rate', 'average', 'Share of prompt tokens that were known: 1 is all.'),
  counter('sglang:prompt_tokens_total', 'Prompt tokens processed.'),
  counter('sglang:generation_tokens_total', 'Tokens generated.'),
  counter('sglang:cached_tokens_total', 'Prompt tokens that were known.'),
  counter('sglang:num_requests_total', 'Requests answered.'),
  counter('sglang:num_aborted_requests_total', 'Requests that were given up.'),
  histogram('sglang:time_to_first_token_seconds', 'Seconds to the first token.'),
  histogram('sglang:inter_token_latency_seconds', 'Seconds between tokens.', [
    'sglang:time_per_output_token_seconds',
  ]),
  histogram('sglang:queue_time_seconds', 'Seconds that a request waits inside the engine.'),
  histogram('sglang:e2e_request_latency_seconds', 'Seconds from a request to the end of its answer.'),
];
