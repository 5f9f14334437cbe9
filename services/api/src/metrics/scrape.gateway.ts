import { Injectable } from '@nestjs/common';
import { type AnswerOf, metricQuestions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';

type Page = AnswerOf<typeof metricQuestions.exposition>;
const PATIENTLY = { timeoutMs: 15_000 };
/** More than any project fills. */
const MOST_PAGES = 1000;

/** What Prometheus reads of a project, a page at a time. It is read from what is kept: no replica is asked, and nothing wakes. */
@Injectable()
export class Scrape {
  constructor(private readonly asker: Asker) {}

  /** Resolves with the first page in hand, so that a scrape that cannot be answered is refused as a whole. */
  async text(projectId: string): Promise<AsyncGenerator<string>> {
    return this.#rest(projectId, await this.#page(projectId, null));
  }

  async *#rest(projectId: string, first: Page): AsyncGenerator<string> {
    yield first.text;
    let cursor = first.nextCursor;
    for (let page = 1; cursor !== null && page < MOST_PAGES; page++) {
      const next: Page = await this.#page(projectId, cursor);
      yield next.text;
      cursor = next.nextCursor;
    }
  }

  #page(projectId: string, cursor: string | null): Promise<Page> {
    return this.asker.ask(metricQuestions.exposition, { projectId, cursor }, PATIENTLY);
  }
}
