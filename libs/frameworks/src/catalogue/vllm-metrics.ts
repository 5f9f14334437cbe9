import { type MetricDefinition, counter, gauge, histogram } from '../metric.ts';

/** By the names of its present engine (V1); what its former one (V0) said differently are aliases. */
export const VLLM_METRICS: readonly MetricDefinition[] = [
  gauge('vllm:num_requests_running', 'sum', 'Requests that generate.'),
  gauge('vllm:num_requests_waiting', 'sum', 'Requests that wait inside the engine.'),
  gauge(
    'vllm:num_requests_swapped',
    'sum',
    'Requests set aside in the machine’s memory; former engine only.',
  ),
  gauge('vllm:kv_cache_usage_perc', 'average', 'How full the key-value cache is: 1 is full.', [
    'vllm:gpu_cache_usage_perc',
  ]),
  gauge(
    'vllm:cpu_cache_usage_perc',
    'average',
    'How full the cache in the machine’s memory is: 1 is full; former engine only.',
  ),
  counter('vllm:prompt_tokens_total', 'Prompt tokens processed.', ['vllm:prompt_tokens']),
  counter('vllm:generation_tokens_total', 'Tokens generated.', ['vllm:generation_tokens']),
  counter('vllm:prefix_cache_queries_total', 'Prompt tokens looked up among those that were known.', [
    'vllm:prefix_cache_queries',
    'vllm:gpu_prefix_cache_queries_total',
    'vllm:gpu_prefix_cache_queries',
  ]),
  counter('vllm:prefix_cache_hits_total', 'Prompt tokens that were known.', [
    'vllm:prefix_cache_hits',
    'vllm:gpu_prefix_cache_hits_total',
    'vllm:gpu_prefix_cache_hits',
  ]),
  counter('vllm:request_success_total', 'Requests answered to their end.', ['vllm:request_success']),
  counter('vllm:num_preemptions_total', 'Requests set aside because the key-value cache was full.', [
    'vllm:num_preemptions',
  ]),
  histogram('vllm:time_to_first_token_seconds', 'Seconds to the first token.'),
  histogram('vllm:time_per_output_token_seconds', 'Seconds between tokens.', [
    'vllm:inter_token_latency_seconds',
  ]),
  histogram('vllm:e2e_request_latency_seconds', 'Seconds from a request to the end of its answer.'),
  histogram('vllm:request_queue_time_seconds', 'Seconds that a request waits inside the engine.'),
  histogram('vllm:request_prefill_time_seconds', 'Seconds in which the prompt of a request is read.'),
  histogram('vllm:request_decode_time_seconds', 'Seconds in which a request generates.'),
  histogram('vllm:request_prompt_tokens', 'Prompt tokens of a request.'),
  histogram('vllm:request_generation_tokens', 'Generated tokens of a request.'),
];
