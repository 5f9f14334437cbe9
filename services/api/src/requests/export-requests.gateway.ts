import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerOf, type AskOf, Refusal, questions, refuse } from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import { CSV_HEAD, csvLine } from './csv.ts';
import { type RequestView, withName } from './request-views.ts';
import { TokenNames } from './token-names.store.ts';

type List = typeof questions.requests;
type Wanted = Omit<AskOf<List>, 'limit' | 'cursor'>;

const PAGE = 1000;
/** A client that does not read keeps its place: so one project cannot take all of them. */
const AT_ONCE = 16;
const AT_ONCE_OF_PROJECT = 2;
const TIMEOUT_MS = 10_000;
/** A service that starts anew is back by then. */
const PAUSES_MS = [200, 500, 1000, 2000, 4000];

/**
 * Writes requests out page by page: however many there are, one page is held, and a client that reads slowly waits for
 * itself alone. What arrives meanwhile is not in it.
 */
@Injectable()
export class ExportRequests implements BeforeApplicationShutdown {
  readonly #running = new Map<AbortController, string>();

  constructor(
    private readonly asker: Asker,
    private readonly names: TokenNames,
    private readonly clock: Clock,
  ) {}

  /**
   * @param closed the client is gone
   * @throws Refusal request_export.too_many, service.unavailable before anything is written; later the text breaks off
   */
  async text(
    wanted: Wanted,
    format: 'ndjson' | 'csv',
    closed: AbortSignal,
  ): Promise<AsyncGenerator<string, void>> {
    this.#mustHaveRoom(wanted.projectId);
    const end = new AbortController();
    this.#running.set(end, wanted.projectId);
    const release = (): void => {
      this.#running.delete(end);
    };
    // A client may go before it reads anything: then nobody runs the generator, nor what it does at its end.
    closed.addEventListener('abort', release, { once: true });
    try {
      const whole = { ...wanted, untilUs: wanted.untilUs ?? this.clock.nowUs() };
      const first = await this.asker.ask(
        questions.requests,
        { ...whole, limit: PAGE, cursor: null },
        { timeoutMs: TIMEOUT_MS },
      );
      const over = AbortSignal.any([closed, end.signal]);
      return this.#pages(whole, first, { format, over, release });
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
    if (ofProject >= AT_ONCE_OF_PROJECT) refuse('request_export.too_many', { limit: AT_ONCE_OF_PROJECT });
    if (this.#running.size >= AT_ONCE) refuse('request_export.too_many', { limit: AT_ONCE });
  }

  async *#pages(
    wanted: Wanted,
    first: AnswerOf<List>,
    { format, over, release }: Readonly<{ format: 'ndjson' | 'csv'; over: AbortSignal; release: () => void }>,
  ): AsyncGenerator<string, void> {
    const line = format === 'csv' ? csvLine : (request: RequestView) => `${JSON.stringify(request)}\n`;
    try {
      if (format === 'csv') yield CSV_HEAD;
      for (let page = first; ; page = await this.#page(wanted, page.nextCursor, over)) {
        over.throwIfAborted();
        const names = await this.names.of(
          wanted.projectId,
          page.items.map(({ tokenId }) => tokenId),
        );
        yield page.items.map(withName(names)).map(line).join('');
        if (page.nextCursor === null) return;
      }
    } finally {
      release();
    }
  }

  /** @throws when the page cannot be had: an export that ends early must not look whole */
  async #page(wanted: Wanted, cursor: string | null, over: AbortSignal): Promise<AnswerOf<List>> {
    for (let tries = 0; ; tries++)
      try {
        return await this.asker.ask(
          questions.requests,
          { ...wanted, limit: PAGE, cursor },
          { timeoutMs: TIMEOUT_MS },
        );
      } catch (error) {
        const waitMs = PAUSES_MS[tries];
        if (!(error instanceof Refusal) || waitMs === undefined) throw error;
        await pause(waitMs, undefined, { signal: over });
      }
  }
}
