import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { CommandNode } from './command-node.handler.ts';
import { NodeViewStore } from './node-view.store.ts';

@Controller()
export class AnswerNodes {
  constructor(
    private readonly views: NodeViewStore,
    private readonly commands: CommandNode,
  ) {}

  @Answers(questions.nodes)
  async nodes(ask: AskOf<typeof questions.nodes>): Promise<AnswerOf<typeof questions.nodes>> {
    return this.views.page(ask);
  }

  @Answers(questions.node)
  async node({ nodeId }: AskOf<typeof questions.node>): Promise<AnswerOf<typeof questions.node>> {
    return this.views.one(nodeId);
  }

  @Answers(questions.commandNode)
  async command(ask: AskOf<typeof questions.commandNode>): Promise<AnswerOf<typeof questions.commandNode>> {
    await this.commands.command(ask);
    return { node: ask.action === 'remove' ? null : await this.views.one(ask.nodeId) };
  }
}
