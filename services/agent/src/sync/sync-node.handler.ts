import { Injectable } from '@nestjs/common';
import { Readiness } from '@tidegate/bootstrap';
import { questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { ThisNode } from '../node/this-node.gateway.ts';
import { Supervisor } from '../replicas/supervisor.handler.ts';

/** As many as one question carries. */
const MOST_FACTS = 200;
const MOST_RUNNING = 2000;
const ANSWER_WITHIN_MS = 3000;

/** Tells the control plane what happened here, and does what it answers. */
@Injectable()
export class SyncNode {
  #synced = false;

  constructor(
    private readonly asker: Asker,
    private readonly node: ThisNode,
    private readonly supervisor: Supervisor,
    readiness: Readiness,
  ) {
    readiness.register('control plane', () => this.#synced);
  }

  /** @throws when there is no answer; then nothing has changed here */
  async sync(): Promise<void> {
    const facts = this.supervisor.facts(MOST_FACTS);
    const running = this.supervisor.running.slice(0, MOST_RUNNING);
    const ask = { ...this.node.report(), facts, running };
    const answer = await this.asker.ask(questions.nodeSync, ask, { timeoutMs: ANSWER_WITHIN_MS });
    this.supervisor.acknowledge(facts);
    this.supervisor.apply(answer);
    this.#synced = true;
  }
}
