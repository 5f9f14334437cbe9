import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import {
  type LogTailAnswer,
  type LogTailAsk,
  Refusal,
  SUBJECTS,
  questions,
  refuse,
} from '@tidegate/contracts';
import { Asker, Bus, Clock } from '@tidegate/eventing/nest';
import { Bell } from '../http/bell.gateway.ts';
import type { Caller } from '../http/caller.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { TokenEnds } from '../http/token-ends.gateway.ts';
import type { LogItem } from './sse.ts';

const PAGE = 500;
/** A nudge may be lost: so long a line waits then. */
const POLL_MS = 2000;
const HEARTBEAT_MS = 15_000;
/** A client that takes nothing for so long is cut off. */
const STALL_MS = 30_000;
/** A search answers by then, with what it has found. */
export const SEARCH_TIMEOUT_MS = 10_000;

export type Followed = Readonly<{
  items: AsyncGenerator<LogItem, void>;
  /** Aborted when the client takes nothing any more: its connection is then to be destroyed. */
  stalled: AbortSignal;
}>;

type Who = Pick<Caller, 'actor' | 'expiresAt'>;

type Following = Readonly<{
  projectId: string;
  expiresAt: string | null;
  end: AbortController;
  stalled: AbortController;
}>;

/**
 * Follows one endpoint's log for any number of clients. Nudges only say when to look; what is sent comes from the store,
 * page by page after the last cursor, so no line is missed or sent twice, and a slow client holds one page and no more.
 */
@Injectable()
export class FollowLines implements BeforeApplicationShutdown {
  readonly #open = new Set<Following>();

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly asker: Asker,
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly tokenEnds: TokenEnds,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * It ends with the token of whoever asks.
   * @throws Refusal log.too_many_followers, token.invalid at once; once it streams, failures only delay it
   */
  async follow(ask: LogTailAsk, who: Who, closed: AbortSignal): Promise<Followed> {
    this.#mustHaveRoom(ask.projectId);
    const [end, stalled] = [new AbortController(), new AbortController()];
    const following: Following = { projectId: ask.projectId, expiresAt: who.expiresAt, end, stalled };
    const unwatch = this.tokenEnds.watch(who.actor, () => {
      end.abort();
    });
    this.#open.add(following);
    const over = AbortSignal.any([closed, end.signal]);
    const bell = new Bell(over);
    // Listening begins before the first look: what is stored in between rings.
    const unlisten = this.bus.listen(SUBJECTS.linesStored(ask.endpointId), () => {
      bell.ring();
    });
    const release = (): void => {
      unwatch();
      unlisten();
      bell.close();
      this.#open.delete(following);
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
      return {
        items: this.#taken(this.#lines(ask, first, { following, bell, release }), following),
        stalled: stalled.signal,
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  beforeApplicationShutdown(): void {
    for (const { end } of this.#open) end.abort();
  }

  #mustHaveRoom(projectId: string): void {
    const { logFollowers, logFollowersPerProject } = this.settings;
    if (this.#open.size >= logFollowers) refuse('log.too_many_followers', { limit: logFollowers });
    const ofProject = [...this.#open].filter((one) => one.projectId === projectId).length;
    if (ofProject >= logFollowersPerProject)
      refuse('log.too_many_followers', { limit: logFollowersPerProject });
  }

  async *#lines(
    ask: LogTailAsk,
    first: LogTailAnswer,
    { following, bell, release }: Readonly<{ following: Following; bell: Bell; release: () => void }>,
  ): AsyncGenerator<LogItem, void> {
    try {
      let sentAt = performance.now();
      let after = first.cursor;
      for (let tail: LogTailAnswer | undefined = first; !bell.closed; tail = await this.#next(ask, after)) {
        if (this.#hasExpired(following)) return;
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

  /** As long as each item is taken in time, and nobody has ended it. */
  async *#taken(items: AsyncIterable<LogItem>, { end, stalled }: Following): AsyncGenerator<LogItem, void> {
    for await (const item of items) {
      if (end.signal.aborted) return;
      const timer = setTimeout(() => {
        stalled.abort();
        end.abort();
      }, STALL_MS);
      try {
        yield item;
      } finally {
        clearTimeout(timer);
      }
    }
  }

  #hasExpired({ expiresAt }: Following): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= this.clock.nowUs() / 1000;
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
