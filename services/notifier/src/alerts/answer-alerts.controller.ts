import { Controller } from '@nestjs/common';
import { type AlertView, type AnswerOf, type AskOf, alertQuestions as questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { TellNow } from '../channels/tell-now.handler.ts';
import { cursorOf, placeIn } from '../webhooks/cursor.ts';
import { AlertCommands, type Which } from './alert-commands.handler.ts';
import { AlertRows } from './alert-rows.store.ts';
import { alertViewOf, instanceViewOf, newAlertView, transitionViewOf } from './alert-view.ts';
import { seriesAfter, seriesIn } from './series-cursor.ts';

/** What the api asks about alerts. Whose they are is part of each question: to another project they do not exist. */
@Controller()
export class AnswerAlerts {
  constructor(
    private readonly commands: AlertCommands,
    private readonly rows: AlertRows,
    private readonly tell: TellNow,
  ) {}

  @Answers(questions.all)
  async all({
    projectId,
    state,
    limit,
    cursor,
  }: AskOf<typeof questions.all>): Promise<AnswerOf<typeof questions.all>> {
    const rows = await this.rows.page(projectId, { state, after: placeIn(cursor) ?? 0, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    return {
      items: shown.map((row) => alertViewOf(row, this.#nowUs())),
      nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.created_position),
    };
  }

  @Answers(questions.one)
  one(ask: AskOf<typeof questions.one>): Promise<AlertView> {
    return this.#view(ask);
  }

  @Answers(questions.create)
  async create(ask: AskOf<typeof questions.create>): Promise<AlertView> {
    const alertId = await this.commands.create(ask);
    return this.#view({ projectId: ask.projectId, alertId });
  }

  @Answers(questions.change)
  async change(ask: AskOf<typeof questions.change>): Promise<AlertView> {
    await this.commands.change(ask);
    return this.#view(ask);
  }

  @Answers(questions.remove)
  async remove(ask: AskOf<typeof questions.remove>): Promise<Record<string, never>> {
    await this.commands.remove(ask);
    return {};
  }

  @Answers(questions.mute)
  async mute(ask: AskOf<typeof questions.mute>): Promise<AlertView> {
    await this.commands.mute(ask);
    return this.#view(ask);
  }

  @Answers(questions.test)
  async test(ask: AskOf<typeof questions.test>): Promise<AnswerOf<typeof questions.test>> {
    const { rule } = await this.commands.find(ask);
    return { deliveryIds: await this.tell.alertTest(ask, rule) };
  }

  @Answers(questions.instances)
  async instances(ask: AskOf<typeof questions.instances>): Promise<AnswerOf<typeof questions.instances>> {
    await this.commands.find(ask);
    const { alertId, state, limit, cursor } = ask;
    const rows = await this.rows.instances(alertId, { state, after: seriesIn(cursor), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(instanceViewOf),
      nextCursor: seriesAfter(rows.length > limit, shown.at(-1)?.series),
    };
  }

  @Answers(questions.history)
  async history(ask: AskOf<typeof questions.history>): Promise<AnswerOf<typeof questions.history>> {
    await this.commands.find(ask);
    const { alertId, limit, cursor } = ask;
    const rows = await this.rows.transitions(alertId, { before: placeIn(cursor), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(transitionViewOf),
      nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.transition_id),
    };
  }

  async #view(which: Which): Promise<AlertView> {
    const row = await this.rows.one(which.projectId, which.alertId);
    // One that was just made may not be in the list yet; the log has it.
    return row
      ? alertViewOf(row, this.#nowUs())
      : newAlertView(which, await this.commands.find(which), this.#nowUs());
  }

  #nowUs(): number {
    return this.tell.now().getTime() * 1000;
  }
}
