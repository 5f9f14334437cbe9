import { Injectable } from '@nestjs/common';
import { NodeId, type NodeView, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import type { Caller } from '../http/caller.ts';

type Wanted =
  | Readonly<{ action: 'cordon' | 'uncordon' }>
  /** Null: it waits as long as it takes. */
  | Readonly<{ action: 'drain'; deadlineSeconds: number | null }>;

/** Commands to nodes are the scheduler’s to carry out: it is told who gave them, and finds one that is repeated done. */
@Injectable()
export class Nodes {
  constructor(private readonly asker: Asker) {}

  /** @throws Refusal node.not_found */
  async command(caller: Caller, id: string, wanted: Wanted): Promise<NodeView> {
    const { node } = await this.#ask(caller, id, { deadlineSeconds: null, ...wanted });
    return node ?? refuse('node.not_found', { nodeId: id });
  }

  /** @throws Refusal node.not_found; node.in_use while it is neither lost nor cordoned and empty */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.#ask(caller, id, { action: 'remove', deadlineSeconds: null });
  }

  #ask(
    { actor, requestId, cause: { commandId } }: Caller,
    id: string,
    wanted: Readonly<{ action: Wanted['action'] | 'remove'; deadlineSeconds: number | null }>,
  ) {
    const nodeId = nodeIdOf(id);
    return this.asker.ask(questions.commandNode, { nodeId, ...wanted, actor, requestId, commandId });
  }
}

/** What could be no node’s id is that of no node. */
export const nodeIdOf = (id: string): string =>
  NodeId.safeParse(id).data ?? refuse('node.not_found', { nodeId: id.slice(0, 100) });
