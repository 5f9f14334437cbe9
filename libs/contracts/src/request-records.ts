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

/** The words of a batch. What comes again and again in one column is not looked for each time. */
class Words {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();

  column(): WordColumn {
    return new WordColumn(this);
  }

  place(word: string): number {
    let at = this.#places.get(word);
    if (at === undefined) this.#places.set(word, (at = this.all.push(word) - 1));
    return at;
  }
}

class WordColumn {
  readonly places: number[] = [];
  #last: string | undefined;
  #place = 0;

  constructor(private readonly words: Words) {}

  push(word: string): void {
    if (word !== this.#last) {
      this.#place = this.words.place(word);
      this.#last = word;
    }
    this.places.push(this.#place);
  }

  toJSON(): readonly number[] {
    return this.places;
  }
}

/**
 * A batch that is being gathered, a record at a time. Columns take a quarter of the bytes and of the time of objects;
 * times are whole microseconds, which are written faster than fractions.
 */
export class RequestBatch {
  /** Of the texts that have no bound of their own. */
  characters = 0;
  readonly #words = new Words();
  readonly #columns = {
    count: 0,
    fromMs: 0,
    words: this.#words.all,
    requestId: [] as string[],
    traceId: [] as string[],
    method: this.#words.column(),
    path: this.#words.column(),
    outcome: this.#words.column(),
    code: this.#words.column(),
    clientAddress: this.#words.column(),
    projectId: this.#words.column(),
    endpointId: this.#words.column(),
    tokenId: this.#words.column(),
    replicaId: this.#words.column(),
    sinceMs: [] as number[],
    status: [] as number[],
    bytesIn: [] as number[],
    bytesOut: [] as number[],
    durationUs: [] as number[],
    firstByteUs: [] as number[],
    queueUs: [] as number[],
    wakeUs: [] as number[],
    attempts: [] as number[],
    promptTokens: [] as number[],
    completionTokens: [] as number[],
    flags: [] as number[],
  } satisfies Record<keyof RequestColumns, unknown>;

  get count(): number {
    return this.#columns.count;
  }

  add(record: RequestRecord): void {
    const columns = this.#columns;
    if (columns.count++ === 0) columns.fromMs = record.atMs;
    this.characters += record.path.length + record.requestId.length;
    columns.requestId.push(record.requestId);
    columns.traceId.push(record.traceId);
    columns.method.push(record.method);
    columns.path.push(record.path);
    columns.outcome.push(record.outcome);
    columns.code.push(record.code);
    columns.clientAddress.push(record.clientAddress);
    columns.projectId.push(record.projectId);
    columns.endpointId.push(record.endpointId);
    columns.tokenId.push(record.tokenId);
    columns.replicaId.push(record.replicaId);
    columns.sinceMs.push(record.atMs - columns.fromMs);
    columns.status.push(record.status);
    columns.bytesIn.push(record.bytesIn);
    columns.bytesOut.push(record.bytesOut);
    columns.durationUs.push(microseconds(record.durationMs));
    columns.firstByteUs.push(microseconds(record.firstByteMs));
    columns.queueUs.push(microseconds(record.queueMs));
    columns.wakeUs.push(microseconds(record.wakeMs));
    columns.attempts.push(record.attempts);
    columns.promptTokens.push(record.promptTokens);
    columns.completionTokens.push(record.completionTokens);
    columns.flags.push(
      (record.stream ? REQUEST_FLAGS.stream : 0) |
        (record.tokensEstimated ? REQUEST_FLAGS.tokensEstimated : 0),
    );
  }

  /** As JSON, for `unpackRequests`. */
  text(): string {
    return JSON.stringify(this.#columns);
  }
}

/** Records as one batch. */
export const packRequests = (records: readonly RequestRecord[]): string => {
  const batch = new RequestBatch();
  for (const record of records) batch.add(record);
  return batch.text();
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
