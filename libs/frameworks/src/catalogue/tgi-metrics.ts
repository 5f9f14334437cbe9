import { type MetricDefinition, counter, gauge, histogram } from '../metric.ts';

export const TGI_METRICS: readonly MetricDefinition[] = [
  gauge('tgi_queue_size', 'sum', 'Requests that wait inside the engine.'),
  gauge('tgi_batch_current_size', 'sum', 'Requests that generate.'),
  gauge('tgi_batch_current_max_tokens', 'sum', 'Tokens that the requests that generate may come to.'),
  counter('tgi_request_count', 'Requests.', ['tgi_request_count_total']),
  counter('tgi_request_success', 'Requests answered to their end.', ['tgi_request_success_total']),
  counter('tgi_request_failure', 'Requests that failed.', ['tgi_request_failure_total']),
  histogram('tgi_request_duration', 'Seconds from a request to the end of its answer.'),
  histogram('tgi_request_queue_duration', 'Seconds that a request waits inside the engine.'),
  histogram('tgi_request_inference_duration', 'Seconds in which a request generates.'),
  histogram('tgi_request_mean_time_per_token_duration', 'Mean seconds between the tokens of a request.'),
  histogram('tgi_request_input_length', 'Prompt tokens of a request.'),
  histogram('tgi_request_generated_tokens', 'Generated tokens of a request.'),
  histogram('tgi_batch_next_size', 'Requests that join those that generate, by step.'),
];
