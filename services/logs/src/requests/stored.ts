/** A request, an hour and a loss as Postgres has them. */
export type RequestRow = Readonly<{
  at_us: number;
  number: number;
  endpoint_id: string;
  request_id: string;
  method: string;
  path: string;
  status: number;
  outcome: 'answered' | 'refused' | 'client_gone' | 'cut';
  code: string;
  client_address: string;
  token_id: string;
  replica_id: string;
  bytes_in: number;
  bytes_out: number;
  duration_us: number;
  first_byte_us: number;
  queue_us: number;
  wake_us: number;
  attempts: number;
  prompt_tokens: number;
  completion_tokens: number;
  flags: number;
  trace_id: string;
}>;

export type HourRow = Readonly<{
  hour_us: number;
  /** What it is grouped by, besides the hour. */
  grouped: string;
  requests: number;
  errors: number;
  bytes_in: number;
  bytes_out: number;
  prompt_tokens: number;
  completion_tokens: number;
  metered: number;
  estimated: number;
  duration_us: number;
  longest_us: number;
  first_byte_us: number;
  first_at_us: number;
  last_at_us: number;
  durations: number[];
  first_bytes: number[];
}>;
export type LossRow = Readonly<{ endpoint_id: string; requests: number; from_us: number; until_us: number }>;
