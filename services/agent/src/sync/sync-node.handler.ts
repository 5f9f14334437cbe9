import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { Readiness } from '@tidegate/bootstrap';
import { questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { AgentNodes } from '../node/agent-nodes.ts';
import { Supervisor } from '../replicas/supervisor.handler.ts';

/** As many as one question carries. */
const MOST_FACTS = 200;
const MOST_RUNNING = 2000;
const ANSWER_WITHIN_MS = 3000;

/** Tells the control plane what happened on a node, and does what it answers. */
@Injectable()
export class SyncNode {
  readonly #seconds = metrics.getMeter('tidegate').createHistogram('tidegate_agent_sync_seconds', {
    description: 'Questions to the control plane about a node, until they were answered, or were not.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3] },
  });
  #synced = false;

  constructor(
    private readonly asker: Asker,
    private readonly nodes: AgentNodes,
    private readonly supervisor: Supervisor,
    readiness: Readiness,
  ) {
    readiness.register('control plane', () => this.#synced);
  }

  /** @throws when there is no answer; then nothing has changed here */
  async sync(nodeId: string): Promise<void> {
    const report = this.nodes.report(nodeId);
    if (!report) return;
    const facts = this.supervisor.facts(nodeId, MOST_FACTS);
    const running = this.supervisor.running(nodeId).slice(0, MOST_RUNNING);
    const ask = { ...report, facts, running };
    const answer = await this.#measured(
      this.asker.ask(questions.nodeSync, ask, { timeoutMs: ANSWER_WITHIN_MS }),
    );
    this.supervisor.acknowledge(facts);
    this.supervisor.apply(nodeId, answer);
    this.#synced = true;
  }

  async #measured<T>(asked: Promise<T>): Promise<T> {
    const sinceMs = performance.now();
    let outcome = 'unanswered';
    try {
      const answer = await asked;
      outcome = 'answered';
      return answer;
    } finally {
      this.#seconds.record((performance.now() - sinceMs) / 1000, { outcome });
    }
  }
}
