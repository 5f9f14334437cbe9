import { expect } from '@jest/globals';
import { type AskOf, type NodeView, type ReplicaView, SUBJECTS, questions } from '@tidegate/contracts';
import { Asker, Bus, EventStore } from '@tidegate/eventing/nest';
import type { TestService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import type { FakeEndpoint } from './endpoint.spec-helper.ts';
import type { FakeNode } from './fleet.spec-helper.ts';

type Command = AskOf<typeof questions.commandNode>;

/** A pool as people and gateways deal with it. Its nodes speak when it breathes. */
export class FakePool {
  /** Requests in flight on draining replicas, as the gateway says. */
  inFlight: Record<string, number> = {};

  constructor(
    private readonly service: TestService,
    readonly nodes: FakeNode[],
  ) {}

  /** The nodes, and a gateway without requests, speak once. */
  async breathe(): Promise<void> {
    const position = await this.service.get(EventStore).head();
    const report = { gatewayId: 'gateway-1', position, draining: this.inFlight };
    this.service.get(Bus).nudge(SUBJECTS.gatewayReport, report);
    await Promise.all(this.nodes.map((node) => node.sync()));
  }

  /** It breathes until it is so. */
  async until(check: () => unknown, withinMs = 60_000): Promise<void> {
    await this.service.eventually(async () => {
      await this.breathe();
      await check();
    }, withinMs);
  }

  async replicasOf({ id: endpointId }: FakeEndpoint): Promise<ReplicaView[]> {
    const ask = { endpointId, includeStopped: false, limit: 100, cursor: null };
    return (await this.service.get(Asker).ask(questions.replicas, ask, { timeoutMs: 10_000 })).items;
  }

  /** All that is there of an endpoint, as `state@node`. */
  async are(endpoint: FakeEndpoint, ...expected: string[]): Promise<void> {
    const names = new Map(this.nodes.map(({ id, name }) => [id, name]));
    await this.until(async () => {
      const there = await this.replicasOf(endpoint);
      const now = there.map(({ state, nodeId }) => `${state}@${names.get(nodeId ?? '') ?? 'none'}`);
      expect(now.toSorted()).toEqual(expected.toSorted());
    });
  }

  async node({ id: nodeId }: FakeNode): Promise<NodeView> {
    return this.service.get(Asker).ask(questions.node, { nodeId }, { timeoutMs: 10_000 });
  }

  /** The same, as the list has it. */
  async listed({ id }: FakeNode): Promise<NodeView | undefined> {
    const ask = { limit: 100, cursor: null };
    const { items } = await this.service.get(Asker).ask(questions.nodes, ask, { timeoutMs: 10_000 });
    return items.find((node) => node.id === id);
  }

  /** @returns the node's view with the answer */
  async command(
    { id: nodeId }: Pick<FakeNode, 'id'>,
    action: Command['action'],
    change: Partial<Command> = {},
  ): Promise<NodeView | null> {
    const ask = { nodeId, action, deadlineSeconds: null, actor: 'operator', requestId: null };
    const command = { ...ask, commandId: randomUUID(), ...change };
    const answer = await this.service.get(Asker).ask(questions.commandNode, command, { timeoutMs: 10_000 });
    return answer.node;
  }
}
