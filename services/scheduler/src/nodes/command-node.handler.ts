import { Injectable, Logger } from '@nestjs/common';
import type { AskOf, questions } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { Nodes } from './node.handler.ts';
import { NodeStore } from './node.store.ts';
import type { NodeWish } from './node.ts';

type Ask = AskOf<typeof questions.commandNode>;

/** What people ask of a node. Any scheduler process decides it: the node's stream says what holds. */
@Injectable()
export class CommandNode {
  readonly #log = new Logger('CommandNode');

  constructor(
    private readonly nodes: Nodes,
    private readonly store: NodeStore,
  ) {}

  async command(ask: Ask): Promise<void> {
    const { nodeId, commandId, actor, requestId } = ask;
    const cause = causeOf({ commandId, actor, ...(requestId !== null && { requestId }) });
    const { events } = await this.nodes.handle(nodeId, await this.#wishOf(ask), cause);
    for (const { type } of events)
      this.#log.log({ event: 'node.commanded', nodeId, as: type, by: actor }, `${nodeId}: ${type}`);
  }

  async #wishOf({ nodeId, action, deadlineSeconds, actor: by }: Ask): Promise<NodeWish> {
    switch (action) {
      case 'cordon':
        return { type: 'CordonNode', nodeId, by };
      case 'uncordon':
        return { type: 'UncordonNode', nodeId, by };
      case 'drain':
        return { type: 'StartDrain', nodeId, by, deadlineSeconds };
      case 'remove':
        return { type: 'RemoveNode', nodeId, by, replicas: (await this.store.openReplicas(nodeId)).length };
    }
  }
}
