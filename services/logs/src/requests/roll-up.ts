import { REQUEST_FLAGS, type RequestColumns } from '@tidegate/contracts';
import { bucketOf, emptyHistogram } from './histogram.ts';

const HOUR_US = 3_600_000_000;
export const hourOf = (us: number): number => us - (us % HOUR_US);

/** What is added up of the requests that arrived in one hour, by endpoint, token and class of status. */
export type RequestHour = {
  projectId: string;
  endpointId: string;
  hourUs: number;
  tokenId: string;
  statusClass: number;
  requests: number;
  errors: number;
  bytesIn: number;
  bytesOut: number;
  promptTokens: number;
  completionTokens: number;
  /** Requests whose tokens are known, and those of them whose tokens the gateway counted. */
  metered: number;
  estimated: number;
  durationUs: number;
  longestUs: number;
  firstByteUs: number;
  firstAtUs: number;
  lastAtUs: number;
  /** Of requests that were not refused: a refusal is quick, and no latency of the endpoint. */
  durations: number[];
  firstBytes: number[];
};

/** A status that no class has counts as none. */
export const classOf = (status: number): number =>
  status >= 100 && status < 600 ? Math.floor(status / 100) : 0;

/** @param atUs when each request of the batch arrived */
export const rollUp = (batch: RequestColumns, atUs: readonly number[]): RequestHour[] => {
  const hours = new Map<string, RequestHour>();
  const word = (at: number | undefined): string => batch.words[at ?? 0] ?? '';
  for (let n = 0; n < batch.count; n++) {
    const at = atUs[n] ?? 0;
    const statusClass = classOf(batch.status[n] ?? 0);
    const key = [batch.projectId[n], batch.endpointId[n], batch.tokenId[n], statusClass, hourOf(at)].join();
    let hour = hours.get(key);
    if (!hour) {
      const [projectId, endpointId, tokenId] = [batch.projectId, batch.endpointId, batch.tokenId].map(
        (column) => word(column[n]),
      ) as [string, string, string];
      hour = { ...NOTHING, projectId, endpointId, tokenId, statusClass, hourUs: hourOf(at), firstAtUs: at };
      hour.durations = emptyHistogram();
      hour.firstBytes = emptyHistogram();
      hours.set(key, hour);
    }
    add(hour, batch, n);
    hour.firstAtUs = Math.min(hour.firstAtUs, at);
    hour.lastAtUs = Math.max(hour.lastAtUs, at);
  }
  return [...hours.values()];
};

/**
 * Hours of several batches as one of each, in the order in which rows are locked: two writers that come to the same
 * hours at once then wait for each other and never for ever.
 */
export const merged = (hours: readonly RequestHour[]): RequestHour[] => {
  const byKey = new Map<string, RequestHour>();
  for (const hour of hours) {
    const known = byKey.get(keyOf(hour));
    byKey.set(keyOf(hour), known ? sumOf(known, hour) : hour);
  }
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
};

const sumOf = (a: RequestHour, b: RequestHour): RequestHour => ({
  ...a,
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
  bytesIn: a.bytesIn + b.bytesIn,
  bytesOut: a.bytesOut + b.bytesOut,
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  metered: a.metered + b.metered,
  estimated: a.estimated + b.estimated,
  durationUs: a.durationUs + b.durationUs,
  longestUs: Math.max(a.longestUs, b.longestUs),
  firstByteUs: a.firstByteUs + b.firstByteUs,
  firstAtUs: Math.min(a.firstAtUs, b.firstAtUs),
  lastAtUs: Math.max(a.lastAtUs, b.lastAtUs),
  durations: added(a.durations, b.durations),
  firstBytes: added(a.firstBytes, b.firstBytes),
});

const added = (counts: readonly number[], more: readonly number[]): number[] =>
  counts.map((count, bucket) => count + (more[bucket] ?? 0));

const add = (hour: RequestHour, batch: RequestColumns, n: number): void => {
  const outcome = batch.words[batch.outcome[n] ?? 0];
  const of = (column: readonly number[]): number => Math.max(0, column[n] ?? 0);
  hour.requests++;
  if (hour.statusClass === 5 || outcome === 'cut') hour.errors++;
  hour.bytesIn += of(batch.bytesIn);
  hour.bytesOut += of(batch.bytesOut);
  hour.promptTokens += of(batch.promptTokens);
  hour.completionTokens += of(batch.completionTokens);
  if (isKnown(batch.promptTokens[n]) || isKnown(batch.completionTokens[n])) {
    hour.metered++;
    if ((of(batch.flags) & REQUEST_FLAGS.tokensEstimated) !== 0) hour.estimated++;
  }
  if (outcome !== 'refused') time(hour, of(batch.durationUs), batch.firstByteUs[n]);
};

const isKnown = (count: number | undefined): count is number => count !== undefined && count >= 0;

const time = (hour: RequestHour, durationUs: number, firstByteUs: number | undefined): void => {
  hour.durationUs += durationUs;
  hour.longestUs = Math.max(hour.longestUs, durationUs);
  count(hour.durations, durationUs);
  if (!isKnown(firstByteUs)) return;
  hour.firstByteUs += firstByteUs;
  count(hour.firstBytes, firstByteUs);
};

const count = (histogram: number[], us: number): void => {
  const bucket = bucketOf(us);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
};

const keyOf = ({ projectId, endpointId, hourUs, tokenId, statusClass }: RequestHour): string =>
  [projectId, endpointId, String(hourUs).padStart(17, '0'), tokenId, statusClass].join(' ');

const NOTHING = {
  requests: 0,
  errors: 0,
  bytesIn: 0,
  bytesOut: 0,
  promptTokens: 0,
  completionTokens: 0,
  metered: 0,
  estimated: 0,
  durationUs: 0,
  longestUs: 0,
  firstByteUs: 0,
  lastAtUs: 0,
  durations: [] as number[],
  firstBytes: [] as number[],
};
