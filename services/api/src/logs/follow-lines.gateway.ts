import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import {
  type LogTailAnswer,
  type LogTailAsk,
  Refusal,
  SUBJECTS,
  questions,
  refuse,
} from '@tidegate/contracts';
import { Asker, Bus } from '@tidegate/eventing/nest';
import { Bell } from '../http/bell.gateway.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import type { LogItem } from './sse.ts';

const PAGE = 500;
/** A nudge may be lost: so long a line waits then. */
const POLL_MS = 2000;
const HEARTBEAT_MS = 15_000;
/** A search answers by then, with what it has found. */
export const SEARCH_TIMEOUT_MS = 10_000;

/**
 * Follows one endpoint's log for any number of clients. Nudges only say when to look; what is sent comes from the store,
 * page by page after the last cursor, so no line is missed or sent twice, and a slow client holds one page and no more.
 */
@Injectable()
export class FollowLines implements BeforeApplicationShutdown {
  readonly #open = new Set<AbortController>();

  constructor(
    private readonly asker: Asker,
    private readonly bus: Bus,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal log.too_many_followers at once; once it streams, failures only delay it */
  async follow(ask: LogTailAsk, closed: AbortSignal): Promise<AsyncGenerator<LogItem, void>> {
    const limit = this.settings.logFollowers;
    if (this.#open.size >= limit) refuse('log.too_many_followers', { limit });
    const end = new AbortController();
    this.#open.add(end);
    const over = AbortSignal.any([closed, end.signal]);
    const bell = new Bell(over);
    // Listening begins before the first look: what is stored in between rings.
    const unlisten = this.bus.listen(SUBJECTS.linesStored(ask.endpointId), () => {
      bell.ring();
    });
    const release = (): void => {
      unlisten();
      bell.close();
      this.#open.delete(end);
    };
    // A client may go before it reads anything: then nobody runs the generator, nor what it does at its end.
    over.addEventListener('abort', release, { once: true });
    if (over.aborted) release();
    try {
      const first = await this.asker.ask(
        questions.logTail,
        ask.after === null ? ask : { ...ask, limit: PAGE },
        { timeoutMs: SEARCH_TIMEOUT_MS },
      );
      return this.#lines(ask, first, { bell, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  beforeApplicationShutdown(): void {
    for (const end of this.#open) end.abort();
  }

  async *#lines(
    ask: LogTailAsk,
    first: LogTailAnswer,
    { bell, release }: { bell: Bell; release: () => void },
  ): AsyncGenerator<LogItem, void> {
    try {
      let sentAt = performance.now();
      let after = first.cursor;
      for (let tail: LogTailAnswer | undefined = first; !bell.closed; tail = await this.#next(ask, after)) {
        after = tail?.cursor ?? after;
        yield* itemsOf(tail);
        if (hasLines(tail)) sentAt = performance.now();
        if (hasLines(tail) || hasMore(tail)) continue;
        if (performance.now() - sentAt >= HEARTBEAT_MS) {
          yield { kind: 'heartbeat' };
          sentAt = performance.now();
        }
        await bell.wait(POLL_MS);
      }
    } finally {
      release();
    }
  }

  /** The next page; undefined while the log cannot be asked. */
  async #next(ask: LogTailAsk, after: string): Promise<LogTailAnswer | undefined> {
    try {
      return await this.asker.ask(
        questions.logTail,
        { ...ask, after, sinceUs: null, limit: PAGE },
        { timeoutMs: SEARCH_TIMEOUT_MS },
      );
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

const itemsOf = (tail: LogTailAnswer | undefined): LogItem[] =>
  (tail?.lines ?? []).map((line) => ({ kind: 'line', line }));
const hasLines = (tail: LogTailAnswer | undefined): boolean => tail !== undefined && tail.lines.length > 0;
/** Time was up before everything that is there was looked at. */
const hasMore = (tail: LogTailAnswer | undefined): boolean => tail !== undefined && tail.cameTo !== null;
