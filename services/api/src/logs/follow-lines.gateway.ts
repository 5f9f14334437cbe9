import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { type AnswerOf, type AskOf, Refusal, SUBJECTS, questions, refuse } from '@tidegate/contracts';
import { Asker, Bus } from '@tidegate/eventing/nest';
import { Bell } from '../http/bell.gateway.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import type { LogItem } from './sse.ts';

export type LogAsk = AskOf<typeof questions.logTail>;

const PAGE = 500;
/** A nudge may be lost: so long a line waits then. */
const POLL_MS = 2000;
const HEARTBEAT_MS = 15_000;

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
  async follow(ask: LogAsk, closed: AbortSignal): Promise<AsyncGenerator<LogItem, void>> {
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
    ask: LogAsk,
    first: Tail,
    { bell, release }: { bell: Bell; release: () => void },
  ): AsyncGenerator<LogItem, void> {
    try {
      let sentAt = performance.now();
      for (
        let tail: Tail | undefined = first, after = first.cursor;
        !bell.closed;
        tail = await this.#next(ask, after)
      ) {
        after = tail?.cursor ?? after;
        for (const line of tail?.lines ?? []) yield { kind: 'line', line };
        if (tail && tail.lines.length > 0) {
          sentAt = performance.now();
          continue;
        }
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
  async #next(ask: LogAsk, after: string): Promise<Tail | undefined> {
    try {
      return await this.asker.ask(questions.logTail, { ...ask, after, sinceSeconds: null, limit: PAGE });
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

type Tail = AnswerOf<typeof questions.logTail>;
