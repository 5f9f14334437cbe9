/** One request as the access log tells it: always all fields; no secrets, no bodies, no query. */
export type RequestRecord = {
  requestId: string;
  /** Epoch milliseconds of its arrival. */
  atMs: number;
  method: string;
  path: string;
  status: number;
  /** `client_gone` and `cut` have the status that was sent until then, 0 for none. */
  outcome: 'answered' | 'refused' | 'client_gone' | 'cut';
  /** Of a refusal; else empty. */
  code: string;
  /** Of the caller itself, behind trusted proxies too; `unknown` when it was gone at once. */
  clientAddress: string;
  projectId: string;
  endpointId: string;
  tokenId: string;
  replicaId: string;
  bytesIn: number;
  bytesOut: number;
  durationMs: number;
  /** To the first byte of the answer; -1 when there was none. */
  firstByteMs: number;
  queueMs: number;
  wakeMs: number;
  /** Replicas that it was sent to, one after the other; 0: none. */
  attempts: number;
  /** As the runtime counted them; -1 unknown. */
  promptTokens: number;
  completionTokens: number;
  /** They were counted by the gateway and not by the runtime. */
  tokensEstimated: boolean;
  /** The answer was sent as it came: server-sent events, or a socket. */
  stream: boolean;
  traceId: string;
};

const WORDS = [
  'method',
  'path',
  'outcome',
  'code',
  'clientAddress',
  'projectId',
  'endpointId',
  'tokenId',
  'replicaId',
] as const satisfies readonly (keyof RequestRecord)[];
/** Each has its own: to look for it among the words would be in vain. */
const TEXTS = ['requestId', 'traceId'] as const satisfies readonly (keyof RequestRecord)[];
const NUMBERS = [
  'sinceMs',
  'status',
  'bytesIn',
  'bytesOut',
  'durationUs',
  'firstByteUs',
  'queueUs',
  'wakeUs',
  'attempts',
  'promptTokens',
  'completionTokens',
  'flags',
] as const;

/**
 * A batch by columns: what repeats stands once in `words`, and the columns of words hold places in it. They arrived
 * `sinceMs` after `fromMs`.
 */
export type RequestColumns = Readonly<
  { count: number; fromMs: number; words: readonly string[] } & Record<
    (typeof WORDS)[number] | (typeof NUMBERS)[number],
    readonly number[]
  > &
    Record<(typeof TEXTS)[number], readonly string[]>
>;

/** Bits of `flags`. */
export const REQUEST_FLAGS = { stream: 1, tokensEstimated: 2 } as const;

/** -1 stays what it is: unknown. */
const microseconds = (ms: number): number => (ms < 0 ? -1 : Math.round(ms * 1000));

/**
 * Records as one JSON text. Columns take a quarter of the bytes and of the time of objects; times are whole
 * microseconds, which are written faster than fractions.
 */
export const packRequests = (records: readonly RequestRecord[]): string => {
  const words: string[] = [];
  const places = new Map<string, number>();
  const place = (word: string): number => {
    let at = places.get(word);
    if (at === undefined) places.set(word, (at = words.push(word) - 1));
    return at;
  };
  const fromMs = records[0]?.atMs ?? 0;
  const batch: RequestColumns = {
    count: records.length,
    fromMs,
    words,
    requestId: records.map(({ requestId }) => requestId),
    traceId: records.map(({ traceId }) => traceId),
    method: records.map(({ method }) => place(method)),
    path: records.map(({ path }) => place(path)),
    outcome: records.map(({ outcome }) => place(outcome)),
    code: records.map(({ code }) => place(code)),
    clientAddress: records.map(({ clientAddress }) => place(clientAddress)),
    projectId: records.map(({ projectId }) => place(projectId)),
    endpointId: records.map(({ endpointId }) => place(endpointId)),
    tokenId: records.map(({ tokenId }) => place(tokenId)),
    replicaId: records.map(({ replicaId }) => place(replicaId)),
    sinceMs: records.map(({ atMs }) => atMs - fromMs),
    status: records.map(({ status }) => status),
    bytesIn: records.map(({ bytesIn }) => bytesIn),
    bytesOut: records.map(({ bytesOut }) => bytesOut),
    durationUs: records.map(({ durationMs }) => microseconds(durationMs)),
    firstByteUs: records.map(({ firstByteMs }) => microseconds(firstByteMs)),
    queueUs: records.map(({ queueMs }) => microseconds(queueMs)),
    wakeUs: records.map(({ wakeMs }) => microseconds(wakeMs)),
    attempts: records.map(({ attempts }) => attempts),
    promptTokens: records.map(({ promptTokens }) => promptTokens),
    completionTokens: records.map(({ completionTokens }) => completionTokens),
    flags: records.map(
      ({ stream, tokensEstimated }) =>
        (stream ? REQUEST_FLAGS.stream : 0) | (tokensEstimated ? REQUEST_FLAGS.tokensEstimated : 0),
    ),
  };
  return JSON.stringify(batch);
};

/** @throws Error when a text is no batch, or an odd one: no repetition mends that */
export const unpackRequests = (text: string): RequestColumns => {
  const batch = JSON.parse(text) as RequestColumns;
  const { count, fromMs, words } = batch;
  const isWord = (at: unknown): boolean => Number.isInteger(at) && words[at as number] !== undefined;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isColumn = (column: unknown, fits: (value: unknown) => boolean): boolean =>
    Array.isArray(column) && column.length === count && column.every(fits);
  const odd =
    !Number.isSafeInteger(fromMs) || !Array.isArray(words) || !words.every(isText)
      ? 'words'
      : (TEXTS.find((name) => !isColumn(batch[name], isText)) ??
        WORDS.find((name) => !isColumn(batch[name], isWord)) ??
        NUMBERS.find((name) => !isColumn(batch[name], Number.isSafeInteger)));
  if (odd) throw new Error(`the batch of requests is odd: ${odd}`);
  return batch;
};
