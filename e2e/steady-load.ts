import { setTimeout as pause } from 'node:timers/promises';

/** Whom to call, how, and how often. */
export type Load = Readonly<{
  /** The platform's address. */
  url: string;
  token: string;
  /** The endpoint, by id or name. */
  model: string;
  /** Begun each second, whether earlier ones are answered or not. */
  perSecond: number;
  /** Of all calls, how many are streams. */
  streamShare?: number;
  maxTokens?: number;
  /** Of one call. */
  limitMs?: number;
}>;

export type Failure = Readonly<{ at: string; what: string; stream: boolean; afterMs: number }>;

/** What became of the calls since the last mark. */
export type Tally = Readonly<{
  begun: number;
  answered: number;
  streams: number;
  /** No good answer was begun. */
  failed: number;
  /** A stream that began well and did not end so. */
  cut: number;
  /** Not begun: too many were open. */
  left: number;
  slowestMs: number;
  /** The longest time in which nothing was answered. */
  longestSilenceMs: number;
  /** Answers by the replica that gave them; those that were held while none was ready name none. */
  byReplica: Readonly<Record<string, number>>;
  /** The first of them. */
  failures: readonly Failure[];
}>;

const MOST_OPEN = 1000;
const MOST_FAILURES = 50;
const MOST_REPLICAS = 1000;
const DEFAULTS = { streamShare: 0.25, maxTokens: 8, limitMs: 70_000 };
const MESSAGES = [{ role: 'user', content: 'hello' }];
/** How long the last calls may take once no new ones begin. */
const LAST_CALLS_MS = 75_000;

class Counts {
  begun = 0;
  answered = 0;
  streams = 0;
  failed = 0;
  cut = 0;
  left = 0;
  slowestMs = 0;
  longestSilenceMs = 0;
  lastAnswerMs = performance.now();
  readonly byReplica = new Map<string, number>();
  readonly failures: Failure[] = [];

  answer(stream: boolean, tookMs: number, replica: string | null): void {
    const nowMs = performance.now();
    this.answered += 1;
    if (stream) this.streams += 1;
    this.slowestMs = Math.max(this.slowestMs, tookMs);
    this.longestSilenceMs = Math.max(this.longestSilenceMs, nowMs - this.lastAnswerMs);
    this.lastAnswerMs = nowMs;
    if (replica !== null && (this.byReplica.has(replica) || this.byReplica.size < MOST_REPLICAS))
      this.byReplica.set(replica, (this.byReplica.get(replica) ?? 0) + 1);
  }

  fail(kind: 'failed' | 'cut', failure: Failure): void {
    this[kind] += 1;
    if (this.failures.length < MOST_FAILURES) this.failures.push(failure);
  }
}

class Cut extends Error {}

/**
 * Begins so many calls a second, plain ones and streams, until stopped, and keeps count of what became of them. It does not wait
 * for answers before it goes on, so a pause of the platform is not hidden; what it keeps is bounded.
 */
export class SteadyLoad {
  private readonly load: Required<Load>;
  private readonly open = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private counts = new Counts();

  constructor(load: Load) {
    this.load = { ...DEFAULTS, ...load };
    this.running = this.run();
  }

  /** From here on everything is counted anew; calls that are open count where they end. */
  mark(): void {
    this.counts = new Counts();
  }

  sinceMark(): Tally {
    const { begun, answered, streams, failed, cut, left, slowestMs, longestSilenceMs } = this.counts;
    const numbers = { begun, answered, streams, failed, cut, left, slowestMs, longestSilenceMs };
    const { byReplica, failures } = this.counts;
    return { ...numbers, byReplica: Object.fromEntries(byReplica), failures: [...failures] };
  }

  /** Begins no more, and resolves with the count when those that are open have ended. */
  async stop(): Promise<Tally> {
    this.stopping.abort();
    await this.running;
    await Promise.race([Promise.all(this.open), pause(LAST_CALLS_MS, undefined, { ref: false })]);
    return this.sinceMark();
  }

  private async run(): Promise<void> {
    const { perSecond, streamShare } = this.load;
    const { signal } = this.stopping;
    const beganMs = performance.now();
    for (let n = 0; !signal.aborted; n++) {
      const isStream = Math.floor((n + 1) * streamShare) > Math.floor(n * streamShare);
      if (this.open.size < MOST_OPEN) this.begin(isStream);
      else this.counts.left += 1;
      const nextMs = beganMs + ((n + 1) * 1000) / perSecond - performance.now();
      if (nextMs > 0) await pause(nextMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private begin(stream: boolean): void {
    this.counts.begun += 1;
    const beganMs = performance.now();
    const call = this.call(stream)
      .then(
        (replica) => {
          this.counts.answer(stream, performance.now() - beganMs, replica);
        },
        (error: unknown) => {
          const afterMs = Math.round(performance.now() - beganMs);
          const failure = { at: new Date().toISOString(), what: wordsOf(error), stream, afterMs };
          this.counts.fail(error instanceof Cut ? 'cut' : 'failed', failure);
        },
      )
      .finally(() => this.open.delete(call));
    this.open.add(call);
  }

  /** @returns the replica that answered */
  private async call(stream: boolean): Promise<string | null> {
    const { url, token, model, maxTokens, limitMs } = this.load;
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: MESSAGES, stream, max_tokens: maxTokens }),
      signal: AbortSignal.timeout(limitMs),
    });
    if (response.status !== 200)
      throw new Error(`${String(response.status)} ${(await response.text()).slice(0, 300)}`);
    if (stream) await whole(response);
    else if (!(await response.text()).includes('"choices"')) throw new Error('an answer without choices');
    return response.headers.get('x-tidegate-replica');
  }
}

/** Reads a stream to its end. @throws Cut when that is not the end that a stream has */
const whole = async (response: Response): Promise<void> => {
  const decoder = new TextDecoder();
  let end = '';
  try {
    for await (const chunk of response.body ?? []) {
      const text = end + decoder.decode(chunk as Uint8Array, { stream: true });
      if (/^data: \{"error"/m.test(text)) throw new Cut(`an error within the stream: ${text.slice(0, 300)}`);
      // Enough for the last event, and for the beginning of one that came in two pieces.
      end = text.slice(-200);
    }
  } catch (error) {
    throw error instanceof Cut ? error : new Cut(`the stream was cut: ${wordsOf(error)}`);
  }
  if (!end.endsWith('data: [DONE]\n\n')) throw new Cut(`the stream ended early: …${end.slice(-80)}`);
};

const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return `${error.message}${cause instanceof Error ? ` (${cause.message})` : ''}`.slice(0, 500);
};
