import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, type EventNamed, questions } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { Answers, Clock, Db, EventStore } from '@tidegate/eventing/nest';
import { planPageOf, planPlaceOf, planViewOf } from './plan-page.ts';
import { PlanStore } from './plan.store.ts';

@Controller()
export class AnswerPlans {
  constructor(
    private readonly db: Db,
    private readonly plans: PlanStore,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  @Answers(questions.plans)
  async page({
    projectId,
    limit,
    cursor,
  }: AskOf<typeof questions.plans>): Promise<AnswerOf<typeof questions.plans>> {
    const after = planPlaceOf(cursor);
    return planPageOf(await this.plans.page(this.db, { projectId, limit: limit + 1 }, after), limit);
  }

  /** It counts from the moment that it names, the past included. */
  @Answers(questions.publishPlan)
  async publish(ask: AskOf<typeof questions.publishPlan>): Promise<AnswerOf<typeof questions.publishPlan>> {
    const { projectId, plan, actor, commandId } = ask;
    const effectiveFromUs = ask.effectiveFromUs ?? this.clock.nowUs();
    const event: EventNamed<'PlanPublished'> = {
      type: 'PlanPublished',
      data: { projectId, plan, effectiveFromUs },
    };
    await this.store.append(`plan-${projectId ?? 'usual'}`, 'any', [event], causeOf({ commandId, actor }));
    return planViewOf({ projectId, plan, fromUs: effectiveFromUs });
  }
}
