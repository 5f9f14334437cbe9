import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type LogTailAnswer, type LogTailAsk, Refusal, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import type { LogWish } from './log-asks.ts';
import { type Download, fileText } from './log-text.ts';

const PAGE = 5000;
/** A client that does not read keeps its place: so one project cannot take all of them. */
const AT_ONCE = 16;
const AT_ONCE_OF_PROJECT = 2;
const TIMEOUT_MS = 10_000;
/** A service that starts anew is back by then. */
const PAUSES_MS = [200, 500, 1000, 2000, 4000];

/** From where to where a download goes: after one cursor, up to another, so many lines of it. */
type Range = Readonly<{ after: string; head: string; most: number }>;

/** Writes lines out page by page, oldest first, up to the newest there is when it begins. A slow client waits for itself alone. */
@Injectable()
export class DownloadLines implements BeforeApplicationShutdown {
  readonly #running = new Map<AbortController, string>();

  constructor(private readonly asker: Asker) {}

  /**
   * @param closed the client is gone
   * @throws Refusal log.too_many_downloads, service.unavailable before anything is written; later the text breaks off
   */
  async text(
    { ask, newest, format, timestamps }: LogWish & Readonly<{ format: Download }>,
    closed: AbortSignal,
  ): Promise<AsyncGenerator<string, void>> {
    this.#mustHaveRoom(ask.projectId);
    const end = new AbortController();
    this.#running.set(end, ask.projectId);
    const release = (): void => {
      this.#running.delete(end);
    };
    // A client may go before it reads anything: then nobody runs the generator, nor what it does at its end.
    closed.addEventListener('abort', release, { once: true });
    try {
      const over = AbortSignal.any([closed, end.signal]);
      const range = await this.#rangeOf(ask, newest, over);
      const pages = this.#pages(ask, range, over);
      const textOf = (page: LogTailAnswer): string => fileText(page.lines, { format, timestamps });
      // What is wrong with the question shows with the first page.
      return written(await pages.next(), pages, { textOf, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  beforeApplicationShutdown(): void {
    for (const end of this.#running.keys()) end.abort();
  }

  #mustHaveRoom(projectId: string): void {
    const ofProject = [...this.#running.values()].filter((other) => other === projectId).length;
    if (ofProject >= AT_ONCE_OF_PROJECT) refuse('log.too_many_downloads', { limit: AT_ONCE_OF_PROJECT });
    if (this.#running.size >= AT_ONCE) refuse('log.too_many_downloads', { limit: AT_ONCE });
  }

  /** Looks back for where the newest so many begin, holding a page at a time. */
  async #rangeOf(ask: LogTailAsk, newest: number | null, over: AbortSignal): Promise<Range> {
    const page = await this.#page({ ...ask, after: null, limit: newest ?? 1 }, over);
    const after = ask.after ?? '0';
    if (newest === null) return { after, head: page.cursor, most: Infinity };
    const from = Number(after);
    const first = await this.#firstOf({ ...ask, after: null, limit: newest }, { page, from, over });
    return { after: String(Math.max(from, first - 1)), head: page.cursor, most: newest };
  }

  /** The cursor of the first of the newest so many, page by page back from the first page. */
  async #firstOf(
    ask: LogTailAsk,
    given: Readonly<{ page: LogTailAnswer; from: number; over: AbortSignal }>,
  ): Promise<number> {
    let { page } = given;
    let first = Number(page.lines[0]?.cursor ?? page.cursor);
    for (let left = ask.limit - page.lines.length; left > 0; left -= page.lines.length) {
      if (page.olderCursor === null || Number(page.olderCursor) <= given.from) break;
      page = await this.#page({ ...ask, before: page.olderCursor, limit: left }, given.over);
      first = Number(page.lines[0]?.cursor ?? first);
    }
    return first;
  }

  async *#pages(
    ask: LogTailAsk,
    { after, head, most }: Range,
    over: AbortSignal,
  ): AsyncGenerator<LogTailAnswer, void> {
    const before = String(Number(head) + 1);
    let [cursor, left] = [after, most];
    do {
      const page = await this.#page({ ...ask, after: cursor, before, limit: Math.min(PAGE, left) }, over);
      yield page;
      left -= page.lines.length;
      cursor = page.cursor;
    } while (left > 0 && Number(cursor) < Number(head));
  }

  /** @throws when the page cannot be had: a download that ends early must not look whole */
  async #page(ask: LogTailAsk, over: AbortSignal): Promise<LogTailAnswer> {
    for (let tries = 0; ; tries++)
      try {
        over.throwIfAborted();
        return await this.asker.ask(questions.logTail, ask, { timeoutMs: TIMEOUT_MS });
      } catch (error) {
        const waitMs = PAUSES_MS[tries];
        const mayPass = error instanceof Refusal && error.code === 'service.unavailable';
        if (!mayPass || waitMs === undefined) throw error;
        await pause(waitMs, undefined, { signal: over });
      }
  }
}

async function* written(
  first: IteratorResult<LogTailAnswer, unknown>,
  others: AsyncIterable<LogTailAnswer>,
  { textOf, release }: Readonly<{ textOf: (page: LogTailAnswer) => string; release: () => void }>,
): AsyncGenerator<string, void> {
  try {
    if (first.done === true) return;
    yield textOf(first.value);
    for await (const page of others) yield textOf(page);
  } finally {
    release();
  }
}
