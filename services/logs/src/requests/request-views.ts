import {
  type NotRecordedView,
  REQUEST_FLAGS,
  type RequestHourView,
  type RequestView,
  type SpreadView,
} from '@tidegate/contracts';
import { quantileUs, totalOf } from './histogram.ts';
import type { HourRow, LossRow, RequestRow } from './stored.ts';

const isoOf = (us: number): string => new Date(us / 1000).toISOString();
/** Hundredths are enough for whoever reads them. */
const msOf = (us: number): number => Math.round(us / 10) / 100;
const orNull = (number: number): number | null => (number < 0 ? null : number);
const wordOrNull = (word: string): string | null => (word === '' ? null : word);

export const requestView = (row: RequestRow): RequestView => ({
  requestId: row.request_id,
  endpointId: row.endpoint_id,
  at: isoOf(row.at_us),
  method: row.method,
  path: row.path,
  status: row.status === 0 ? null : row.status,
  outcome: row.outcome,
  code: wordOrNull(row.code),
  clientAddress: row.client_address,
  tokenId: wordOrNull(row.token_id),
  replicaId: wordOrNull(row.replica_id),
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
  durationMs: msOf(row.duration_us),
  firstByteMs: row.first_byte_us < 0 ? null : msOf(row.first_byte_us),
  queueMs: msOf(row.queue_us),
  wakeMs: msOf(row.wake_us),
  attempts: row.attempts,
  promptTokens: orNull(row.prompt_tokens),
  completionTokens: orNull(row.completion_tokens),
  tokensEstimated: (row.flags & REQUEST_FLAGS.tokensEstimated) !== 0,
  stream: (row.flags & REQUEST_FLAGS.stream) !== 0,
  traceId: wordOrNull(row.trace_id),
});

const CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;
type By = 'hour' | 'token' | 'status' | 'endpoint';

/** @param endpointId of which endpoint all are; null: of the whole project */
export const hourView = (row: HourRow, by: By, endpointId: string | null): RequestHourView => ({
  hour: isoOf(row.hour_us),
  endpointId: by === 'endpoint' ? row.grouped : endpointId,
  tokenId: by === 'token' ? wordOrNull(row.grouped) : null,
  statusClass: by === 'status' ? (CLASSES[Number(row.grouped)] ?? 'none') : null,
  requests: row.requests,
  errors: row.errors,
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
  promptTokens: row.prompt_tokens,
  completionTokens: row.completion_tokens,
  requestsWithTokens: row.metered,
  requestsWithTokensEstimated: row.estimated,
  durationMs: { ...spreadOf(row.durations, row.duration_us, row.longest_us), longest: msOf(row.longest_us) },
  firstByteMs: spreadOf(row.first_bytes, row.first_byte_us, row.longest_us),
  firstAt: isoOf(row.first_at_us),
  lastAt: isoOf(row.last_at_us),
});

const spreadOf = (counts: readonly number[], sumUs: number, longestUs: number): SpreadView => {
  const total = totalOf(counts);
  const at = (share: number): number | null => {
    const us = quantileUs(counts, share, longestUs);
    return us === null ? null : msOf(us);
  };
  return { mean: total === 0 ? null : msOf(sumUs / total), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};

export const notRecordedView = (row: LossRow): NotRecordedView => ({
  endpointId: row.endpoint_id,
  requests: row.requests,
  from: isoOf(row.from_us),
  until: isoOf(row.until_us),
});
