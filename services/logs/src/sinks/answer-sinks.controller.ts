import { Controller } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type LogSinkTest,
  type LogSinkView,
  logSinkQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Answers, Clock } from '@tidegate/eventing/nest';
import { ChangeSinks } from './change-sinks.handler.ts';
import { sinkViewOf } from './sink-view.ts';
import { SinkStore } from './sink.store.ts';

/** What the api asks about log sinks. Whose they are is part of each question: to another project they do not exist. */
@Controller()
export class AnswerSinks {
  constructor(
    private readonly changes: ChangeSinks,
    private readonly sinks: SinkStore,
    private readonly clock: Clock,
  ) {}

  @Answers(questions.all)
  async all({
    projectId,
    limit,
    cursor,
  }: AskOf<typeof questions.all>): Promise<AnswerOf<typeof questions.all>> {
    const rows = await this.sinks.page(projectId, placeIn(cursor), limit + 1);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => sinkViewOf(row, this.clock.nowUs())),
      nextCursor: last ? `c${last.created_position.toString(36)}` : null,
    };
  }

  @Answers(questions.one)
  one({ projectId, sinkId }: AskOf<typeof questions.one>): Promise<LogSinkView> {
    return this.#view(projectId, sinkId);
  }

  @Answers(questions.create)
  async create(ask: AskOf<typeof questions.create>): Promise<LogSinkView> {
    return this.#view(ask.projectId, await this.changes.create(ask));
  }

  @Answers(questions.change)
  async change(ask: AskOf<typeof questions.change>): Promise<LogSinkView> {
    await this.changes.change(ask);
    return this.#view(ask.projectId, ask.sinkId);
  }

  @Answers(questions.remove)
  async remove(ask: AskOf<typeof questions.remove>): Promise<Record<string, never>> {
    await this.changes.remove(ask);
    return {};
  }

  @Answers(questions.test)
  test(ask: AskOf<typeof questions.test>): Promise<LogSinkTest> {
    return this.changes.test(ask);
  }

  async #view(projectId: string, sinkId: string): Promise<LogSinkView> {
    const row = await this.sinks.one(projectId, sinkId);
    return row ? sinkViewOf(row, this.clock.nowUs()) : refuse('log_sink.not_found', { sinkId });
  }
}

const placeIn = (cursor: string | null): number => {
  if (cursor === null) return 0;
  const place = /^c[0-9a-z]{1,11}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : Number.NaN;
  return Number.isSafeInteger(place)
    ? place
    : refuse('request.invalid', { count: 1 }, [
        { pointer: '?cursor', message: 'is not a cursor of this list' },
      ]);
};
