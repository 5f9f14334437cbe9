import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerOf, type AskOf, Refusal, refuse, reportQuestions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';

type Part = AnswerOf<typeof reportQuestions.export>;
type Wanted = Omit<AskOf<typeof reportQuestions.export>, 'cursor'>;

/** A client that does not read keeps its place: so one project cannot take all of them. */
const AT_ONCE = 8;
const AT_ONCE_OF_PROJECT = 2;
const TIMEOUT_MS = 15_000;
/** A service that starts anew is back by then. */
const PAUSES_MS = [200, 500, 1000, 2000, 4000];

/** Writes an export out part by part: one part is held, however many there are, and a client that reads slowly waits for itself alone. */
@Injectable()
export class ExportBilling implements BeforeApplicationShutdown {
  readonly #running = new Map<AbortController, string>();

  constructor(private readonly asker: Asker) {}

  /**
   * @param closed the client is gone
   * @throws Refusal billing_export.too_many, service.unavailable before anything is written; later the text breaks off
   */
  async text(wanted: Wanted, closed: AbortSignal): Promise<AsyncGenerator<string, void>> {
    this.#mustHaveRoom(wanted.projectId);
    const end = new AbortController();
    this.#running.set(end, wanted.projectId);
    const release = (): void => {
      this.#running.delete(end);
    };
    // A client may go before it reads anything: then nobody runs the generator, nor what it does at its end.
    closed.addEventListener('abort', release, { once: true });
    try {
      const first = await this.asker.ask(
        reportQuestions.export,
        { ...wanted, cursor: null },
        { timeoutMs: TIMEOUT_MS },
      );
      return this.#parts(wanted, first, { over: AbortSignal.any([closed, end.signal]), release });
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
    if (ofProject >= AT_ONCE_OF_PROJECT) refuse('billing_export.too_many', { limit: AT_ONCE_OF_PROJECT });
    if (this.#running.size >= AT_ONCE) refuse('billing_export.too_many', { limit: AT_ONCE });
  }

  async *#parts(
    wanted: Wanted,
    first: Part,
    { over, release }: Readonly<{ over: AbortSignal; release: () => void }>,
  ): AsyncGenerator<string, void> {
    try {
      for (let part = first; ; part = await this.#part(wanted, part.nextCursor, over)) {
        over.throwIfAborted();
        if (part.text !== '') yield part.text;
        if (part.nextCursor === null) return;
      }
    } finally {
      release();
    }
  }

  /** @throws when the part cannot be had: an export that ends early must not look whole */
  async #part(wanted: Wanted, cursor: string | null, over: AbortSignal): Promise<Part> {
    for (let tries = 0; ; tries++)
      try {
        return await this.asker.ask(reportQuestions.export, { ...wanted, cursor }, { timeoutMs: TIMEOUT_MS });
      } catch (error) {
        const waitMs = PAUSES_MS[tries];
        if (!(error instanceof Refusal) || error.code !== 'service.unavailable' || waitMs === undefined)
          throw error;
        await pause(waitMs, undefined, { signal: over });
      }
  }
}
