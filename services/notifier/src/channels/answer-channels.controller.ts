import { Controller } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type ChannelView,
  channelQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { cursorOf, placeIn } from '../webhooks/cursor.ts';
import { ChannelCommands } from './channel-commands.handler.ts';
import { ChannelRows } from './channel-rows.store.ts';
import { channelViewOf, deliveryViewOf, newChannelView } from './channel-view.ts';
import { ChannelWrites } from './channel-writes.handler.ts';
import { Answers } from '@tidegate/eventing/nest';
import { TellNow } from './tell-now.handler.ts';

/** What the api asks about channels. Whose they are is part of each question: to another project they do not exist. */
@Controller()
export class AnswerChannels {
  constructor(
    private readonly commands: ChannelCommands,
    private readonly writes: ChannelWrites,
    private readonly rows: ChannelRows,
    private readonly tell: TellNow,
  ) {}

  @Answers(questions.all)
  async all({
    projectId,
    limit,
    cursor,
  }: AskOf<typeof questions.all>): Promise<AnswerOf<typeof questions.all>> {
    const rows = await this.rows.page(projectId, placeIn(cursor) ?? 0, limit + 1);
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(channelViewOf),
      nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.created_position),
    };
  }

  @Answers(questions.one)
  one(ask: AskOf<typeof questions.one>): Promise<ChannelView> {
    return this.#view(ask);
  }

  @Answers(questions.create)
  async create(ask: AskOf<typeof questions.create>): Promise<ChannelView> {
    const channelId = await this.commands.create(ask);
    return this.#view({ projectId: ask.projectId, channelId });
  }

  @Answers(questions.change)
  async change(ask: AskOf<typeof questions.change>): Promise<ChannelView> {
    await this.commands.change(ask);
    return this.#view(ask);
  }

  @Answers(questions.remove)
  async remove(ask: AskOf<typeof questions.remove>): Promise<Record<string, never>> {
    await this.commands.remove(ask);
    return {};
  }

  @Answers(questions.test)
  async test(ask: AskOf<typeof questions.test>): Promise<AnswerOf<typeof questions.test>> {
    return { deliveryId: await this.tell.channelTest(ask, await this.writes.find(ask)) };
  }

  @Answers(questions.deliveries)
  async deliveries(ask: AskOf<typeof questions.deliveries>): Promise<AnswerOf<typeof questions.deliveries>> {
    await this.writes.find(ask);
    const { channelId, state, limit, cursor } = ask;
    const rows = await this.rows.deliveries(channelId, { state, before: placeIn(cursor), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(deliveryViewOf),
      nextCursor: cursorOf(rows.length > limit, shown.at(-1)?.number),
    };
  }

  @Answers(questions.replay)
  async replay(ask: AskOf<typeof questions.replay>): Promise<AnswerOf<typeof questions.replay>> {
    await this.writes.find(ask);
    const { channelId, deliveryId } = ask;
    const deliveries = await this.rows.again(channelId, deliveryId);
    if (deliveryId !== null && deliveries === 0) refuse('channel.delivery_not_found', { deliveryId });
    return { deliveries };
  }

  async #view(which: Readonly<{ projectId: string; channelId: string }>): Promise<ChannelView> {
    const row = await this.rows.one(which.projectId, which.channelId);
    if (row) return channelViewOf(row);
    // One that was just made may not be in the list yet; the log has it.
    return newChannelView(which, await this.writes.find(which), this.tell.now());
  }
}
