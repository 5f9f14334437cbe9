import { Controller, Inject } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { SETTINGS, type SchedulerSettings } from '../settings.ts';
import { desiredOf } from './desired.ts';
import { provenBy } from './proof.ts';
import { NodeStore } from '../nodes/node.store.ts';
import { MOST_RUNNING, RecordFacts } from './record-facts.handler.ts';
import { RegisterNode, type Seen } from '../nodes/register-node.handler.ts';

type Ask = AskOf<typeof questions.nodeSync>;
type Answer = AnswerOf<typeof questions.nodeSync>;

/** What an agent asks each second. Any scheduler answers; an answer means that every fact of the ask is recorded. */
@Controller()
export class SyncNode {
  constructor(
    private readonly registration: RegisterNode,
    private readonly facts: RecordFacts,
    private readonly store: NodeStore,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  @Answers(questions.nodeSync)
  async sync(ask: Ask): Promise<Answer> {
    const seen = await this.registration.see(ask);
    const provenUs = seen.isTaken ? provenBy(ask) : null;
    // What it tells must be in the log before it proves anything of what it does not tell.
    const tells = ask.facts.length > 0;
    const alive = this.store.sawAlive(ask, tells ? null : provenUs);
    const [desired] = await Promise.all([this.#record(ask, seen), alive]);
    if (tells && provenUs !== null) await this.store.sawAlive(ask, provenUs);
    const wanted = new Set(desired.map(({ replicaId }) => replicaId));
    const stopCauses = await this.store.stopCauses(ask.running.filter((id) => !wanted.has(id)));
    return { desired, stopCauses, leaseSeconds: this.settings.leaseSeconds };
  }

  /** @returns what the node shall run, once everything that it told is in the log */
  async #record(ask: Ask, { clockOffsetUs, isTaken, ended: withBoot }: Seen): Promise<Answer['desired']> {
    await this.facts.record(ask, clockOffsetUs);
    if (!isTaken) return [];
    const [listed] = await Promise.all([
      this.store.desired(ask.nodeId, ask.running),
      this.facts.endReleased(ask, clockOffsetUs),
    ]);
    // The read model may not have heard yet of an end that was told just now.
    const told = ask.facts.filter(({ kind }) => kind === 'stopped').map(({ replicaId }) => replicaId);
    const ended = new Set([...withBoot, ...told]);
    const open = listed.filter(({ replicaId }) => !ended.has(replicaId));
    const isComplete = ask.running.length < MOST_RUNNING;
    const { desired, tooLarge } = desiredOf(open, { running: new Set(ask.running), isComplete });
    await this.facts.endTooLarge(ask, clockOffsetUs, tooLarge);
    return desired;
  }
}
